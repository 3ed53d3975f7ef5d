"""The stub adapter, with the real WireMock, a scripted socket and nobody behind it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

import pytest
from hypothesis.configuration import set_hypothesis_home_dir

from support.contract import Operation
from support.products.nobody import Nobody
from support.products.scripted_socket import ScriptedSocket
from support.products.stub import StubbedProducts
from support.wiremock.client import WireMock

DEADLINE = 0.05  # seconds; nobody waits for these answers but the tests


@pytest.fixture(scope="session", autouse=True)
def hypothesis_writes_elsewhere(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Keep what hypothesis notes down out of the checkout."""
    set_hypothesis_home_dir(tmp_path_factory.mktemp("hypothesis"))


@pytest.fixture(scope="session")
def scripted() -> Iterator[ScriptedSocket]:
    """A socket for the faults that WireMock cannot make."""
    with closing(ScriptedSocket(DEADLINE)) as listening:
        yield listening


@pytest.fixture(scope="session")
def nobody() -> Iterator[Nobody]:
    """An address at which nobody listens."""
    with closing(Nobody()) as address:
        yield address


@pytest.fixture
def stub(
    wiremock: WireMock, scripted: ScriptedSocket, nobody: Nobody, contract: Operation
) -> StubbedProducts:
    """The stub adapter at the beginning of a scenario, in its first Given."""
    products = StubbedProducts(wiremock, scripted, nobody, contract, DEADLINE)
    products.reset()
    products.given = "the first Given"
    return products
