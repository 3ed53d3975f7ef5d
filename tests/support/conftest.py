"""One real WireMock for all tests of support/, and a fresh state of it for each."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from wiremock_strict import Contract, FaultSocket, RefusedPort, Stubs, WireMock, wiremock

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WireMock]:
    """The one server of these tests."""
    with wiremock(folder=tmp_path_factory.mktemp("wiremock")) as running:
        yield running


@pytest.fixture(scope="session")
def socket() -> Iterator[FaultSocket]:
    """A socket for the faults that WireMock cannot make."""
    with closing(FaultSocket()) as listening:
        yield listening


@pytest.fixture(scope="session")
def refused() -> Iterator[RefusedPort]:
    """A port that refuses connections."""
    with closing(RefusedPort()) as port:
        yield port


@pytest.fixture(scope="session")
def contract() -> Contract:
    """The contract of the products service."""
    return Contract(ROOT / "products_service/openapi.yaml", closed=True)


@pytest.fixture
def stubs(server: WireMock, socket: FaultSocket, contract: Contract) -> Stubs:
    """The stubs of one test."""
    return server.begin(contract, sockets=[socket])
