"""Clients of an overview service whose products service misbehaves on request."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask.testing import FlaskClient

from overview_service import create_app
from overview_service.settings import Settings
from tests.overview_service.fake_products import FakeProducts
from tests.overview_service.faults import LONG_DEADLINE, SHORT_DEADLINE


@pytest.fixture
def fake() -> Iterator[FakeProducts]:
    """Return a products service that misbehaves on request."""
    service = FakeProducts()
    yield service
    service.close()


@pytest.fixture
def open_shop(fake: FakeProducts) -> Callable[..., FlaskClient]:
    """Return a function that makes a client of an overview service with a long deadline."""

    def open_it(**changes: Any) -> FlaskClient:
        chosen = {"products_url": fake.url, "products_deadline": LONG_DEADLINE, **changes}
        return create_app(Settings(**chosen)).test_client()

    return open_it


@pytest.fixture
def shopper(open_shop: Callable[..., FlaskClient]) -> FlaskClient:
    """Return a client of the overview service."""
    return open_shop()


@pytest.fixture
def hasty(open_shop: Callable[..., FlaskClient]) -> FlaskClient:
    """Return a client of an overview service with a short deadline."""
    return open_shop(products_deadline=SHORT_DEADLINE)
