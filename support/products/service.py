"""The products service of a live run: a process with a database of its own."""

from __future__ import annotations

import os
import secrets
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from wiremock_strict.errors import StartError, StubError
from wiremock_strict.process import Process

from support.products.answers import Offer
from support.products.live import ProductsService
from support.settings import Settings

SERVING = r"Serving on (http://[^\s\"]+)"


@contextmanager
def products_service(settings: Settings, folder: Path) -> Iterator[ProductsService]:
    """The products service that the settings name, or one of our own; its files are in `folder`.

    Raises StartError.
    """
    if settings.products_url:
        with closing(ProductsService(settings.products_url, settings.products_token)) as service:
            _check(service)
            yield service
        return
    ours = {
        "HOST": "127.0.0.1",
        "PORT": "0",
        "DATABASE_URL": f"sqlite:///{folder / 'products.sqlite3'}",
        "PRODUCTS_TOKEN": secrets.token_hex(16),
    }
    command = [sys.executable, "-m", "products_service"]
    log = folder / "products.log"
    process = Process("The products service", command, log, {**os.environ, **ours})
    try:
        with closing(ProductsService(process.wait_for(SERVING), ours["PRODUCTS_TOKEN"])) as service:
            yield service
    finally:
        process.stop()


def _check(service: ProductsService) -> None:
    """See now, and not in the first scenario, that the products may be replaced."""
    try:
        service.replace_products(Offer([]))
    except StubError as error:
        raise StartError(
            f"The products at {service.url} cannot be replaced; is products_token right? {error}"
        ) from None
