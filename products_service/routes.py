"""The addresses of the service: products, its health, and its contract."""

from __future__ import annotations

import hmac
from pathlib import Path
from typing import cast

from flask import Blueprint, Flask, Response, current_app, request
from flask.typing import ResponseReturnValue
from msgspec.structs import asdict
from werkzeug.datastructures import WWWAuthenticate
from werkzeug.exceptions import Forbidden, Unauthorized, UnsupportedMediaType

from products_service.product import read_products
from products_service.query import read_query
from products_service.storage import Storage

STORAGE = "products_service.storage"  # its name in app.extensions
TOKEN = "PRODUCTS_TOKEN"  # noqa: S105 - its name in app.config
_CONTRACT = Path(__file__).with_name("openapi.yaml")

routes = Blueprint("products", __name__)


@routes.get("/products")
def get_products() -> ResponseReturnValue:
    """Return one page of products, how many there are, and the categories to choose from."""
    page = storage_of(current_app).page(read_query(request.query_string))
    return {**asdict(page), "products": [asdict(product) for product in page.products]}


@routes.put("/products")
def put_products() -> ResponseReturnValue:
    """Replace all products with those in the body."""
    _require_token()
    if request.mimetype != "application/json":
        raise UnsupportedMediaType("The body must be of the type application/json.")
    storage_of(current_app).replace(read_products(request.get_data()))
    return "", 204


@routes.get("/health")
def get_health() -> ResponseReturnValue:
    """Return that the service can do its work, which takes its database."""
    storage_of(current_app).check()
    return {"status": "ok"}


@routes.get("/openapi.yaml")
def get_contract() -> ResponseReturnValue:
    """Return the contract of this service."""
    return Response(_CONTRACT.read_bytes(), content_type="application/yaml")  # RFC 9512


def storage_of(app: Flask) -> Storage:
    """Return the storage that this app was made with."""
    return cast(Storage, app.extensions[STORAGE])


def _require_token() -> None:
    expected: str | None = current_app.config[TOKEN]
    if expected is None:
        raise Forbidden("Writing is off: this service was started without a token for it.")
    given = request.authorization
    token = given.token if given and given.type == "bearer" else None
    if token is None or not hmac.compare_digest(token.encode(), expected.encode()):
        raise Unauthorized(
            "Writing takes the bearer token that this service was started with.",
            www_authenticate=WWWAuthenticate("bearer", {"realm": "products"}),
        )
