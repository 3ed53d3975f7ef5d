"""The responses to GET /products, on each database."""

from __future__ import annotations

import itertools
import json
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

import pytest
from flask.testing import FlaskClient

from tests.products_service.clients import put

# Ties in every key, names that are equal but for case, and names that a locale, a database's
# own lower() or the order of UTF-16 would put elsewhere.
AWKWARD = [
    {"name": name, "category": category, "price": Decimal(price)}
    for name, category, price in [
        ("zebra", "Toys", "10.00"),
        ("Apple", "toys", "9.50"),
        ("apple", "Books", "9.50"),
        ("_underscore", "Books", "100.00"),
        ("STRASSE", "R&D / Toys", "0.00"),
        ("straße", "R&D / Toys", "0.10"),
        ("strasse", "Toys", "0.00"),
        ("Äpfel", "Ärzte", "2.00"),
        ("A\u0308pfel", "A\u0308rzte", "2.00"),
        ("Zebra", "Toys", "10.00"),
        ("\ufffd replaced", "🎲", "1234567.89"),
        ("\U0001f600 smile", "\uff34oys", "9999999.99"),
        ("\u0130stanbul", "Toys ", "5.00"),
        ("istanbul", "toy_", "5.00"),
        ("Apple", "Toys", "9.50"),
        ("'; DROP TABLE products; --", "%", "0.01"),
        ("a b", "Toys", "9.50"),
        ("a-b", "Toys", "9.50"),
        ("ab", "Toys", "9.50"),
    ]
]
CATEGORIES = [None, *dict.fromkeys(str(product["category"]) for product in AWKWARD), "Nothing"]


def offer(client: FlaskClient, products: list[dict[str, Any]]) -> None:
    items = [{**product, "price": f"#{product['price']}#"} for product in products]
    body = json.dumps({"products": items}).replace('"#', "").replace('#"', "")
    response = put(client, body)
    assert response.status_code == 204, response.text


def get(client: FlaskClient, **parameters: object) -> Any:
    response = client.get(f"/products?{urlencode(parameters)}")
    assert response.status_code == 200, response.text
    assert response.content_type == "application/json"
    return json.loads(response.text, parse_float=Decimal)


def expected(category: str | None, sort_by: str | None, descending: bool) -> list[dict[str, Any]]:
    """Return what the contract asks for, by Python's own order of text and its stable sort."""
    chosen = [product for product in AWKWARD if category in (None, product["category"])]
    if sort_by is None:
        return chosen
    by_name = sorted(chosen, key=lambda product: str(product["name"]).casefold())
    if sort_by == "price":
        return sorted(by_name, key=lambda product: Decimal(product["price"]), reverse=descending)
    return sorted(by_name, key=lambda product: str(product[sort_by]).casefold(), reverse=descending)


def test_a_new_database_holds_six_products(client: FlaskClient) -> None:
    assert client.get("/products").text == (
        '{"products": ['
        '{"name": "Product A", "category": "Books", "price": 10.99}, '
        '{"name": "Product B", "category": "Movies", "price": 5.99}, '
        '{"name": "Product C", "category": "Electronics", "price": 7.99}, '
        '{"name": "Product D", "category": "Books", "price": 12.99}, '
        '{"name": "Product E", "category": "Movies", "price": 8.99}, '
        '{"name": "Product F", "category": "Electronics", "price": 15.99}], '
        '"total": 6, "categories": ["Books", "Electronics", "Movies"]}'
    )


def test_every_category_and_order_is_by_the_contract(client: FlaskClient) -> None:
    offer(client, AWKWARD)
    sorts = [(None, None), *itertools.product(("name", "price", "category"), (None, "asc", "desc"))]
    for category, (sort_by, sort_order) in itertools.product(CATEGORIES, sorts):
        choices = {"category": category, "sort_by": sort_by, "sort_order": sort_order}
        given = {name: value for name, value in choices.items() if value is not None}
        response = get(client, **given)
        wanted = expected(category, sort_by, sort_order == "desc")
        assert response["products"] == wanted, given
        assert response["total"] == len(wanted), given


def test_the_categories_ignore_the_filter(client: FlaskClient) -> None:
    offer(client, AWKWARD)
    everything = sorted(
        {str(product["category"]) for product in AWKWARD},
        key=lambda category: (category.casefold(), category),
    )
    assert everything.index("Toys") < everything.index("toys") < everything.index("Ärzte")
    for query in ({}, {"category": "Books"}, {"category": "Nothing"}, {"page": 9}):
        assert get(client, **query)["categories"] == everything


@pytest.mark.parametrize(
    "category", ["books", "BOOKS", "Book", "Books ", "Book%", "Books\x00", "*"]
)
def test_a_category_matches_exactly(client: FlaskClient, category: str) -> None:
    response = get(client, category=category)
    assert response == {
        "products": [],
        "total": 0,
        "categories": ["Books", "Electronics", "Movies"],
    }


def test_a_wildcard_is_an_ordinary_category(client: FlaskClient) -> None:
    offer(client, AWKWARD)
    assert [product["category"] for product in get(client, category="%")["products"]] == ["%"]


def test_pages_leave_no_product_out(client: FlaskClient) -> None:
    offer(client, AWKWARD)
    choices = {"sort_by": "price", "sort_order": "desc", "page_size": 4}
    pages = [get(client, page=page, **choices) for page in range(1, 7)]
    assert [len(page["products"]) for page in pages] == [4, 4, 4, 4, 3, 0]
    assert {page["total"] for page in pages} == {len(AWKWARD)}
    shown = [product for page in pages for product in page["products"]]
    assert shown == expected(None, "price", True)


def test_a_page_has_twenty_products_by_default(client: FlaskClient) -> None:
    offer(client, [{"name": f"{n}", "category": "c", "price": Decimal(n)} for n in range(101)])
    first, second = get(client), get(client, page=2)
    assert [product["name"] for product in first["products"]] == [f"{n}" for n in range(20)]
    assert [product["name"] for product in second["products"]] == [f"{n}" for n in range(20, 40)]
    assert len(get(client, page_size=100)["products"]) == 100
    assert get(client, page_size=100, page=2)["products"][0]["name"] == "100"
    assert get(client, page_size=100, page=1_000_000)["products"] == []


def test_the_total_counts_the_category_only(client: FlaskClient) -> None:
    response = get(client, category="Movies", page_size=1, page=2)
    assert [product["name"] for product in response["products"]] == ["Product E"]
    assert response["total"] == 2


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("0", "0.00"), ("-0", "0.00"), ("-0.00", "0.00"), ("0.00", "0.00"), ("0.1", "0.10"),
        ("0.07", "0.07"), ("0.28", "0.28"), ("10.9900", "10.99"), ("1e2", "100.00"),
        ("12e-1", "1.20"), ("1234567.89", "1234567.89"), ("9999999.99", "9999999.99"),
    ],
)  # fmt: skip
def test_prices_have_exactly_two_decimals(client: FlaskClient, written: str, shown: str) -> None:
    body = f'{{"products": [{{"name": "n", "category": "c", "price": {written}}}]}}'
    response = put(client, body)
    assert response.status_code == 204, response.text
    assert f'"price": {shown}}}' in client.get("/products").text


def test_head_is_get_without_the_body(client: FlaskClient) -> None:
    head, got = client.head("/products?page_size=2"), client.get("/products?page_size=2")
    assert (head.status_code, head.data) == (200, b"")
    assert head.headers["Content-Length"] == str(len(got.data))
    assert head.content_type == got.content_type
