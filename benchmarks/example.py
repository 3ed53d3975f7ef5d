"""Two tests in the manner of python-wiremock's example, with which `start` compares ours.

The SDK starts the WireMock of its own wheel, once. The overview is a view of a few lines that is
called without a server. Nothing is checked but the response.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import requests
from flask import Flask, jsonify, request
from flask.testing import FlaskClient
from wiremock.client import Mapping, MappingRequest, MappingResponse, Mappings
from wiremock.constants import Config
from wiremock.server import WireMockServer

KINDS = ["Books", "Movies", "Electronics"] * 2
PRODUCTS = [
    {"name": f"Product {n}", "category": kind, "price": 9.99} for n, kind in enumerate(KINDS)
]


@pytest.fixture(scope="module")
def shopper() -> Iterator[FlaskClient]:
    """Yield a client of an overview that asks a WireMock."""
    with WireMockServer() as server:
        Config.base_url = f"http://localhost:{server.port}/__admin"
        yield _overview(f"http://localhost:{server.port}/products").test_client()


def _overview(products: str) -> Flask:
    app = Flask(__name__)

    @app.get("/overview")
    def overview() -> Any:
        return jsonify(requests.get(products, params=[*request.args.items()], timeout=10).json())

    return app


def _stub(query: dict[str, Any], products: list[dict[str, Any]]) -> None:
    asked = MappingRequest(method="GET", url_path="/products", query_parameters=query)
    response = MappingResponse(status=200, json_body=products)
    Mappings.create_mapping(Mapping(request=asked, response=response, persistent=False))


def test_the_overview_shows_all_products(shopper: FlaskClient) -> None:
    """Show everything."""
    _stub({}, PRODUCTS)
    assert shopper.get("/overview").json == PRODUCTS


def test_the_overview_shows_one_category(shopper: FlaskClient) -> None:
    """Show the books."""
    books = [product for product in PRODUCTS if product["category"] == "Books"]
    _stub({"category": {"equalTo": "Books"}}, books)
    assert shopper.get("/overview?category=Books").json == books
