"""Every response that follows from an offer: by examples, and by what holds for all of them."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from decimal import Decimal
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from wiremock_strict import Contract

from support.products.offer import KEYS, Offer, Product, body, orders, pages, write

# Few letters, so that there are ties, and ties but for case; some that fold into others.
TEXTS = st.text(alphabet="aAbßsSéÉİ&", min_size=1, max_size=3)
PRICES = st.sampled_from([Decimal(text) for text in ("0", "0.00", "0.10", "9", "10", "9999999.99")])
PRODUCTS = st.lists(st.builds(Product, TEXTS, TEXTS, PRICES), max_size=12)
# The same cases in each run; nothing is written down.
HELD = settings(
    derandomize=True,
    database=None,
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)

LAMP = Product("Desk Lamp", "Home", Decimal("24.50"))
GUIDE = Product("Field Guide", "Books", Decimal("15.99"))
ATLAS = Product("atlas", "Books", Decimal("15.99"))


def names(products: Sequence[Product]) -> list[str]:
    """Return the names alone."""
    return [product.name for product in products]


def in_order(products: Sequence[Product], order: str) -> list[Product]:
    """Return the products in an order such as "price desc"."""
    return [products[place] for place in orders(products)[order]]


def read(text: str) -> Any:
    """Read a body, its prices exactly."""
    return json.loads(text, parse_float=Decimal)


# --- order ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        ("added", ["Desk Lamp", "Field Guide", "atlas"]),
        ("name asc", ["atlas", "Desk Lamp", "Field Guide"]),
        ("name desc", ["Field Guide", "Desk Lamp", "atlas"]),
        ("price asc", ["atlas", "Field Guide", "Desk Lamp"]),
        ("price desc", ["Desk Lamp", "atlas", "Field Guide"]),
        ("category asc", ["atlas", "Field Guide", "Desk Lamp"]),
        ("category desc", ["Desk Lamp", "atlas", "Field Guide"]),
    ],
)
def test_ties_are_sorted_by_name_in_either_order(order: str, expected: list[str]) -> None:
    assert names(in_order([LAMP, GUIDE, ATLAS], order)) == expected


def test_prices_are_sorted_as_numbers() -> None:
    products = [Product(price, "B", Decimal(price)) for price in ("9.5", "10", "100", "9.45")]
    assert names(in_order(products, "price asc")) == ["9.45", "9.5", "10", "100"]


def test_names_are_sorted_by_folded_code_points() -> None:
    listed = ["Zebra", "éclair", "Straße", "STRASSE", "zebra", "Eclair"]
    products = [Product(name, "B", Decimal(1)) for name in listed]
    expected = ["Eclair", "Straße", "STRASSE", "Zebra", "zebra", "éclair"]
    assert names(in_order(products, "name asc")) == expected
    # Equal but for case: as added, upwards and downwards.
    downwards = ["éclair", "Zebra", "zebra", "Straße", "STRASSE", "Eclair"]
    assert names(in_order(products, "name desc")) == downwards


@given(PRODUCTS)
@HELD
def test_each_order_sorts_the_same_products(products: list[Product]) -> None:
    keys: dict[str, Callable[[Product], Any]] = {
        "name": lambda product: product.name.casefold(),
        "price": lambda product: product.price,
        "category": lambda product: product.category.casefold(),
    }
    added = {id(product): number for number, product in enumerate(products)}
    assert set(orders(products)) == {"added", *(f"{k} {o}" for k in KEYS for o in ("asc", "desc"))}
    for key, order in ((key, order) for key in KEYS for order in ("asc", "desc")):
        result = in_order(products, f"{key} {order}")
        assert sorted(added[id(product)] for product in result) == list(range(len(products)))
        value = keys[key]
        for one, following in pairwise(result):
            ties = [(keys["name"](product), added[id(product)]) for product in (one, following)]
            if value(one) == value(following):
                assert ties[0] < ties[1]
            else:
                assert (value(one) > value(following)) is (order == "desc")


# --- pages ----------------------------------------------------------------------------------------


@given(PRODUCTS, st.integers(1, 13))
@HELD
def test_the_pages_hold_each_product_once_in_order(
    contract: Contract, products: list[Product], size: int
) -> None:
    offer = Offer(products)
    read_pages = [read(page) for page in pages(offer, size)]
    listed = [product for page in read_pages for product in page["products"]]
    assert listed == [vars(product) for product in products]
    assert all(len(page["products"]) == size for page in read_pages[:-1])
    for page in read_pages:
        assert (page["total"], page["categories"]) == (len(products), offer.categories)
    for page in pages(offer, size):
        kind = "application/json"
        assert contract.response_problems("GET", "/products", 200, kind, page.encode()) == []


def test_an_offer_of_no_products_has_one_page() -> None:
    assert [read(page)["products"] for page in pages(Offer([]), 20)] == [[]]


# --- offers ---------------------------------------------------------------------------------------


def test_categories_are_listed_once_in_folded_order() -> None:
    listed = ["movies", "Books", "Écran", "Zoo", "books", "Movies", "Books"]
    offer = Offer([Product("x", category, Decimal(1)) for category in listed])
    assert offer.categories == ["Books", "books", "Movies", "movies", "Zoo", "Écran"]
    assert Offer([]).categories == []


def test_a_body_keeps_every_digit_and_letter() -> None:
    product = Product('"Käse" 🦖 <b>\\</b> {{x}}', "R&D / Toys", Decimal("1234567.89"))
    text = body([product], 1, ["R&D / Toys"])
    assert read(text) == {
        "products": [
            {
                "name": '"Käse" 🦖 <b>\\</b> {{x}}',
                "category": "R&D / Toys",
                "price": Decimal("1234567.89"),
            }
        ],
        "total": 1,
        "categories": ["R&D / Toys"],
    }
    assert '"price": 1234567.89' in text
    assert "Käse" in text
    assert "🦖" in text


@pytest.mark.parametrize("price", ["0.00", "0.10", "0.07", "10.990", "9999999.99", "5"])
def test_a_price_is_written_as_given(price: str) -> None:
    assert write({"price": Decimal(price)}) == f'{{"price": {price}}}'
