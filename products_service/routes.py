"""What the service answers: products, its health, and its contract."""

from __future__ import annotations

import hmac
from dataclasses import asdict
from pathlib import Path
from typing import cast

from flask import Blueprint, Flask, Response, current_app, request
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import WWWAuthenticate
from werkzeug.exceptions import BadRequest, Forbidden, Unauthorized, UnsupportedMediaType

from products_service.product import InvalidProductsError, read_products
from products_service.query import InvalidQueryError, read_query
from products_service.storage import Storage

# Where app.py leaves what these functions need: app.extensions and app.config.
STORAGE = "products_service.storage"
TOKEN_KEY = "PRODUCTS_TOKEN"  # noqa: S105 - the name of a setting
_CONTRACT = Path(__file__).with_name("openapi.yaml")

routes = Blueprint("products", __name__)


@routes.get("/products")
def get_products() -> ResponseReturnValue:
    """Answer one page of products, how many there are, and the categories to choose from."""
    try:
        query = read_query(request.query_string)
    except InvalidQueryError as error:
        raise BadRequest(str(error)) from None
    return asdict(storage_of(current_app).page(query))


@routes.put("/products")
def put_products() -> ResponseReturnValue:
    """Replace all products by those in the body."""
    _require_token()
    if request.mimetype != "application/json":
        raise UnsupportedMediaType("The body must be of the type application/json.")
    try:
        products = read_products(request.get_data())
    except InvalidProductsError as error:
        raise BadRequest(str(error)) from None
    storage_of(current_app).replace(products)
    return "", 204


@routes.get("/health")
def get_health() -> ResponseReturnValue:
    """Answer whether the service can do its work, which it cannot without its database."""
    storage_of(current_app).check()
    return {"status": "ok"}


@routes.get("/openapi.yaml")
def get_contract() -> ResponseReturnValue:
    """Answer the contract that all this is written by."""
    return Response(_CONTRACT.read_bytes(), content_type="application/yaml")  # RFC 9512


def storage_of(app: Flask) -> Storage:
    """Return the storage that this app was made with."""
    return cast(Storage, app.extensions[STORAGE])


def _require_token() -> None:
    expected: str | None = current_app.config[TOKEN_KEY]
    if expected is None:
        raise Forbidden("Writing is off: this service was started without a token for it.")
    given = request.authorization
    token = given.token if given and given.type == "bearer" else None
    if token is None or not hmac.compare_digest(token.encode(), expected.encode()):
        raise Unauthorized(
            "Writing takes the bearer token that this service was started with.",
            www_authenticate=WWWAuthenticate("bearer", {"realm": "products"}),
        )
