"""The stub adapter in front of a real WireMock: what is answered, and what stays unmatched."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from decimal import Decimal
from http.client import HTTPException
from itertools import permutations, product
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from tests.support.raw import Got, ask, watch
from wiremock_strict.client import WireMock
from wiremock_strict.contract import Operation
from wiremock_strict.errors import StubError
from wiremock_strict.nobody import Nobody

from support.product import Product
from support.products.answers import KEYS, Offer, body, cut, in_order
from support.products.faults import FAULTS, Delay, Elsewhere, Reply, sent
from support.products.stub import StubbedProducts
from tests.support.products.conftest import DEADLINE

LISTED = [
    ("Zebra", "Home", "10.00"),
    ("atlas", "Books", "9.00"),
    ("Atlas", "R&D / Toys", "10.00"),
    ("Éclair {{request.url}} {{{x}}}", "a+b = 100%", "0.10"),
    ("<b>\"quoted\" \\ 'Käse' 🦖</b>", "Käse 🦖", "1234567.89"),
    ("atlas", "Books", "9.00"),
    ("Lamp", "x|.*(", "0.00"),
]
OFFER = Offer([Product(name, kind, Decimal(price)) for name, kind, price in LISTED], page_size=2)


def exact(body: bytes) -> Any:
    """Return an answer's JSON, its numbers as written."""
    return json.loads(body, parse_float=Decimal)


def expected(offer: Offer, query: dict[str, str]) -> Any:
    """Return what a question is to be answered."""
    left = offer.narrowed_to(query.get("category"))
    ordered = in_order(left.products, query.get("sort_by", ""), query.get("sort_order", ""))
    page = cut(ordered, int(query.get("page", "1")), int(query.get("page_size", "20")))
    return exact(body(page, len(ordered), offer.categories).encode())


def questions(offer: Offer, pages: Sequence[str]) -> Iterator[dict[str, str]]:
    """Yield every question about these pages; a parameter that is None is left out."""
    orders = [(None, None), *((key, order) for key in KEYS for order in (None, "asc", "desc"))]
    kinds = [None, *offer.categories, "Garden", "books"]
    sizes = [None, str(offer.page_size)]
    for kind, (key, order), size, page in product(kinds, orders, sizes, [None, *pages]):
        given = {
            "category": kind,
            "sort_by": key,
            "sort_order": order,
            "page_size": size,
            "page": page,
        }
        yield {name: value for name, value in given.items() if value is not None}


def asked(stub: StubbedProducts, query: str = "", method: str = "GET") -> Got:
    """Ask as the overview would."""
    return ask(stub.url, f"/products{query}", method)


def matched(stub: StubbedProducts) -> list[bool]:
    """Tell of each question so far whether a Given answered it."""
    return [bool(exchange.givens) for exchange in stub.exchanges()]


# --- what is answered -----------------------------------------------------------------------------


def test_every_question_that_the_contract_allows_is_answered_as_it_follows_from_the_offer(
    stub: StubbedProducts, contract: Operation
) -> None:
    stub.offer(OFFER)
    wrong = []
    asked_for = list(questions(OFFER, ["2", "1000000"]))
    for query in asked_for:
        got = asked(stub, f"?{urlencode(query)}" if query else "")
        kind = got.headers.get("content-type", "")
        if got.status != 200 or exact(got.body) != expected(OFFER, query):
            wrong.append((query, got))
        assert contract.problems_of_answer(got.status, kind, got.body) == []
    assert wrong == []
    assert matched(stub) == [True] * len(asked_for)
    assert {exchange.givens[0] for exchange in stub.exchanges()} == {"the first Given"}


def test_an_answer_has_every_digit_and_every_letter_as_it_was_told(stub: StubbedProducts) -> None:
    stub.offer(OFFER)
    text = asked(stub).body.decode()
    assert '"price": 1234567.89' in text
    assert '"price": 0.10' in text
    assert '"price": 10.00' in text
    assert "{{request.url}} {{{x}}}" in text
    assert "🦖" in text


@pytest.mark.parametrize("order", list(permutations(["category", "sort_by", "page"])))
def test_parameters_may_come_in_any_order(stub: StubbedProducts, order: Sequence[str]) -> None:
    stub.offer(OFFER)
    query = {"category": "Books", "sort_by": "price", "page": "1"}
    got = asked(stub, f"?{urlencode([(name, query[name]) for name in order])}")
    assert exact(got.body) == expected(OFFER, query)


@pytest.mark.parametrize("category", [*OFFER.categories, "Garden", "100%25", "a b"])
def test_a_category_may_be_encoded_in_any_way(stub: StubbedProducts, category: str) -> None:
    stub.offer(OFFER)
    every_byte = "".join(f"%{byte:02x}" for byte in category.encode())
    for encoded in (
        quote(category, safe=""),
        quote(category, safe="").replace("%20", "+"),
        every_byte,
    ):
        got = asked(stub, f"?category={encoded}")
        assert exact(got.body) == expected(OFFER, {"category": category})


