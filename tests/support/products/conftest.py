"""The products service of one scenario, as its Givens set it."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis.configuration import set_hypothesis_home_dir
from wiremock_strict import Contract, Entry, Stubs

from support.givens import Failure, Givens
from support.products.fault_kinds import Delay, Fault, Unusual
from support.products.offer import Offer
from support.products.port import Products
from support.products.stand_in import set_up, url_for
from support.products.stub import StubProducts
from tests.support.raw import Got, request

# What hypothesis remembers is no part of the checkout.
set_hypothesis_home_dir(Path(__file__).parents[3] / ".cache/hypothesis")

DEADLINE = 0.05  # seconds; only the tests wait for these responses


class Stage:
    """Sets what Givens say, and asks as the overview would."""

    def __init__(self, products: Products, stubs: Stubs) -> None:
        self.products, self.stubs, self.url = products, stubs, ""

    def set(self, *says: Offer | Fault | Failure) -> None:
        """Set everything at once; the sentences are "Given 1", "Given 2" and so on."""
        givens, offered = Givens(), []
        for number, each in enumerate(says, 1):
            said = each if isinstance(each, Offer | Delay | Unusual | Failure) else Failure(each)
            givens.add(said, f"Given {number}")
            if isinstance(each, Offer):
                offered = list(self.products.offer(each, f"Given {number}"))
        self.url = url_for(self.stubs, givens)
        set_up(self.stubs, givens, offered, DEADLINE)

    def get(self, query: str = "") -> Got:
        """Ask for products."""
        return request(self.url, f"/products{query}")

    def journal(self) -> list[Entry]:
        """Read the requests so far."""
        return self.stubs.journal()

    def matched(self) -> list[bool]:
        """Tell of each request so far whether a stub matched it."""
        return [entry.matched for entry in self.journal()]


@pytest.fixture
def stage(stubs: Stubs, contract: Contract) -> Stage:
    """The stub adapter at the beginning of a scenario."""
    return Stage(StubProducts(contract), stubs)
