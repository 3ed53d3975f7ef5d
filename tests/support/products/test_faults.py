"""Each fault, as it looks on the wire to a caller that mends nothing."""

from __future__ import annotations

import gzip
import json
import math
import zlib
from collections.abc import Callable
from datetime import datetime, timezone
from decimal import Decimal
from http.client import IncompleteRead
from typing import Any
from urllib.parse import urlsplit

import pytest
from wiremock_strict import Contract, StubError

from support.products.faults import (
    CROWD,
    FAULTS,
    SHORT,
    TWO_TRIES,
    WHOLE,
    Bytes,
    Delay,
    Elsewhere,
    Reply,
    down_until,
    hold,
    listing,
    product,
    sent,
)
from support.products.offer import Offer, Product
from tests.support.products.conftest import DEADLINE, Stage
from tests.support.raw import PATIENCE, Seen, watch

Look = Callable[[Seen], object]
WAIT = 0.5  # seconds; what never ends is not waited for any longer
FIELD_GUIDE = Product("Field Guide", "Books", Decimal("15.99"))


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


def length(seen: Seen) -> int:
    """Return the length that the head announces."""
    return int(seen.head.lower().partition(b"content-length: ")[2].split(b"\r\n")[0])


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


def stalls(seen: Seen) -> bool:
    """Tell whether nothing more came for as long as we waited."""
    return len(seen.pieces) <= 2 and seen.end == "still open"


def dribbles(seen: Seen) -> bool:
    """Tell whether it came in parts, none of them slow, too slow as a whole."""
    return len(seen.pieces) >= 3 and seen.seconds >= 1.5 * DEADLINE


def too_short(seen: Seen) -> bool:
    """Tell whether the body ends before the length that was announced."""
    return 0 < len(seen.sent) < length(seen)


def cut_in_chunks(seen: Seen) -> bool:
    """Tell whether the body came in chunks of which one cannot be read."""
    try:
        return bool(seen.response.body) and False
    except IncompleteRead:
        return seen.head.startswith(b"HTTP/1.1 200") and b"chunked" in seen.head