@pytest.mark.parametrize("count", [0, 1, 20, 21, 101])
def test_every_page_of_many_products_is_answered(stub: StubbedProducts, count: int) -> None:
    offer = Offer([Product(f"P{n}", "Books", Decimal(n)) for n in range(count)])
    stub.offer(offer)
    for page in range(1, 8):
        query = {"sort_by": "price", "sort_order": "desc", "page": str(page)}
        assert exact(asked(stub, f"?{urlencode(query)}").body) == expected(offer, query)


def test_a_later_offer_takes_the_place_of_an_earlier_one(stub: StubbedProducts) -> None:
    stub.offer(OFFER)
    stub.offer(Offer([Product("New", "Books", Decimal(1))]))
    for query in ("", "?category=Books", "?category=Garden"):
        assert exact(asked(stub, query).body)["categories"] == ["Books"]


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
        "?page_size=3",
        "?page_size=20",
        "?page_size=1",
        "?page_size=2&page_size=20",
        "?p%61ge=1",
        "?%63ategory=Books",
        "?page=%31",
        "?category=Books&p%61ge=1",
    ],
)
def test_a_question_that_no_given_tells_of_stays_unmatched(
    stub: StubbedProducts, query: str
) -> None:
    stub.offer(OFFER)
    assert asked(stub, query).status == 404
    assert matched(stub) == [False]


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
    stub: StubbedProducts, method: str, path: str, fails: bool
) -> None:
    if fails:
        stub.fail(FAULTS["has an error of its own"])
    else:
        stub.offer(OFFER)
    assert ask(stub.url, path, method).status in (403, 404)  # for / it has a page of its own
    assert matched(stub) == [False]


@pytest.mark.parametrize("query", ["?colour=red", "?page=1&page=1", "?page=0", "?sort_order=asc"])
def test_a_service_that_fails_is_not_asked_what_the_contract_forbids(
    stub: StubbedProducts, query: str
) -> None:
    stub.fail(FAULTS["has an error of its own"])
    assert asked(stub, query).status == 404
    assert matched(stub) == [False]


def test_nothing_is_answered_before_a_given(stub: StubbedProducts) -> None:
    assert asked(stub).status == 404
    assert matched(stub) == [False]


def test_an_unmatched_question_is_told_with_the_given_that_came_closest(
    stub: StubbedProducts,
) -> None:
    stub.offer(OFFER)
    asked(stub, "?category=Books&colour=red")
    (told,) = stub.near_misses()
    assert told.startswith(
        "GET /products?category=Books&colour=red came closest to the first Given, which answers "
        "questions about "
    )
    asked(stub, "?category=Books")
    assert len(stub.near_misses()) == 1


# --- failing --------------------------------------------------------------------------------------


@pytest.mark.parametrize("query", ["", "?category=Garden", "?page_size=77&page=9&sort_by=price"])
def test_a_failure_answers_every_question_that_the_contract_allows(
    stub: StubbedProducts, query: str
) -> None:
    stub.fail(FAULTS["has an error of its own"])
    assert asked(stub, query).status == 500
    assert matched(stub) == [True]


def test_a_failure_comes_before_what_is_offered_whichever_was_said_first(
    stub: StubbedProducts,
) -> None:
    stub.offer(OFFER)
    stub.given = "the second Given"
    stub.fail(FAULTS["has an error of its own"])
    assert [asked(stub).status for _ in range(3)] == [500] * 3
    assert [exchange.givens for exchange in stub.exchanges()] == [["the second Given"]] * 3
    stub.reset()
    stub.fail(FAULTS["has an error of its own"])
    stub.offer(OFFER)
    assert asked(stub, "?category=Books").status == 500


@pytest.mark.parametrize("times", [1, 2, 20])
def test_a_failure_may_be_over_after_some_times(stub: StubbedProducts, times: int) -> None:
    stub.offer(OFFER)
    stub.fail(FAULTS["cannot reach what it needs"], times)
    statuses = [asked(stub, f"?page={number}").status for number in range(1, times + 3)]
    assert statuses == [502] * times + [200] * 2
    assert matched(stub) == [True] * (times + 2)


def test_a_fault_on_the_wire_may_be_over_after_some_times(stub: StubbedProducts) -> None:
    stub.fail(FAULTS["closes the connection without a word"], 1)
    stub.offer(OFFER)
    with pytest.raises((HTTPException, ConnectionError)):
        asked(stub)
    assert asked(stub).status == 200


def test_a_reset_forgets_how_often_it_has_failed(stub: StubbedProducts) -> None:
    for _ in range(2):
        stub.reset()
        stub.offer(OFFER)
        stub.fail(FAULTS["is down for maintenance"], 2)
        assert asked(stub).status == 503


@pytest.mark.parametrize(
    "words",
    ["resets the connection", "refuses connections", "answers late, but in time"],
)
def test_a_fault_that_cannot_be_counted_is_not_said_to_be_over(
    stub: StubbedProducts, words: str
) -> None:
    with pytest.raises(StubError, match="This happens always, not only the first time: the first"):
        stub.fail(FAULTS[words], times=1)
    assert stub.givens == []


