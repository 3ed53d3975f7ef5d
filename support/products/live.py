"""The live adapter: the real products service answers, and WireMock records it on the way.

An offer is put into the service through its own API; WireMock hands the overview's questions on to
it, `GET /products` and nothing else. A delay is WireMock's, on the way back. Any other fault takes
the place of the service, and is the stub adapter's.
"""

from __future__ import annotations

from typing import Any

import requests
from wiremock.client import MappingResponse
from wiremock_strict.errors import StartError, StubError

from support.products.answers import Offer, products, write
from support.products.stub import KNOWN, StubbedProducts, question


class ProductsService:
    """The real products service, by its URL and the token that lets us replace its products."""

    def __init__(self, url: str, token: str) -> None:
        self.url = url
        self._session = requests.Session()
        self._session.trust_env = False
        self._session.headers["Authorization"] = f"Bearer {token}"

    def replace_products(self, offer: Offer) -> None:
        """Let the service offer exactly these products.

        Raises StartError if it cannot be reached, StubError if it refuses them.
        """
        whole = write({"products": products(offer.products)})
        try:
            answer = self._session.put(
                f"{self.url}/products",
                data=whole.encode(),
                headers={"Content-Type": "application/json"},
                timeout=30,
            )
        except requests.RequestException:
            raise StartError(f"No products service answers at {self.url}.") from None
        if not answer.ok:
            raise StubError(
                f"The products service refuses these products ({answer.status_code}): {answer.text}"
            )

    def close(self) -> None:
        """Let go of the connection."""
        self._session.close()


class LiveProducts(StubbedProducts):
    """Puts what the products service offers into the real one, and stubs how it misbehaves.

    The arguments are the stub adapter's, after the service.
    """

    def __init__(self, service: ProductsService, *stub: Any) -> None:
        self._service = service
        super().__init__(*stub)

    @property
    def addresses(self) -> list[str]:
        """Those of the stub adapter, and the real one's."""
        return [*super().addresses, self._service.url]

    def reset(self) -> None:
        """Leave nothing over from the scenario before, nor any product."""
        super().reset()
        self._service.replace_products(Offer([]))

    def offer(self, offer: Offer) -> None:
        """Let the service offer these, and hand every question that the contract allows on to it.

        Raises StubError if the service refuses them.
        """
        self._service.replace_products(offer)
        proxy = MappingResponse(proxy_base_url=self._service.url)
        self._offered = [
            self._stub(KNOWN, question(), proxy, "every question, by the live service")
        ]
        self._set(self._offered)
