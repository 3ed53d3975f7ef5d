"""What GET /products answers, on each database."""

from __future__ import annotations

import itertools
import json
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

import pytest
from flask.testing import FlaskClient

TOKEN = {"Authorization": "Bearer for-tests-only"}

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


def put(client: FlaskClient, products: list[dict[str, Any]]) -> None:
    items = [{**product, "price": f"#{product['price']}#"} for product in products]
    body = json.dumps({"products": items}).replace('"#', "").replace('#"', "")
    answer = client.put("/products", data=body, headers=TOKEN, content_type="application/json")
    assert answer.status_code == 204, answer.text


def get(client: FlaskClient, **parameters: object) -> Any:
    answer = client.get(f"/products?{urlencode(parameters)}")
    assert answer.status_code == 200, answer.text
    assert answer.content_type == "application/json"
    return json.loads(answer.text, parse_float=Decimal)


def expected(category: str | None, sort_by: str | None, descending: bool) -> list[dict[str, Any]]:
    """Say what the contract asks for, by Python's own order of text and its stable sort."""
    chosen = [product for product in AWKWARD if category in (None, product["category"])]
    if sort_by is None:
        return chosen
    by_name = sorted(chosen, key=lambda product: str(product["name"]).casefold())
    if sort_by == "price":
        return sorted(by_name, key=lambda product: Decimal(product["price"]), reverse=descending)
    return sorted(by_name, key=lambda product: str(product[sort_by]).casefold(), reverse=descending)


def test_a_new_database_holds_the_six_first_products_exactly(client: FlaskClient) -> None:
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


def test_every_category_sort_and_order_is_answered_by_the_contract(client: FlaskClient) -> None:
    put(client, AWKWARD)
    sorts = [(None, None), *itertools.product(("name", "price", "category"), (None, "asc", "desc"))]
    for category, (sort_by, sort_order) in itertools.product(CATEGORIES, sorts):
        asked = {"category": category, "sort_by": sort_by, "sort_order": sort_order}
        given = {name: value for name, value in asked.items() if value is not None}
        answer = get(client, **given)
        wanted = expected(category, sort_by, sort_order == "desc")
        assert answer["products"] == wanted, given
        assert answer["total"] == len(wanted), given


def test_the_categories_are_all_there_are_whatever_the_filter(client: FlaskClient) -> None:
    put(client, AWKWARD)
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
def test_a_category_matches_exactly_or_not_at_all(client: FlaskClient, category: str) -> None:
    answer = get(client, category=category)
    assert answer == {
        "products": [],
        "total": 0,
        "categories": ["Books", "Electronics", "Movies"],
    }


def test_a_lone_wildcard_is_a_category_like_any_other(client: FlaskClient) -> None:
    put(client, AWKWARD)
    assert [product["category"] for product in get(client, category="%")["products"]] == ["%"]


def test_pages_cut_the_sorted_products_and_leave_none_out(client: FlaskClient) -> None:
    put(client, AWKWARD)
    asked = {"sort_by": "price", "sort_order": "desc", "page_size": 4}
    pages = [get(client, page=page, **asked) for page in range(1, 7)]
    assert [len(page["products"]) for page in pages] == [4, 4, 4, 4, 3, 0]
    assert {page["total"] for page in pages} == {len(AWKWARD)}
    shown = [product for page in pages for product in page["products"]]
    assert shown == expected(None, "price", True)


def test_a_page_has_twenty_products_unless_asked_otherwise(client: FlaskClient) -> None:
    put(client, [{"name": f"{n}", "category": "c", "price": Decimal(n)} for n in range(101)])
    first, second = get(client), get(client, page=2)
    assert [product["name"] for product in first["products"]] == [f"{n}" for n in range(20)]
    assert [product["name"] for product in second["products"]] == [f"{n}" for n in range(20, 40)]
    assert len(get(client, page_size=100)["products"]) == 100
    assert get(client, page_size=100, page=2)["products"][0]["name"] == "100"
    assert get(client, page_size=100, page=1_000_000)["products"] == []


def test_the_pages_of_a_category_are_counted_without_the_others(client: FlaskClient) -> None:
    answer = get(client, category="Movies", page_size=1, page=2)
    assert [product["name"] for product in answer["products"]] == ["Product E"]
    assert answer["total"] == 2


@pytest.mark.parametrize(
    ("written", "answered"),
    [
        ("0", "0.00"), ("-0", "0.00"), ("-0.00", "0.00"), ("0.00", "0.00"), ("0.1", "0.10"),
        ("0.07", "0.07"), ("0.28", "0.28"), ("10.9900", "10.99"), ("1e2", "100.00"),
        ("12e-1", "1.20"), ("1234567.89", "1234567.89"), ("9999999.99", "9999999.99"),
    ],
)  # fmt: skip
def test_a_price_is_answered_exactly_with_two_decimals(
    client: FlaskClient, written: str, answered: str
) -> None:
    body = f'{{"products": [{{"name": "n", "category": "c", "price": {written}}}]}}'
    answer = client.put("/products", data=body, headers=TOKEN, content_type="application/json")
    assert answer.status_code == 204, answer.text
    assert f'"price": {answered}}}' in client.get("/products").text


def test_head_answers_as_get_does_without_the_body(client: FlaskClient) -> None:
    head, got = client.head("/products?page_size=2"), client.get("/products?page_size=2")
    assert (head.status_code, head.data) == (200, b"")
    assert head.headers["Content-Length"] == str(len(got.data))
    assert head.content_type == got.content_type
