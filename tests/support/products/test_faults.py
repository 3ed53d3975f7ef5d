"""Each fault, as it looks on the wire to a caller that mends nothing."""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from datetime import datetime, timezone
from decimal import Decimal
from typing import Any
from urllib.parse import urlsplit

import pytest
from wiremock_strict import Contract, Reply, Script
from wiremock_strict.faults import hold
from wiremock_strict.ready_made import QUIRKS, failures

from support.products.bodies import LISTING, listing
from support.products.fault_kinds import (
    SHORT,
    TWO_TRIES,
    Unusual,
    own_deadline,
)
from support.products.faults import (
    GONE,
    PLAIN,
    TECHNICAL,
    UNUSUAL,
    retry_after,
    retry_after_date,
)
from support.products.offer import Offer, Product
from tests.support.products.conftest import DEADLINE, Stage
from tests.support.raw import PATIENCE, Seen, watch

Look = Callable[[Seen], object]
WAIT = 0.5  # seconds; what never ends is not waited for any longer
FIELD_GUIDE = Product("Field Guide", "Books", Decimal("15.99"))
ATLAS = Product("Atlas", "Books", Decimal("19.99"))


def data(seen: Seen) -> Any:
    """Return the response's JSON; a price is exact, NaN is text."""
    return json.loads(seen.response.body, parse_float=Decimal, parse_constant=str)


def only_product(seen: Seen) -> Any:
    """Return the one product of a response."""
    (only,) = data(seen)["products"]
    return only


def is_true(seen: Seen, end: str = "closed") -> bool:
    """Tell whether this is a whole response, of one book, and how the connection ended."""
    whole = seen.is_whole and seen.end == end
    return whole and (seen.response.status, only_product(seen)["name"]) == (200, "Field Guide")


def packed(seen: Seen) -> bool:
    """Tell whether the response says that it is packed."""
    return seen.response.headers["content-encoding"] == "gzip"


def status(code: int, **headers: str | None) -> Look:
    """Expect this status, these headers (None: not there), and a whole response."""
    expected = {name.replace("_", "-"): value for name, value in headers.items()}

    def look(seen: Seen) -> bool:
        told = {name: seen.response.headers.get(name) for name in expected}
        return (seen.end, seen.response.status, told) == ("closed", code, expected)

    return look


def looks_well(seen: Seen) -> bool:
    """Tell whether this is 200, said to be JSON."""
    return (seen.response.status, seen.response.headers["content-type"]) == (
        200,
        "application/json",
    )


WIRE: dict[str, Look] = {
    # Not the shape that was agreed
    "sends a bare list of products": lambda s: looks_well(s) and data(s)[0]["price"],
    "sends no list of products": lambda s: set(data(s)) == {"total", "categories"},
    "sends an object as the list of products": lambda s: data(s)["products"]["name"],
    "sends no total": lambda s: set(data(s)) == {"products", "categories"},
    "sends a negative total": lambda s: data(s)["total"] < 0,
    "sends a total that is not a whole number": lambda s: data(s)["total"] == Decimal("1.5"),
    "sends a total as a string": lambda s: data(s)["total"] == "1",
    "sends no list of categories": lambda s: set(data(s)) == {"products", "total"},
    "sends the same category twice": lambda s: data(s)["categories"] == ["Books", "Books"],
    "sends a category without a name": lambda s: data(s)["categories"] == ["Books", ""],
    "sends a string as a product": lambda s: only_product(s) == "Field Guide",
    "sends a product with a number as its name": lambda s: only_product(s)["name"] == 7,
    "sends a product without a category": lambda s: set(only_product(s)) == {"name", "price"},
    "sends a product without a price": lambda s: set(only_product(s)) == {"name", "category"},
    "sends null as a price": lambda s: only_product(s)["price"] is None,
    "sends null": lambda s: looks_well(s) and data(s) is None,
    "sends a price as a string": lambda s: only_product(s)["price"] == "15.99",
    "sends a negative price": lambda s: only_product(s)["price"] < 0,
    "sends a price with three decimal places": lambda s: (
        only_product(s)["price"].as_tuple().exponent == -3
    ),
    "sends a price above the highest allowed": lambda s: (
        only_product(s)["price"] > Decimal("9999999.99")
    ),
    "sends NaN as a price": lambda s: only_product(s)["price"] == "NaN",
    "sends a product without a name": lambda s: set(only_product(s)) == {"category", "price"},
    "sends a product with an empty name": lambda s: only_product(s)["name"] == "",
    # Well said, but not a response to the question
    "ignores the requested category": lambda s: only_product(s)["category"] == "Films",
    "sends 21 products for a page of 20": lambda s: len(data(s)["products"]) == 21,
    "sends 1 product out of 2": lambda s: is_true(s) and data(s)["total"] == 2,
    # Another status
    "responds 400 Bad Request": status(400, content_type="application/problem+json"),
    "responds 503 Service Unavailable": status(503, content_type="application/problem+json"),
    "responds 307 Temporary Redirect": lambda s: (
        s.response.status == 307 and s.response.headers["location"].startswith("ftp://")
    ),
    "responds 200 OK with problem details": status(200, content_type="application/problem+json"),
}


