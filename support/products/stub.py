"""The stub adapter: WireMock responds in place of the products service."""

from __future__ import annotations

from collections.abc import Sequence

from wiremock.client import Mapping
from wiremock_strict import Contract

from support.products.faults import JSON, Reply, hold
from support.products.mappings import offering, texts
from support.products.offer import Offer


class StubProducts:
    """Computes each response from the offer, and holds it to the contract."""

    live = False

    def __init__(self, contract: Contract) -> None:
        self._contract = contract

    def offer(self, offer: Offer, given: str) -> Sequence[Mapping]:
        """Return the stubs that respond to every request about the offer."""
        stubs = offering(offer)
        for text in dict.fromkeys(texts(stubs)):
            hold(Reply(200, text.encode(), JSON, breaks=False), self._contract, given)
        return stubs