def test_a_delay_decorates_what_is_offered(stub: StubbedProducts) -> None:
    stub.offer(OFFER)
    stub.given = "the second Given"
    stub.fail(Delay(2))
    seen = watch(stub.url, "/products?category=Books&sort_by=name")
    assert seen.first >= 2 * DEADLINE
    wanted = expected(OFFER, {"category": "Books", "sort_by": "name"})
    assert exact(seen.answer.body) == wanted
    assert stub.exchanges()[0].givens == ["the first Given", "the second Given"]
    assert asked(stub, "?colour=red").status == 404


def test_a_delay_alone_delays_some_product(stub: StubbedProducts, contract: Operation) -> None:
    stub.fail(Delay(1))
    seen = watch(stub.url)
    assert seen.first >= DEADLINE
    assert len(exact(seen.answer.body)["products"]) == 1
    assert contract.problems_of_answer(200, "application/json", seen.answer.body) == []


def test_an_address_at_which_nobody_listens_stays_the_same_until_the_reset(
    stub: StubbedProducts, nobody: Nobody
) -> None:
    before = stub.url
    stub.fail(Elsewhere())
    assert stub.url == nobody.url
    assert stub.givens == []  # nothing can be asked of it
    with pytest.raises(ConnectionRefusedError):
        asked(stub)
    stub.fail(Elsewhere("http://products.invalid"))
    assert stub.url == "http://products.invalid"
    stub.reset()
    assert stub.url == before


# --- the contract ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("product", "told"),
    [
        (Product("", "Books", Decimal(1)), 'products/0/name: "" is shorter than 1 character'),
        (Product("x", "", Decimal(1)), 'categories/0: "" is shorter than 1 character'),
        (Product("x", "Books", Decimal("9.999")), "products/0/price: 9.999 is not a multiple of"),
        (Product("x", "Books", Decimal("-0.01")), "products/0/price: -0.01 is less than the min"),
        (Product("x", "Books", Decimal("10000000")), "products/0/price: 10000000 is greater than"),
        (Product("x\x00", "Books", Decimal("1")), "products/0/name: "),
    ],
)
def test_an_offer_that_the_contract_does_not_allow_is_refused_in_its_given(
    stub: StubbedProducts, product: Product, told: str
) -> None:
    with pytest.raises(StubError) as refused:
        stub.offer(Offer([product]))
    first, *problems = str(refused.value).splitlines()
    assert first == "The contract does not allow what this stubs: the first Given"
    assert told in "\n".join(problems)
    assert stub.givens == []
    assert asked(stub).status == 404  # nothing was set


def test_a_fault_that_says_it_breaks_the_contract_must_do_so(stub: StubbedProducts) -> None:
    with pytest.raises(StubError, match=r"allows what should be against it: the first Given$"):
        stub.fail(sent(b'{"products": [], "total": 0, "categories": []}', "broken"))


def test_a_fault_that_says_it_keeps_the_contract_must_do_so(stub: StubbedProducts) -> None:
    with pytest.raises(StubError, match="does not allow what this stubs: the first Given\n"):
        stub.fail(sent(b"[]", "kept"))


@pytest.mark.parametrize("words", [w for w, fault in FAULTS.items() if isinstance(fault, Reply)])
def test_each_fault_is_what_it_says_of_the_contract(stub: StubbedProducts, words: str) -> None:
    stub.fail(FAULTS[words])
    assert stub.givens == ["the first Given"]


# --- what it tells --------------------------------------------------------------------------------


def test_the_questions_are_told_in_order_wherever_they_were_asked(stub: StubbedProducts) -> None:
    stub.offer(OFFER)
    for page in "312":
        ask(stub.url, f"/products?page={page}", headers={"X-Request-ID": f"id-{page}"})
    told = stub.exchanges()
    assert [exchange.query for exchange in told] == [[("page", page)] for page in "312"]
    assert [exchange.request_id for exchange in told] == ["id-3", "id-1", "id-2"]
    assert [exchange.live for exchange in told] == [False] * 3
    assert exact(told[0].body) == expected(OFFER, {"page": "3"})
    stub.fail(FAULTS["stops in the middle of its answer"])
    watch(stub.url, "/products?page=4")
    assert [exchange.query for exchange in stub.exchanges()[3:]] == [[("page", "4")]]


def test_a_reset_leaves_nothing_over(stub: StubbedProducts, wiremock: WireMock) -> None:
    stub.offer(OFFER)
    stub.fail(FAULTS["resets the connection in the middle of its answer"])
    watch(stub.url)
    stub.reset()
    assert (stub.exchanges(), stub.givens, stub.url) == ([], [], wiremock.url)
    assert asked(stub).status == 404
    stub.reset()
    stub.fail(Delay(0))
    assert len(exact(asked(stub).body)["products"]) == 1  # not those of the offer before
