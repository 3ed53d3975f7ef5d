"""Each fault, as it looks on the wire to a caller that mends nothing."""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Callable
from datetime import datetime, timezone
from decimal import Decimal
from http.client import IncompleteRead
from typing import Any
from urllib.parse import urlsplit

import pytest
from tests.support.raw import Seen, watch

from support.products.faults import BEYOND, FAULTS, Break, Elsewhere, down_until
from support.products.stub import StubbedProducts
from tests.support.products.conftest import DEADLINE

Look = Callable[[Seen], object]


def data(seen: Seen) -> Any:
    """Return the answer's JSON; a price is exact, NaN is text."""
    return json.loads(seen.answer.body, parse_float=Decimal, parse_constant=str)


def product(seen: Seen) -> Any:
    """Return the one product of an answer."""
    (only,) = data(seen)["products"]
    return only


def is_true(seen: Seen) -> bool:
    """Tell whether this is a whole answer, of one book, and the connection was closed."""
    whole = seen.is_whole and seen.end == "closed"
    return whole and (seen.answer.status, product(seen)["name"]) == (200, "Field Guide")


def length(seen: Seen) -> int:
    """Return the length that the head announces."""
    return int(seen.head.lower().partition(b"content-length: ")[2].split(b"\r\n")[0])


def packed(seen: Seen) -> bool:
    """Tell whether the answer says that it is packed."""
    return seen.answer.headers["content-encoding"] == "gzip"


def status(code: int, **headers: str | None) -> Look:
    """Expect this status, these headers (None: not there), and a whole answer."""
    expected = {name.replace("_", "-"): value for name, value in headers.items()}

    def look(seen: Seen) -> bool:
        told = {name: seen.answer.headers.get(name) for name in expected}
        return (seen.end, seen.answer.status, told) == ("closed", code, expected)

    return look


def looks_well(seen: Seen) -> bool:
    """Tell whether this is 200, said to be JSON."""
    return (seen.answer.status, seen.answer.headers["content-type"]) == (200, "application/json")


def stalls(seen: Seen) -> bool:
    """Tell whether nothing came for longer than anybody waits."""
    return len(seen.pieces) <= 2 and seen.seconds >= BEYOND * DEADLINE


def dribbles(seen: Seen) -> bool:
    """Tell whether it came in parts, none of them slow, too slow as a whole."""
    return len(seen.pieces) >= 3 and seen.seconds >= 1.5 * DEADLINE


def too_short(seen: Seen) -> bool:
    """Tell whether the body ends before the length that was announced."""
    return 0 < len(seen.sent) < length(seen)


