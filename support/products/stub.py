"""The stub adapter: WireMock responds in place of the products service."""

from __future__ import annotations

from collections.abc import Sequence

from wiremock.client import Mapping
from wiremock_strict import Contract, Reply
from wiremock_strict.faults import JSON, hold

from support.products.mappings import offering
from support.products.offer import LARGEST_PAGE, Offer, pages


class StubProducts:
    """Computes each response from the offer, and holds it to the contract."""

    live = False

    def __init__(self, contract: Contract) -> None:
        self._contract = contract

    def offer(self, offer: Offer, given: str) -> Sequence[Mapping]:
        """Return the stubs that respond to every request about the offer."""
        for page in pages(offer, LARGEST_PAGE):  # smaller ones hold nothing else
            response = Reply(200, page.encode(), JSON, breaks=False)
            hold(response, self._contract, "GET", "/products", given)
        return offering(offer)
