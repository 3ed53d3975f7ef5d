"""The real products service, held to the contract and to the stub by every possible request.

The stub adapter implements the rules of the service a second time. If both agree on all
combinations, over data with ties, case and accents, a scenario cannot tell them apart.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from decimal import Decimal
from itertools import product
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
import requests
import simplejson
from wiremock_strict import Contract, direct_session

from support.products.offer import Offer, Product, body, orders
from tests.services import Service, serving

CONTRACT = Contract(Path(__file__).parents[1] / "products_service/openapi.yaml")
ALLOWED = {each.name: each.schema for each in CONTRACT.operation("GET", "/products").parameters}
TOKEN = "for-tests-only"
SORT_BY = ALLOWED["sort_by"]["enum"]
SORT_ORDER = ALLOWED["sort_order"]["enum"]

LISTED = [
    ("zebra", "Toys", "10.00"),
    ("Zebra", "toys", "9.99"),
    ("ZEBRA", "Toys", "10.00"),
    ("Éclair", "Pâtisserie", "2.50"),
    ("éclair", "pâtisserie", "2.50"),
    ("Eclair", "Pâtisserie", "10.00"),
    ("Straße", "R&D / Toys", "100.00"),
    ("STRASSE", "R&D / Toys", "100.00"),
    ("strasse", "Books", "9.9"),
    ("ſtraße", "Books", "0.00"),
    ("İstanbul", "Books", "0.07"),
    ("istanbul", "Books", "0.28"),
    ("ıstanbul", "Books", "1234567.89"),
    ("Ångström", "100% + more?", "9999999.99"),
    ("Ångström", "100% + more?", "9999999.99"),  # the same to the eye, in other code points
    ("10", "Ω", "10"),
    ("9", "ω", "9"),
    (" leading", " Books", "10.00"),
    ("🦖", "🦖", "10.00"),
    ("\uffee", "\uffee", "10.00"),  # before 🦖 by code point, behind it in UTF-16
    ("zebra", "Toys", "10.00"),
    ('O\'Neil "x" <b>\\', 'Quote\'s "n" \\', "0.10"),
    ("a_b%c", "a_b%c", "0.10"),
    ("a-b%c", "aXb%c", "0.10"),
]
OFFER = Offer([Product(name, kind, Decimal(price)) for name, kind, price in LISTED])


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """A running products service that offers these products."""
    database = f"sqlite:///{tmp_path_factory.mktemp('real')}/products.sqlite3"
    with serving("products_service", DATABASE_URL=database, PRODUCTS_TOKEN=TOKEN) as running:
        document = {"products": [asdict(one) for one in OFFER.products]}
        replaced = running.request(
            "PUT",
            "/products",
            data=simplejson.dumps(document, use_decimal=True),
            headers={"Authorization": f"Bearer {TOKEN}", "Content-Type": "application/json"},
        )
        assert replaced.status_code == 204, replaced.text
        yield running


@pytest.fixture(scope="module")
def session() -> Iterator[requests.Session]:
    """A session that keeps its connection."""
    with direct_session() as session:
        yield session


def choices() -> Iterator[dict[str, str]]:
    """Yield each combination that the contract allows, with several pages and sizes of page."""
    kinds = [None, *OFFER.categories, "nothing of the kind", "BOOKS", "Books "]
    orders = [(None, None), *product(SORT_BY, [None, *SORT_ORDER])]
    pages = [(None, None), ("2", None), ("1", "1"), ("2", "7"), ("4", "7"), ("1000000", "100")]
    for kind, (key, order), (number, size) in product(kinds, orders, pages):
        chosen = {
            "category": kind,
            "sort_by": key,
            "sort_order": order,
            "page": number,
            "page_size": size,
        }
        yield {name: value for name, value in chosen.items() if value is not None}


def response_problems(response: requests.Response) -> list[str]:
    """Say what the contract, closed to further fields, does not allow of a response."""
    kind = response.headers.get("Content-Type", "")
    return CONTRACT.response_problems(
        "GET", "/products", response.status_code, kind, response.content, response.headers
    )


def expected(query: dict[str, str]) -> Any:
    """Return what the stub adapter would respond."""
    category = query.get("category")
    left = [product for product in OFFER.products if category in (None, product.category)]
    key, order = query.get("sort_by"), query.get("sort_order", "asc")
    ordered = [left[place] for place in orders(left)[f"{key} {order}" if key else "added"]]
    number, size = int(query.get("page", "1")), int(query.get("page_size", "20"))
    page = ordered[(number - 1) * size : number * size]
    return json.loads(body(page, len(ordered), OFFER.categories), parse_float=Decimal)


def test_the_service_and_the_stub_agree(service: Service, session: requests.Session) -> None:
    for query in choices():
        target = f"/products?{urlencode(query)}"
        assert CONTRACT.request_problems("GET", target) == []
        response = session.get(service.url + target, timeout=30)
        assert response_problems(response) == [], query
        assert json.loads(response.content, parse_float=Decimal) == expected(query), query


def test_requests_cover_each_category_and_order() -> None:
    """Read the contract, so that additions to it are requested too."""
    ways = 1 + len(SORT_BY) * (1 + len(SORT_ORDER))
    assert ways == 10
    assert len(list(choices())) == (len(OFFER.categories) + 4) * ways * 6


def test_the_products_differ_in_every_order() -> None:
    """Otherwise the test above would show nothing: every order differs, and has ties."""
    ordered = {tuple(places) for places in orders(OFFER.products).values()}
    assert len(ordered) == 1 + len(SORT_BY) * len(SORT_ORDER)
    for key in ("name", "category"):
        folded = [getattr(one, key).casefold() for one in OFFER.products]
        plain = sorted(getattr(one, key) for one in OFFER.products)
        assert len(set(folded)) < len(set(plain))
        assert [text.casefold() for text in plain] != sorted(folded)
    prices = [one.price for one in OFFER.products]
    assert sorted(prices) != sorted(prices, key=str)
    assert len(set(prices)) < len(prices)


@pytest.mark.parametrize("page", ["01", "0000000000001"])
def test_leading_zeros_are_plain_digits(
    service: Service, session: requests.Session, page: str
) -> None:
    assert CONTRACT.request_problems("GET", f"/products?page={page}") == []
    response = session.get(f"{service.url}/products?page={page}", timeout=30)
    assert json.loads(response.content, parse_float=Decimal) == expected({})


@pytest.mark.parametrize(
    "query",
    [
        "colour=red",
        "Category=Books",
        "category=Books&colour=red",
        "category=",
        "category",
        "category=Books&category=Books",
        "category=Books&category=Toys",
        "category=%FF",
        "sort_by=",
        "sort_by=weight",
        "sort_by=Price",
        "sort_by=name&sort_by=name",
        "sort_by=name&sort_order=",
        "sort_by=name&sort_order=up",
        "sort_by=name&sort_order=ASC",
        "sort_order=asc",
        "sort_order=desc&page=1",
        *(
            f"{name}={value}"
            for name in ("page", "page_size")
            for value in ("", "0", "-1", "+1", "1.0", "1e0", "x", "%201", "1_0", "%D9%A1", "0x1")
        ),
        "page=1000001",
        "page=" + "9" * 400,
        "page_size=101",
        "page_size=1000000",
        "page=1&page=1",
        "page_size=1&page_size=2",
    ],
)
def test_requests_off_the_contract_are_400(
    service: Service, session: requests.Session, query: str
) -> None:
    response = session.get(f"{service.url}/products?{query}", timeout=30)
    assert response.status_code == 400
    assert response_problems(response) == []
