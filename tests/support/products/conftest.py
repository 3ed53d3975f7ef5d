"""The stub adapter, with the real WireMock, a scripted socket and nobody behind it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis.configuration import set_hypothesis_home_dir
from wiremock_strict.client import WireMock
from wiremock_strict.contract import Operation
from wiremock_strict.nobody import Nobody
from wiremock_strict.scripted_socket import ScriptedSocket

from support.products.stub import Deadlines, StubbedProducts

# What hypothesis notes down is no part of the checkout.
set_hypothesis_home_dir(Path(__file__).parents[3] / ".cache/hypothesis")

DEADLINE = 0.05  # seconds; nobody waits for these answers but the tests
DEADLINES = Deadlines(usual=DEADLINE, short=DEADLINE)


@pytest.fixture(scope="session")
def scripted() -> Iterator[ScriptedSocket]:
    """A socket for the faults that WireMock cannot make."""
    with closing(ScriptedSocket()) as listening:
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
    products = StubbedProducts(wiremock, scripted, nobody, contract, DEADLINES)
    products.reset()
    products.given = "the first Given"
    return products