WIRE: dict[str, Look] = {
    # No connection, or none that lasts until the headers
    "resets the connection": lambda s: (s.data, s.end) == (b"", "reset"),
    "closes the connection without a word": lambda s: (s.data, s.end) == (b"", "closed"),
    "sends garbage and closes the connection": lambda s: (
        s.data and not s.data.startswith(b"HTTP/") and s.end == "closed"
    ),
    "stops in the middle of its headers": lambda s: (
        s.data.startswith(b"HTTP/1.1 200 OK\r\n") and b"\r\n\r\n" not in s.data
    ),
    "sends a header that is too long to read": lambda s: (
        max(map(len, s.head.split(b"\r\n"))) > 65536 and len(s.sent) == length(s)
    ),
    # Too slow
    "answers late, but in time": lambda s: s.first >= 0.1 * DEADLINE and is_true(s),
    "answers later than the shopper can wait": lambda s: stalls(s) and s.data == b"",
    "takes the question and never answers": lambda s: stalls(s) and s.data == b"",
    "never answers": lambda s: stalls(s) and s.data == b"",
    "dribbles its headers": lambda s: dribbles(s) and not is_true(s),
    "dribbles its answer": lambda s: dribbles(s) and is_true(s),
    "sends its headers, then stalls": lambda s: stalls(s) and s.head and s.sent == b"",
    "stalls in the middle of its answer": lambda s: stalls(s) and too_short(s),
    "fails so late that a second try cannot succeed": lambda s: (
        s.response.status == 503 and s.first >= 0.2 * DEADLINE
    ),
    "answers at once, and is slow to close the connection": lambda s: is_true(s, end="still open"),
    "sends odd letters in a header": lambda s: is_true(s) and b"X-Odd: \xff\x00" in s.head,
    # Not a whole response
    "stops in the middle of its answer": lambda s: too_short(s) and s.end == "closed",
    "resets the connection in the middle of its answer": lambda s: s.end == "reset",
    "sends malformed chunks": cut_in_chunks,
    "announces less than it sends": lambda s: len(s.sent) == length(s) + 1,
    "announces more than it sends": lambda s: len(s.sent) == length(s) - 1 and s.end == "closed",
    "sends an empty answer": lambda s: looks_well(s) and s.response.body == b"",
    # Not a response that can be read
    "sends text instead of data": lambda s: (
        looks_well(s) and s.response.body.startswith(b"Products")
    ),
    "sends a page for people instead of data": lambda s: (
        s.response.headers["content-type"] == "text/html" and s.response.body.startswith(b"<")
    ),
    "sends data under a wrong name": lambda s: (
        is_true(s) and s.response.headers["content-type"] == "text/plain"
    ),
    "sends data without a name": lambda s: is_true(s) and "content-type" not in s.response.headers,
    "sends data in another alphabet": lambda s: (
        s.response.headers["content-type"] == "application/json; charset=utf-16"
    ),
    "sends bytes that are no letters": lambda s: looks_well(s) and b"\xff\xfe" in s.response.body,
    "announces a packed answer and sends none": lambda s: packed(s) and is_true(s),
    "sends a packed answer": lambda s: (
        packed(s) and b"Field Guide" in gzip.decompress(s.response.body)
    ),
    "sends a packed answer that stops in the middle": lambda s: (
        packed(s) and s.response.body and not unpacks_whole(s)
    ),
    "sends a small answer that unpacks to a huge one": lambda s: (
        packed(s)
        and len(s.response.body) < 100_000
        and len(gzip.decompress(s.response.body)) > 2**22
    ),
    "sends a huge answer": lambda s: is_true(s) and len(s.response.body) > 2**20,
    # Not the shape that was agreed
    "sends its products as a bare list": lambda s: looks_well(s) and data(s)[0]["price"],
    "sends its products wrapped twice": lambda s: data(s)["products"]["products"],
    "sends nothing at all": lambda s: looks_well(s) and data(s) is None,
    "sends prices as text": lambda s: only_product(s)["price"] == "15.99",
    "sends a negative price": lambda s: only_product(s)["price"] < 0,
    "sends a price with three decimals": lambda s: (
        only_product(s)["price"].as_tuple().exponent == -3
    ),
    "sends a price that is too high": lambda s: only_product(s)["price"] > Decimal("9999999.99"),
    "sends a price that is no number": lambda s: only_product(s)["price"] == "NaN",
    "sends a product without a name": lambda s: set(only_product(s)) == {"category", "price"},
    "sends a product with an empty name": lambda s: only_product(s)["name"] == "",
    "sends a product with something unheard of": lambda s: only_product(s)["colour"],
    "sends lists within lists without an end": lambda s: s.response.body.count(b"[") > 10_000,
    # Well said, but not a response to the question
    "sends a movie to whoever asks for books": lambda s: only_product(s)["category"] == "Movies",
    "sends more products than fit a page": lambda s: len(data(s)["products"]) == 21,
    "sends fewer products than it counts": lambda s: is_true(s) and data(s)["total"] == 2,
    # Another status
    "finds fault with the question": status(400, content_type="application/problem+json"),
    "wants to know who is asking": status(401, www_authenticate="Basic"),
    "forbids the question": status(403),
    "knows nothing of products": status(404),
    "is in conflict with itself": status(409),
    "is a teapot": status(418),
    "cannot work with the question": status(422),
    "has an error of its own": status(500),
    "was never meant to answer": status(501),
    "cannot reach what it needs": status(502),
    "is down for maintenance": status(503, content_type="application/problem+json"),
    "waits in vain for what it needs": status(504),
    "has nothing to say": lambda s: status(204)(s) and s.sent == b"",
    "sends a part of its answer": status(206, content_type="application/json"),
    "has moved for good": status(301, location="/elsewhere"),
    "has moved for now": status(302, location="/products"),
    "has moved to a place of another kind": lambda s: (
        s.response.status == 307 and s.response.headers["location"].startswith("ftp://")
    ),
    "says that all is well, and tells of a problem": status(
        200, content_type="application/problem+json"
    ),
    # Come back later
    "has been asked too often": status(429, retry_after=None),
    "has been asked too often, and wants 7 seconds": status(429, retry_after="7"),
    "is down for 7 seconds": status(503, retry_after="7"),
    "is down until a date of long ago": status(503, retry_after="Wed, 21 Oct 2015 07:28:00 GMT"),
    "is down for who knows how long": status(503, retry_after="soon"),
    "is down for a minute": status(503, retry_after="60"),
    "is down for no time at all": status(503, retry_after="0"),
    "is down for a year": status(503, retry_after=str(365 * 24 * 60 * 60)),
}


