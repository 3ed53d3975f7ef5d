"""The stub adapter on a real WireMock: how it responds, and what stays unmatched."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from decimal import Decimal
from http.client import HTTPException
from itertools import permutations, product
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from wiremock_strict import Contract, StubError

from support.givens import Failure
from support.products.fault_kinds import Delay
from support.products.faults import FAULTS, TECHNICAL
from support.products.offer import KEYS, Offer, Product, body, orders
from tests.support.products.conftest import DEADLINE, Stage
from tests.support.raw import request, watch

LISTED = [
    ("Zebra", "Home", "10.00"),
    ("atlas", "Books", "9.00"),
    ("Atlas", "R&D / Toys", "10.00"),
    ("Éclair {{request.url}} {{{x}}}", "a+b = 100%", "0.10"),
    ("<b>\"quoted\" \\ 'Käse' 🦖</b>", "Käse 🦖", "1234567.89"),
    ("atlas", "Books", "9.00"),
    ("Lamp", "x|.*(", "0.00"),
]
OFFER = Offer([Product(name, kind, Decimal(price)) for name, kind, price in LISTED])


def exact(body: bytes) -> Any:
    """Return the JSON of a body, its numbers as written."""
    return json.loads(body, parse_float=Decimal)


def expected(offer: Offer, query: dict[str, str]) -> Any:
    """Return the body of the response to a request."""
    left = [one for one in offer.products if query.get("category") in (None, one.category)]
    key, order = query.get("sort_by"), query.get("sort_order", "asc")
    ordered = [left[place] for place in orders(left)[f"{key} {order}" if key else "added"]]
    number, size = int(query.get("page", "1")), int(query.get("page_size", "20"))
    page = ordered[(number - 1) * size : number * size]
    return exact(body(page, len(ordered), offer.categories).encode())


def requests(offer: Offer, pages: Sequence[str]) -> Iterator[dict[str, str]]:
    """Yield every request for these pages; a parameter that is None is left out."""
    orders = [(None, None), *((key, order) for key in KEYS for order in (None, "asc", "desc"))]
    kinds = [None, *offer.categories, "Garden", "books"]
    sizes = [None, "2", "100"]
    for kind, (key, order), size, page in product(kinds, orders, sizes, [None, *pages]):
        given = {
            "category": kind,
            "sort_by": key,
            "sort_order": order,
            "page_size": size,
            "page": page,
        }
        yield {name: value for name, value in given.items() if value is not None}


# --- what is offered ------------------------------------------------------------------------------


def test_every_request_gets_what_follows_from_the_offer(stage: Stage, contract: Contract) -> None:
    stage.set(OFFER)
    wrong = []
    sent = list(requests(OFFER, ["2", "1000000"]))
    for query in sent:
        got = stage.get(f"?{urlencode(query)}" if query else "")
        if got.status != 200 or exact(got.body) != expected(OFFER, query):
            wrong.append((query, got))
        kind = got.headers.get("content-type", "")
        assert contract.response_problems("GET", "/products", got.status, kind, got.body) == []
    assert wrong == []
    assert stage.matched() == [True] * len(sent)
    assert {entry.origins[0] for entry in stage.journal()} == {"Given 1"}


def test_a_response_keeps_every_digit_and_letter(stage: Stage) -> None:
    stage.set(OFFER)
    text = stage.get().body.decode()
    assert '"price": 1234567.89' in text
    assert '"price": 0.10' in text
    assert '"price": 10.00' in text
    assert "{{request.url}} {{{x}}}" in text
    assert "🦖" in text


@pytest.mark.parametrize("order", list(permutations(["category", "sort_by", "page"])))
def test_parameters_may_come_in_any_order(stage: Stage, order: Sequence[str]) -> None:
    stage.set(OFFER)
    query = {"category": "Books", "sort_by": "price", "page": "1"}
    got = stage.get(f"?{urlencode([(name, query[name]) for name in order])}")
    assert exact(got.body) == expected(OFFER, query)


@pytest.mark.parametrize("category", [*OFFER.categories, "Garden", "100%25", "a b"])
def test_a_category_may_be_encoded_in_any_way(stage: Stage, category: str) -> None:
    stage.set(OFFER)
    every_byte = "".join(f"%{byte:02x}" for byte in category.encode())
    quoted = quote(category, safe="")
    for encoded in (quoted, quoted.replace("%20", "+"), every_byte):
        got = stage.get(f"?category={encoded}")
        assert exact(got.body) == expected(OFFER, {"category": category})


@pytest.mark.parametrize("count", [0, 1, 20, 21, 101])
@pytest.mark.parametrize("size", [None, "1", "7", "99", "100"])
def test_every_page_of_many_products_is_there(stage: Stage, count: int, size: str | None) -> None:
    offer = Offer([Product(f"P{n}", "Books", Decimal(n)) for n in range(count)])
    stage.set(offer)
    for page in ("1", "2", "3", "6", "7", "101", "102"):
        query = {"sort_by": "price", "sort_order": "desc", "page": page}
        query |= {"page_size": size} if size else {}
        assert exact(stage.get(f"?{urlencode(query)}").body) == expected(offer, query)


# --- what stays unmatched -------------------------------------------------------------------------


@pytest.mark.parametrize(
    "query",
    [
        "?colour=red",
        "?category=Books&colour=red",
        "?colour=red&page=1",
        "?utm_source=mail",
        "?Category=Books",
        "?category=Books&category=Books",
        "?category=Books&category=Home",
        "?category=Books&page=1&category=Books",
        "?page=1&page=1",
        "?page=1&page=2",
        "?page_size=2&page_size=2",
        "?category=",
        "?category",
        "?page=",
        "?sort_by=",
        "?sort_by=name&sort_order=",
        "?&",
        "?page=1&",
        "?&page=1",
        "?page=1&&page_size=2",
        "?page=1;page_size=2",
        "?sort_order=asc",
        "?sort_order=desc&page=1",
        "?category=sort_by=name&sort_order=asc",
        "?sort_by=weight",
        "?sort_by=Name",
        "?sort_by=name&sort_order=up",
        "?page=0",
        "?page=-1",
        "?page=1.0",
        "?page=%2B1",
        "?page=1000001",
        "?page=x",
        "?page_size=0",
        "?page_size=101",
        "?page_size=02",
        "?page_size=2&page_size=20",
        "?p%61ge=1",
        "?%63ategory=Books",
        "?page=%31",
        "?category=Books&p%61ge=1",
    ],
)
def test_a_request_off_the_offer_stays_unmatched(stage: Stage, query: str) -> None:
    stage.set(OFFER)
    assert stage.get(query).status == 404
    assert stage.matched() == [False]


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/"),
        ("GET", "/health"),
        ("GET", "/products/"),
        ("GET", "//products"),
        ("GET", "/Products"),
        ("GET", "/products/1"),
        ("GET", "/api/products"),
        ("POST", "/products"),
        ("PUT", "/products"),
        ("HEAD", "/products"),
        ("DELETE", "/products"),
        ("OPTIONS", "/products"),
    ],
)
@pytest.mark.parametrize("fails", [False, True])
def test_another_path_or_method_stays_unmatched(
    stage: Stage, method: str, path: str, fails: bool
) -> None:
    stage.set(FAULTS["responds 500 Internal Server Error"] if fails else OFFER)
    assert request(stage.url, path, method).status in (403, 404)  # for / it has a page of its own
    assert stage.matched() == [False]


@pytest.mark.parametrize("query", ["?colour=red", "?page=1&page=1", "?page=0", "?sort_order=asc"])
def test_a_failure_matches_no_request_off_the_contract(stage: Stage, query: str) -> None:
    stage.set(FAULTS["responds 500 Internal Server Error"])
    assert stage.get(query).status == 404
    assert stage.matched() == [False]


def test_nothing_matches_without_a_given(stage: Stage) -> None:
    stage.set()
    assert stage.get().status == 404
    assert stage.matched() == [False]


def test_a_near_miss_names_the_given(stage: Stage) -> None:
    stage.set(OFFER)
    stage.get("?category=Books&colour=red")
    (miss,) = stage.stubs.near_misses()
    assert miss == (
        "GET /products?category=Books&colour=red came closest to Given 1, which responds to "
        "every request that the contract allows"
    )
    stage.get("?category=Books")
    assert len(stage.stubs.near_misses()) == 1


# --- failing --------------------------------------------------------------------------------------


@pytest.mark.parametrize("query", ["", "?category=Garden", "?page_size=77&page=9&sort_by=price"])
def test_a_failure_matches_every_request_of_the_contract(stage: Stage, query: str) -> None:
    stage.set(FAULTS["responds 500 Internal Server Error"])
    assert stage.get(query).status == 500
    assert stage.matched() == [True]


@pytest.mark.parametrize("failure_first", [True, False])
def test_a_failure_comes_before_the_offer(stage: Stage, failure_first: bool) -> None:
    both: list[Any] = [FAULTS["responds 500 Internal Server Error"], OFFER]
    stage.set(*(both if failure_first else reversed(both)))
    assert [stage.get().status for _ in range(3)] == [500] * 3
    given = "Given 1" if failure_first else "Given 2"
    assert [entry.origins for entry in stage.journal()] == [[given]] * 3


@pytest.mark.parametrize("times", [1, 2, 20])
def test_a_failure_may_end_after_some_times(stage: Stage, times: int) -> None:
    stage.set(OFFER, Failure(TECHNICAL["responds 502 Bad Gateway"], times))
    statuses = [stage.get(f"?page={number}").status for number in range(1, times + 3)]
    assert statuses == [502] * times + [200] * 2
    assert stage.matched() == [True] * (times + 2)


def test_a_broken_connection_may_end_after_some_times(stage: Stage) -> None:
    stage.set(Failure(TECHNICAL["closes the connection without responding"], 1), OFFER)
    with pytest.raises((HTTPException, ConnectionError)):
        stage.get()
    assert stage.get().status == 200


def test_each_try_of_a_late_failure_has_its_own_time(stage: Stage) -> None:
    stage.set(FAULTS["responds 503 and then keeps the retry waiting"])
    for share in (0.2, 0.9, 0.9):
        seen = watch(stage.url)
        assert seen.response.status == 503
        assert seen.first >= share * DEADLINE


@pytest.mark.parametrize("delay_first", [True, False])
def test_a_delay_decorates_the_offer(stage: Stage, delay_first: bool) -> None:
    both = [Delay(2), OFFER]
    stage.set(*(both if delay_first else reversed(both)))
    seen = watch(stage.url, "/products?category=Books&sort_by=name")
    assert seen.first >= 2 * DEADLINE
    assert exact(seen.response.body) == expected(OFFER, {"category": "Books", "sort_by": "name"})
    assert sorted(stage.journal()[0].origins) == ["Given 1", "Given 2"]
    assert stage.get("?colour=red").status == 404


# --- the contract ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("product", "problem"),
    [
        (Product("", "Books", Decimal(1)), 'products/0/name: "" is shorter than 1 character'),
        (Product("x", "", Decimal(1)), 'categories/0: "" is shorter than 1 character'),
        (Product("x", "Books", Decimal("9.999")), "products/0/price: 9.999 is not a multiple of"),
        (Product("x", "Books", Decimal("-0.01")), "products/0/price: -0.01 is less than the min"),
        (Product("x", "Books", Decimal("10000000")), "products/0/price: 10000000 is greater than"),
        (Product("x\x00", "Books", Decimal("1")), "products/0/name: "),
    ],
)
def test_an_offer_off_the_contract_is_refused(stage: Stage, product: Product, problem: str) -> None:
    with pytest.raises(StubError) as refused:
        stage.set(Offer([product]))
    first, *problems = str(refused.value).splitlines()
    assert first == "The contract does not allow what this stubs: Given 1"
    assert problem in "\n".join(problems)


# --- the journal ----------------------------------------------------------------------------------


def test_the_journal_keeps_the_order_of_requests(stage: Stage) -> None:
    stage.set(OFFER)
    for page in "312":
        request(stage.url, f"/products?page={page}", headers={"X-Request-ID": f"id-{page}"})
    entries = stage.journal()
    assert [entry.query for entry in entries] == [[("page", page)] for page in "312"]
    assert [entry.request_id for entry in entries] == ["id-3", "id-1", "id-2"]
    assert [entry.proxied for entry in entries] == [False] * 3
    assert exact(entries[0].response_body) == expected(OFFER, {"page": "3"})
