"""The live adapter: the real products service responds, and WireMock records it on the way."""

from __future__ import annotations

from collections.abc import Sequence

from wiremock.client import Mapping

from support.products.mappings import handing_on
from support.products.offer import Offer
from support.products.service import ProductsService


class LiveProducts:
    """Puts each offer into the real service, and hands the overview's requests on to it."""

    live = True

    def __init__(self, service: ProductsService) -> None:
        self._service = service

    def offer(self, offer: Offer, given: str) -> Sequence[Mapping]:
        """Replace the service's products, and return the stub that hands requests on."""
        self._service.replace_products(offer, given)
        return handing_on(self._service.url)
