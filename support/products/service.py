"""The real products service of a live run: one that runs already, or a process of our own."""

from __future__ import annotations

import os
import secrets
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import requests
from wiremock_strict import StartError, StubError, direct_session
from wiremock_strict.under_test import Service

from support.products.offer import Offer, as_json, write
from support.settings import Settings

COMMAND = [sys.executable, "-m", "products_service"]


class ProductsService:
    """The products service at a URL, and the token that lets us replace its products."""

    def __init__(self, url: str, token: str) -> None:
        self.url = url
        self._session = direct_session()
        self._session.headers["Authorization"] = f"Bearer {token}"

    def replace_products(self, offer: Offer, given: str) -> None:
        """Let the service offer exactly these products.

        Raises StartError if it cannot be reached, StubError if it refuses them.
        """
        body = write({"products": as_json(offer.products)}).encode()
        headers = {"Content-Type": "application/json"}
        try:
            got = self._session.put(f"{self.url}/products", body, headers=headers, timeout=30)
        except requests.RequestException:
            raise StartError(f"No products service responds at {self.url}.") from None
        if not got.ok:
            raise StubError(
                f"The products service refuses these products with {got.status_code}: "
                f"{given}\n    {got.text.strip()}"
            )

    def close(self) -> None:
        self._session.close()


@contextmanager
def products_service(settings: Settings, folder: Path) -> Iterator[ProductsService]:
    """Find the service that the settings name, or start one of our own with its files in `folder`.

    Raises StartError.
    """
    if not settings.products_url:
        with _our_own(folder) as service:
            yield service
        return
    with closing(ProductsService(settings.products_url, settings.products_token)) as service:
        try:  # now, and not in the first scenario
            service.replace_products(Offer([]), "the start of the run")
        except StubError as error:
            raise StartError(
                f"The products at {service.url} cannot be replaced; "
                f"is products_token right? {error}"
            ) from None
        yield service


@contextmanager
def _our_own(folder: Path) -> Iterator[ProductsService]:
    ours = {
        "HOST": "127.0.0.1",
        "PORT": "0",
        "DATABASE_URL": f"sqlite:///{folder / 'products.sqlite3'}",
        "PRODUCTS_TOKEN": secrets.token_hex(16),
    }
    environment, log = {**os.environ, **ours}, folder / "products.log"
    with (
        Service("The products service", COMMAND, log, environment) as process,
        closing(ProductsService(process.url, ours["PRODUCTS_TOKEN"])) as service,
    ):
        yield service
