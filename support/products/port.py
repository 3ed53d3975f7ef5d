"""The products port."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from wiremock.client import Mapping

from support.products.offer import Offer


class Products(Protocol):
    """Where the products that a scenario offers come from.

    `live` says whether the real products service is to serve every offer.
    """

    live: bool

    def offer(self, offer: Offer, given: str) -> Sequence[Mapping]:
        """Take the offer of a Given, and return the stubs that serve it.

        Raises StubError, naming the Given, if these products may not be offered.
        """
