"""One real WireMock for all tests of support/, and a fresh, empty state of it for each."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from wiremock_strict.client import WireMock
from wiremock_strict.contract import Operation
from wiremock_strict.server import embedded

ROOT = Path(__file__).parents[2]


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