def unpacks_whole(seen: Seen) -> bool:
    """Tell whether a packed answer can be unpacked to its end."""
    try:
        return bool(gzip.decompress(seen.response.body))
    except (EOFError, zlib.error):
        return False


def test_every_fault_is_looked_at() -> None:
    elsewhere = {words for words, fault in FAULTS.items() if isinstance(fault, Elsewhere)}
    assert elsewhere == {"refuses connections", "cannot be found"}
    assert set(WIRE) == set(FAULTS) - elsewhere


@pytest.mark.parametrize("words", WIRE)
def test_a_fault_does_what_its_words_say(stage: Stage, words: str) -> None:
    fault = FAULTS[words]
    delayed = [Offer([FIELD_GUIDE])] if isinstance(fault, Delay) else []
    stage.set(fault, *delayed)
    hangs = isinstance(fault, Bytes) and math.inf in fault.acts
    # Where the caller does not keep the connection, WireMock leaves chunks out altogether.
    keep = isinstance(fault, Reply) and fault.broken is not None
    seen = watch(stage.url, keep=keep, patience=WAIT if hangs else PATIENCE)
    assert WIRE[words](seen), f"{words}: {str(seen)[:2000]}"


@pytest.mark.parametrize("words", [words for words in WIRE if words != "answers late, but in time"])
def test_the_journal_names_the_given_of_a_fault(stage: Stage, words: str) -> None:
    stage.set(FAULTS[words])
    watch(stage.url, "/products?category=Books", patience=0.2)
    (entry,) = stage.journal()
    assert entry.origins == stage.stand_in.origins == ["Given 1"]
    assert (entry.request_id, entry.query) == ("watched", [("category", "Books")])


@pytest.mark.parametrize("words", FAULTS)
def test_a_fault_has_a_short_deadline_if_it_never_ends(words: str) -> None:
    fault = FAULTS[words]
    acts = fault.acts if isinstance(fault, Bytes) else []
    never_ends = math.inf in acts and acts[0] != WHOLE
    if never_ends or "dribbles" in words or "so late" in words:
        assert fault.deadline in (SHORT, TWO_TRIES, CROWD)
    else:
        assert fault.deadline is None


def test_an_address_may_refuse_connections(stage: Stage) -> None:
    stage.set(FAULTS["refuses connections"])
    assert urlsplit(stage.url).hostname == "127.0.0.1"
    with pytest.raises(ConnectionRefusedError):
        watch(stage.url)


def test_an_address_may_not_exist(stage: Stage) -> None:
    """No look-up here: RFC 6761, section 6.4, sees to it that there is no such host."""
    stage.set(FAULTS["cannot be found"])
    assert str(urlsplit(stage.url).hostname).endswith(".invalid")


def test_an_outage_may_name_the_moment_of_its_end(stage: Stage) -> None:
    stage.set(down_until(datetime(2030, 1, 2, 3, 4, 5, tzinfo=timezone.utc)))
    assert status(503, retry_after="Wed, 02 Jan 2030 03:04:05 GMT")(watch(stage.url))


# --- the contract ----------------------------------------------------------------------------------


@pytest.mark.parametrize("words", FAULTS)
def test_each_fault_is_to_the_contract_what_it_says(contract: Contract, words: str) -> None:
    hold(FAULTS[words], contract, "the Given")


def test_a_fault_that_is_to_break_the_contract_must(contract: Contract) -> None:
    kept = sent(b'{"products": [], "total": 0, "categories": []}', breaks=True)
    with pytest.raises(StubError, match=r"allows a response that is meant to break it: the Given$"):
        hold(kept, contract, "the Given")


def test_a_fault_that_is_to_keep_the_contract_must(contract: Contract) -> None:
    with pytest.raises(StubError, match="does not allow this response: the Given\n"):
        hold(sent(b"[]", breaks=False), contract, "the Given")


def test_a_field_that_the_contract_does_not_name_breaks_it(contract: Contract) -> None:
    with pytest.raises(StubError, match="colour"):
        hold(
            sent(listing(product().replace("{", '{"colour": "red", ')), breaks=False), contract, ""
        )
