"""A shopper of an overview service whose products service misbehaves as a test tells it to."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask.testing import FlaskClient

from overview_service import create_app
from overview_service.settings import Settings
from tests.overview_service.fake_products import FakeProducts
from tests.overview_service.faults import DEADLINE, PATIENCE


@pytest.fixture
def fake() -> Iterator[FakeProducts]:
    """A products service that misbehaves as it is told."""
    service = FakeProducts()
    yield service
    service.close()


@pytest.fixture
def open_shop(fake: FakeProducts) -> Callable[..., FlaskClient]:
    """Make a shopper of an overview service with a long deadline; settings may be changed."""

    def open_it(**changes: Any) -> FlaskClient:
        chosen = {"products_url": fake.url, "products_deadline": PATIENCE, **changes}
        return create_app(Settings(**chosen)).test_client()

    return open_it


@pytest.fixture
def shopper(open_shop: Callable[..., FlaskClient]) -> FlaskClient:
    """Someone who asks the overview service."""
    return open_shop()


@pytest.fixture
def hasty(open_shop: Callable[..., FlaskClient]) -> FlaskClient:
    """The same with a short deadline."""
    return open_shop(products_deadline=DEADLINE)
