"""Twenty shoppers before a products service that takes 100 ms: `python -m benchmarks.shoppers`."""

from __future__ import annotations

import os
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing, contextmanager
from http.client import HTTPConnection
from pathlib import Path
from statistics import median
from typing import NamedTuple
from urllib.parse import urlsplit

from wiremock.client import Mapping, MappingRequest, MappingResponse
from wiremock_strict import Process, wiremock

from benchmarks.scene import SIX
from benchmarks.side_by_side import percent, show
from support.products.offer import Offer, body

SHOPPERS = 20
DELAY = 0.1  # seconds that the products service takes
LIMIT = SHOPPERS / DELAY  # answers per second, if nothing else took any time
TURNS = 5
OURS, BLOCKING = "the overview service", "the same, one call at a time"
DIRECTLY = "the products service, asked directly"


class Address(NamedTuple):
    """Where shoppers ask, and how often each of them does in a turn of some two seconds."""

    url: str
    questions: int


def rate(address: Address) -> float:
    """Answers per second to shoppers who each ask one question after the other."""
    start = threading.Barrier(SHOPPERS + 1)
    with ThreadPoolExecutor(SHOPPERS) as pool:
        shopping = [pool.submit(shop, address, start) for _ in range(SHOPPERS)]
        start.wait()
        begin = time.perf_counter()
        for shopper in shopping:
            shopper.result()
    return SHOPPERS * address.questions / (time.perf_counter() - begin)


def shop(address: Address, start: threading.Barrier) -> None:
    """Be one shopper; raises AssertionError for any answer but 200."""
    parts = urlsplit(address.url)
    with closing(HTTPConnection(parts.netloc, timeout=60)) as connection:
        connection.connect()
        start.wait()
        for _ in range(address.questions):
            connection.request("GET", parts.path)
            answer = connection.getresponse()
            said = answer.read()
            if answer.status != 200:
                raise AssertionError(f"{address.url} answered {answer.status}: {said!r}")


@contextmanager
def slow_products(folder: Path) -> Iterator[str]:
    """The base URL of a products service that answers by the contract, each time DELAY late."""
    answer = MappingResponse(
        status=200,
        headers={"Content-Type": "application/json"},
        body=body(SIX, len(SIX), Offer(SIX).categories),
        fixed_delay_milliseconds=round(1000 * DELAY),
    )
    question = MappingRequest(method="GET", url="/products")
    with wiremock(folder=folder) as server:
        server.begin().set([Mapping(request=question, response=answer)])
        yield server.url


@contextmanager
def service(module: str, products_url: str, folder: Path) -> Iterator[str]:
    """The base URL of a service that runs as a process of its own."""
    ours = {"HOST": "127.0.0.1", "PORT": "0", "PRODUCTS_URL": products_url}
    log = folder / f"{module}.log"
    process = Process(module, [sys.executable, "-m", module], log, {**os.environ, **ours})
    try:
        yield process.wait_for(r"Serving on (http://[^\s\"]+)")
    finally:
        process.stop()


@contextmanager
def addresses() -> Iterator[dict[str, Address]]:
    """All that is asked: the two services, and for comparison what they ask themselves."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="shoppers-")))
        products = stack.enter_context(slow_products(folder))
        ours = stack.enter_context(service("overview_service", products, folder))
        blocking = stack.enter_context(service("benchmarks.one_at_a_time", products, folder))
        yield {
            BLOCKING: Address(f"{blocking}/overview", 1),
            OURS: Address(f"{ours}/overview", 20),
            DIRECTLY: Address(f"{products}/products", 20),
        }


def measure() -> dict[str, float]:
    """The median rate of each, in answers per second, taken turn by turn."""
    with addresses() as asked:
        for address in asked.values():
            rate(address)  # connections, caches, Java's compiler
        turns = [{name: rate(address) for name, address in asked.items()} for _ in range(TURNS)]
    return {name: median(turn[name] for turn in turns) for name in asked}


def main() -> None:
    """Print the rates, their ratios, and their shares of what is possible."""
    rates = measure()
    show(
        f"{SHOPPERS} shoppers before a products service that takes {1000 * DELAY:.0f} ms. The "
        f"overview service is to\nanswer at least 18 times as often as one that takes one call at "
        f"a time, and at least\n90 % of {LIMIT:.0f} times a second.",
        ["", "answers", "ratio", "of the limit"],
        [
            [name, f"{each:.1f} /s", f"{each / rates[BLOCKING]:.1f}", percent(each / LIMIT)]
            for name, each in rates.items()
        ],
    )


if __name__ == "__main__":
    main()
