"""Twenty shoppers, and a products service that takes 100 ms: `python -m benchmarks.shoppers`."""

from __future__ import annotations

import os
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
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

from benchmarks.figure import Figure, show_figures
from benchmarks.scene import SIX
from support.products.offer import Offer, body

SHOPPERS = 20
DELAY = 0.1  # seconds that the products service takes
LIMIT = SHOPPERS / DELAY  # responses per second, if nothing else took any time
TURNS = 5
OURS, BLOCKING = "overview_service", "benchmarks.one_at_a_time"


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
def products_service(folder: Path, delay: float) -> Iterator[str]:
    """Run a products service that responds by the contract, so much later; yield its base URL."""
    response = MappingResponse(
        status=200,
        headers={"Content-Type": "application/json"},
        body=body(SIX, len(SIX), Offer(SIX).categories),
        fixed_delay_milliseconds=round(1000 * delay),
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
    """Yield the overview service, and the same with a single thread."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="shoppers-")))
        products = stack.enter_context(products_service(folder, DELAY))
        yield {
            module: Address(
                f"{stack.enter_context(service(module, products, folder))}/overview", requests
            )
            for module, requests in {BLOCKING: 1, OURS: 20}.items()
        }


def measure(quick: bool = False) -> list[Figure]:
    """Measure the rates of all in turns, and compare the medians."""
    with addresses() as asked:
        for address in asked.values():
            rate(address)  # connections, caches, Java's compiler
        turns = [
            {name: rate(address) for name, address in asked.items()}
            for _ in range(1 if quick else TURNS)
        ]
    rates = {name: median(turn[name] for turn in turns) for name in asked}
    what, ours = f"responses to {SHOPPERS} shoppers", f"{rates[OURS]:.0f} /s"
    slow = f"products come after {1000 * DELAY:.0f} ms"
    return [
        Figure(
            f"{what}, {slow}",
            ours,
            f"one request at a time, {rates[BLOCKING]:.0f} /s",
            rates[OURS] / rates[BLOCKING],
            "at least 18",
        ),
        Figure(
            f"{what}, {slow}",
            ours,
            f"the limit, {LIMIT:.0f} /s",
            rates[OURS] / LIMIT,
            "at least 0.9",
        ),
    ]


def main(arguments: Sequence[str]) -> None:
    """Print the rates, and what they are compared with."""
    show_figures("Twenty shoppers at once.", measure("--quick" in arguments))


if __name__ == "__main__":
    main(sys.argv[1:])
