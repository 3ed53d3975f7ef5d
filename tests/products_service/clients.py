"""Requests to the products service, as its tests send them."""

from __future__ import annotations

from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

TOKEN = "for-tests-only"
AUTHORIZED = {"Authorization": f"Bearer {TOKEN}"}


def put(client: FlaskClient, body: bytes | str, **options: Any) -> TestResponse:
    """Replace the products by this body."""
    usual = {"headers": AUTHORIZED, "content_type": "application/json"}
    return client.put("/products", data=body, **{**usual, **options})
