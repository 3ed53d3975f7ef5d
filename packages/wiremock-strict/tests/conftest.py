"""One real WireMock for all tests, with a fresh start for each; and others, started otherwise."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from pathlib import Path
from typing import NoReturn

import pytest
from parcels.desk import Desk
from wiremock_strict import Contract, FaultSocket, Process, Stubs, WireMock, wiremock
from wiremock_strict.aot import AotCache
from wiremock_strict.jar import find_jar
from wiremock_strict.java import find_java
from wiremock_strict.options import ANYWHERE, LISTENS, LOOPBACK

OPENAPI = Path(__file__).parent / "parcels/openapi.yaml"
ENDINGS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def _end(number: int, _: object) -> NoReturn:
    """End the tests as Ctrl-C does: every fixture cleans up, and pytest begins no other test."""
    raise KeyboardInterrupt(signal.Signals(number).name)


for _number in ENDINGS:
    signal.signal(_number, _end)


@pytest.fixture(scope="session")
def server() -> Iterator[WireMock]:
    """The one server of these tests."""
    with wiremock() as opened:
        yield opened


@pytest.fixture(scope="session")
def contract() -> Contract:
    """The contract of the parcel service."""
    return Contract(OPENAPI)


@pytest.fixture
def fault_socket() -> Iterator[FaultSocket]:
    """A socket of this test's own."""
    with closing(FaultSocket()) as opened:
        yield opened


@pytest.fixture
def stubs(server: WireMock, contract: Contract, fault_socket: FaultSocket) -> Stubs:
    """The stubs of this test; judged where a test says so."""
    return server.begin(contract, [fault_socket])


@pytest.fixture
def desk(server: WireMock) -> Iterator[Desk]:
    """The service under test."""
    with closing(Desk(server.url)) as opened:
        yield opened


@pytest.fixture
def another_server(tmp_path: Path) -> Iterator[Callable[..., WireMock]]:
    """Return what starts a server of a test's own, its files in `tmp_path`."""
    java, jar = find_java(), find_jar()
    with ExitStack() as stack:

        def start(*options: str) -> WireMock:
            command = java.command(jar, *AotCache(java, jar).options())
            command += [*LOOPBACK, *ANYWHERE, f"--root-dir={tmp_path}", *options]
            process = Process("WireMock", command, tmp_path / "log", java.environment())
            stack.callback(process.stop)
            url = f"http://127.0.0.1:{process.wait_for(LISTENS)}"
            return stack.enter_context(closing(WireMock(url)))

        yield start