OFFERED = ["Field Guide", "Atlas"]
# An offer of these two, sent in unusual ways.
SENT: dict[str, Look] = {
    "adds information alongside the list of products": lambda s: data(s)["updated"] == "today",
    "adds information to each product": lambda s: (
        [each["colour"] for each in data(s)["products"]] == ["red", "red"]
    ),
    "responds slowly but in time": lambda s: (
        s.first >= 0.1 * DEADLINE and names(data(s)) == OFFERED
    ),
}


def names(listed: Any) -> list[str]:
    """Return the names of the products in a body."""
    return [each["name"] for each in listed["products"]]


def test_every_fault_is_looked_at() -> None:
    ready_made = failures(LISTING, GONE)
    own = {words for words, fault in TECHNICAL.items() if fault != ready_made.get(words)}
    assert set(WIRE) == own
    assert set(SENT) == set(UNUSUAL) - set(QUIRKS)
    assert [fault for fault in PLAIN.values() if fault not in TECHNICAL.values()] == []


@pytest.mark.parametrize("words", WIRE)
def test_a_fault_does_what_its_words_say(stage: Stage, words: str) -> None:
    fault = TECHNICAL[words]
    stage.set(fault)
    hangs = isinstance(fault, Script) and math.inf in fault.acts
    # Where the caller does not keep the connection, WireMock leaves chunks out altogether.
    keep = isinstance(fault, Reply) and fault.broken is not None
    seen = watch(stage.url, keep=keep, patience=WAIT if hangs else PATIENCE)
    assert WIRE[words](seen), f"{words}: {str(seen)[:2000]}"


@pytest.mark.parametrize("words", SENT)
def test_an_offer_is_sent_as_the_words_say(stage: Stage, words: str) -> None:
    stage.set(UNUSUAL[words], Offer([FIELD_GUIDE, ATLAS]))
    seen = watch(stage.url, patience=WAIT if "open" in words else PATIENCE)
    assert SENT[words](seen), f"{words}: {str(seen)[:2000]}"
    (entry,) = stage.journal()
    assert sorted(entry.origins) == ["Given 1", "Given 2"]


@pytest.mark.parametrize("words", WIRE)
def test_the_journal_names_the_given_of_a_fault(stage: Stage, words: str) -> None:
    stage.set(TECHNICAL[words])
    watch(stage.url, "/products?category=Books", patience=0.2)
    (entry,) = stage.journal()
    assert entry.origins == stage.stubs.origins == ["Given 1"]
    assert (entry.request_id, entry.query) == ("watched", [("category", "Books")])


@pytest.mark.parametrize("words", TECHNICAL)
def test_a_fault_that_never_ends_has_a_short_deadline(words: str) -> None:
    fault = TECHNICAL[words]
    acts = fault.acts if isinstance(fault, Script) else []
    waits = sum(act for act in acts if not isinstance(act, bytes))
    late = isinstance(fault, Reply) and sum(fault.after) > 0
    assert own_deadline(fault) == (TWO_TRIES if late else SHORT if waits > 1 else None)


def test_an_address_may_refuse_connections(stage: Stage) -> None:
    stage.set(TECHNICAL["refuses connections"])
    assert urlsplit(stage.url).hostname == "127.0.0.1"
    with pytest.raises(ConnectionRefusedError):
        watch(stage.url)


def test_an_address_may_not_exist(stage: Stage) -> None:
    """No look-up here: RFC 6761, section 6.4, sees to it that there is no such host."""
    stage.set(TECHNICAL["has a host name that cannot be found"])
    assert str(urlsplit(stage.url).hostname).endswith(".invalid")


@pytest.mark.parametrize("value", ["7", "soon", ""])
def test_an_outage_may_say_when_to_come_back(stage: Stage, value: str) -> None:
    stage.set(retry_after(429, value))
    assert status(429, retry_after=value)(watch(stage.url))


def test_an_outage_may_name_the_moment_of_its_end(stage: Stage) -> None:
    stage.set(retry_after_date(datetime(2030, 1, 2, 3, 4, 5, tzinfo=timezone.utc)))
    assert status(503, retry_after="Wed, 02 Jan 2030 03:04:05 GMT")(watch(stage.url))


# --- the contract ----------------------------------------------------------------------------------


@pytest.mark.parametrize("words", TECHNICAL)
def test_each_fault_breaks_the_contract_where_it_says(contract: Contract, words: str) -> None:
    hold(TECHNICAL[words], contract, "GET", "/products", "the Given")


@pytest.mark.parametrize(
    ("words", "place"),
    [
        ("adds information to each product", True),
        ("adds information alongside the list of products", "the body"),
    ],
)
def test_an_added_field_only_goes_beyond_the_contract(
    contract: Contract, words: str, place: bool | str
) -> None:
    unusual = UNUSUAL[words]
    assert isinstance(unusual, Unusual)
    reply = unusual.send(listing())
    assert isinstance(reply, Reply)
    assert reply.breaks == place
    hold(reply, contract, "GET", "/products", "the Given")
    open_contract = Contract(contract.file, closed=False)
    kind = reply.content_type
    assert open_contract.response_problems("GET", "/products", 200, kind, reply.body) == []