def cut_in_chunks(seen: Seen) -> bool:
    """Tell whether the body came in chunks of which one cannot be read."""
    try:
        return bool(seen.answer.body) and False
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
    "answers late, but in time": lambda s: s.first >= 0.25 * DEADLINE and is_true(s),
    "answers later than the shopper can wait": lambda s: s.first >= BEYOND * DEADLINE,
    "takes the question and never answers": lambda s: stalls(s) and s.data == b"",
    "dribbles its headers": lambda s: dribbles(s) and not is_true(s),
    "dribbles its answer": lambda s: dribbles(s) and is_true(s),
    "sends its headers, then stalls": lambda s: stalls(s) and s.head and s.sent == b"",
    "stalls in the middle of its answer": lambda s: stalls(s) and too_short(s),
    "fails so late that a second try cannot succeed": lambda s: (
        s.answer.status == 503 and s.first >= 0.5 * DEADLINE
    ),
    "answers at once, and is slow to close the connection": lambda s: (
        is_true(s) and s.seconds >= BEYOND * DEADLINE
    ),
    "sends odd letters in a header": lambda s: is_true(s) and b"X-Odd: \xff\x00" in s.head,
    # Not a whole answer
    "stops in the middle of its answer": lambda s: too_short(s) and s.end == "closed",
    "resets the connection in the middle of its answer": lambda s: s.end == "reset",
    "sends malformed chunks": cut_in_chunks,
    "announces less than it sends": lambda s: len(s.sent) == length(s) + 1,
    "announces more than it sends": lambda s: len(s.sent) == length(s) - 1 and s.end == "closed",
    "sends an empty answer": lambda s: looks_well(s) and s.answer.body == b"",
    # Not an answer that can be read
    "sends text instead of data": lambda s: looks_well(s) and s.answer.body.startswith(b"Products"),
    "sends a page for people instead of data": lambda s: (
        s.answer.headers["content-type"] == "text/html" and s.answer.body.startswith(b"<")
    ),
    "sends data under a wrong name": lambda s: (
        is_true(s) and s.answer.headers["content-type"] == "text/plain"
    ),
    "sends data without a name": lambda s: is_true(s) and "content-type" not in s.answer.headers,
    "sends data in another alphabet": lambda s: (
        s.answer.headers["content-type"] == "application/json; charset=utf-16"
    ),
    "sends bytes that are no letters": lambda s: looks_well(s) and b"\xff\xfe" in s.answer.body,
    "announces a packed answer and sends none": lambda s: packed(s) and is_true(s),
    "sends a packed answer": lambda s: (
        packed(s) and b"Field Guide" in gzip.decompress(s.answer.body)
    ),
    "sends a packed answer that stops in the middle": lambda s: (
        packed(s) and s.answer.body and not unpacks_whole(s)
    ),
    "sends a small answer that unpacks to a huge one": lambda s: (
        packed(s) and len(s.answer.body) < 100_000 and len(gzip.decompress(s.answer.body)) > 2**22
    ),
    "sends a huge answer": lambda s: is_true(s) and len(s.answer.body) > 2**20,
    # Not the shape that was agreed
    "sends its products as a bare list": lambda s: looks_well(s) and data(s)[0]["price"],
    "sends its products wrapped twice": lambda s: data(s)["products"]["products"],
    "sends nothing at all": lambda s: looks_well(s) and data(s) is None,
    "sends prices as text": lambda s: product(s)["price"] == "15.99",
    "sends a negative price": lambda s: product(s)["price"] < 0,
    "sends a price with three decimals": lambda s: product(s)["price"].as_tuple().exponent == -3,
    "sends a price that is too high": lambda s: product(s)["price"] > Decimal("9999999.99"),
    "sends a price that is no number": lambda s: product(s)["price"] == "NaN",
    "sends a product without a name": lambda s: set(product(s)) == {"category", "price"},
    "sends a product with an empty name": lambda s: product(s)["name"] == "",
    "sends a product with something unheard of": lambda s: product(s)["colour"],
    "sends lists within lists without an end": lambda s: s.answer.body.count(b"[") > 10_000,
    # Well said, but not an answer to the question
    "sends a movie to whoever asks for books": lambda s: product(s)["category"] == "Movies",
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
        s.answer.status == 307 and s.answer.headers["location"].startswith("ftp://")
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
        return bool(gzip.decompress(seen.answer.body))
    except (EOFError, zlib.error):
        return False


def test_every_fault_is_looked_at() -> None:
    elsewhere = {words for words, fault in FAULTS.items() if isinstance(fault, Elsewhere)}
    assert elsewhere == {"refuses connections", "cannot be found"}
    assert set(WIRE) == set(FAULTS) - elsewhere


@pytest.mark.parametrize("words", WIRE)
def test_a_fault_is_on_the_wire_what_its_words_say(stub: StubbedProducts, words: str) -> None:
    stub.fail(FAULTS[words])
    # Where the caller does not keep the connection, WireMock leaves chunks out altogether.
    seen = watch(stub.url, keep=isinstance(FAULTS[words], Break))
    assert WIRE[words](seen), f"{words}: {str(seen)[:2000]}"


@pytest.mark.parametrize("words", WIRE)
def test_a_fault_is_taken_down_with_the_given_that_made_it(
    stub: StubbedProducts, words: str
) -> None:
    if FAULTS[words].hangs:
        stub.fail(FAULTS["resets the connection"])  # hanging once, above, is enough
    else:
        stub.fail(FAULTS[words])
    watch(stub.url, "/products?category=Books")
    (exchange,) = stub.exchanges()
    assert (set(exchange.givens), stub.givens[-1:]) == ({"the first Given"}, ["the first Given"])
    assert (exchange.request_id, exchange.query) == ("watched", [("category", "Books")])


def test_one_that_refuses_is_an_address_that_refuses(stub: StubbedProducts) -> None:
    stub.fail(FAULTS["refuses connections"])
    assert urlsplit(stub.url).hostname == "127.0.0.1"
    with pytest.raises(ConnectionRefusedError):
        watch(stub.url)


def test_one_that_cannot_be_found_has_a_name_that_nobody_may_have(stub: StubbedProducts) -> None:
    """No look-up here: RFC 6761, section 6.4, sees to it that there is no such host."""
    stub.fail(FAULTS["cannot be found"])
    assert str(urlsplit(stub.url).hostname).endswith(".invalid")


def test_one_that_is_down_until_a_moment_tells_it_as_http_does(stub: StubbedProducts) -> None:
    stub.fail(down_until(datetime(2030, 1, 2, 3, 4, 5, tzinfo=timezone.utc)))
    assert status(503, retry_after="Wed, 02 Jan 2030 03:04:05 GMT")(watch(stub.url))
