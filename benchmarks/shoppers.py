"""Twenty shoppers, and a products service that takes 100 ms: `python -m benchmarks.shoppers`."""

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
from wiremock_strict import wiremock
from wiremock_strict.under_test import Service

from benchmarks.scene import SIX
from benchmarks.side_by_side import percent, show
from support.products.offer import Offer, body

SHOPPERS = 20
DELAY = 0.1  # seconds that the products service takes
LIMIT = SHOPPERS / DELAY  # responses per second, if nothing else took any time
TURNS = 5
OURS, BLOCKING = "the overview service", "the same, one request at a time"
DIRECTLY = "the products service itself"


class Address(NamedTuple):
    """A URL, and how many requests each shopper sends to it in a turn of some two seconds."""

    url: str
    requests: int


def rate(address: Address) -> float:
    """Measure responses per second to shoppers who each send one request after the other."""
    start = threading.Barrier(SHOPPERS + 1)
    with ThreadPoolExecutor(SHOPPERS) as pool:
        shopping = [pool.submit(shop, address, start) for _ in range(SHOPPERS)]
        start.wait()
        begin = time.perf_counter()
        for shopper in shopping:
            shopper.result()
    return SHOPPERS * address.requests / (time.perf_counter() - begin)


def shop(address: Address, start: threading.Barrier) -> None:
    """Be one shopper. Raises AssertionError for any response but 200."""
    parts = urlsplit(address.url)
    with closing(HTTPConnection(parts.netloc, timeout=60)) as connection:
        connection.connect()
        start.wait()
        for _ in range(address.requests):
            connection.request("GET", parts.path)
            response = connection.getresponse()
            body = response.read()
            if response.status != 200:
                raise AssertionError(f"{address.url} responded {response.status}: {body!r}")


@contextmanager
def slow_products(folder: Path) -> Iterator[str]:
    """Run a products service that responds by the contract, DELAY late; yield its base URL."""
    response = MappingResponse(
        status=200,
        headers={"Content-Type": "application/json"},
        body=body(SIX, len(SIX), Offer(SIX).categories),
        fixed_delay_milliseconds=round(1000 * DELAY),
    )
    request = MappingRequest(method="GET", url="/products")
    with wiremock(folder=folder) as server:
        server.begin().set([Mapping(request=request, response=response)])
        yield server.url


@contextmanager
def service(module: str, products_url: str, folder: Path) -> Iterator[str]:
    """Run a service as a process of its own; yield its base URL."""
    ours = {"HOST": "127.0.0.1", "PORT": "0", "PRODUCTS_URL": products_url}
    log, environment = folder / f"{module}.log", {**os.environ, **ours}
    with Service(module, [sys.executable, "-m", module], log, environment) as running:
        yield running.url


@contextmanager
def addresses() -> Iterator[dict[str, Address]]:
    """Yield both services, and for comparison the products service behind them."""
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
    """Measure the median rate of each in turns, in responses per second."""
    with addresses() as asked:
        for address in asked.values():
            rate(address)  # connections, caches, Java's compiler
        turns = [{name: rate(address) for name, address in asked.items()} for _ in range(TURNS)]
    return {name: median(turn[name] for turn in turns) for name in asked}


def main() -> None:
    """Print the rates, their ratios, and their shares of what is possible."""
    rates = measure()
    show(
        f"{SHOPPERS} shoppers, and a products service that takes {1000 * DELAY:.0f} ms. The\n"
        f"overview service should respond at least 18 times as often as one that takes one\n"
        f"request at a time, and at least {LIMIT * 0.9:.0f} times a second.",
        ["", "responses", "ratio", "of the limit"],
        [
            [name, f"{each:.1f} /s", f"{each / rates[BLOCKING]:.1f}", percent(each / LIMIT)]
            for name, each in rates.items()
        ],
    )


if __name__ == "__main__":
    main()
