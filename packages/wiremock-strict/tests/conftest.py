"""Further WireMock servers, started with other options than a run's."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import pytest
from wiremock_strict.aot import AotCache
from wiremock_strict.client import WireMock
from wiremock_strict.contract import Operation
from wiremock_strict.java import find_jar, find_java
from wiremock_strict.process import Process
from wiremock_strict.server import OPTIONS, embedded

ROOT = Path(__file__).parents[3]


@pytest.fixture
def another_wiremock(tmp_path: Path) -> Iterator[Callable[..., WireMock]]:
    """Return what starts a server of a test's own, its files in `tmp_path`."""
    java, jar = find_java(), find_jar(None)
    with ExitStack() as stack:

        def start(*options: str) -> WireMock:
            command = java.command(jar, *AotCache(java, jar).options())
            command += [*OPTIONS, "--root-dir", str(tmp_path), *options]
            server = Process("WireMock", command, tmp_path / "log", java.environment())
            stack.callback(server.stop)
            port = server.wait_for(r"(?m)^port:\s+(\d+)")
            return stack.enter_context(closing(WireMock(f"http://127.0.0.1:{port}")))

        yield start


@pytest.fixture(scope="session")
def wiremock_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where the one server of these tests is."""
    with embedded(tmp_path_factory.mktemp("wiremock")) as url:
        yield url


@pytest.fixture
def wiremock(wiremock_url: str) -> Iterator[WireMock]:
    """The server, with nothing left over; the SDK, which knows one at a time, turns to it."""
    with closing(WireMock(wiremock_url)) as server:
        server.reset()
        yield server


@pytest.fixture(scope="session")
def contract() -> Operation:
    """What the products service promises of GET /products."""
    return Operation(ROOT / "products_service/openapi.yaml", "GET", "/products")
