"""The faults of the products service, by the words that features have for them.

A fault says what happens on the wire, not who makes it happen. Its times are shares of the
overview's deadline, so that it stays within or beyond the deadline however long that is.
"""

from __future__ import annotations

import gzip
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime
from itertools import takewhile

from wiremock_strict import Contract, StubError

CANARY = "canary.internal"  # an overview that passes on what it was sent shows this to a shopper
FOREVER = math.inf  # until the scenario ends
JSON, PROBLEM = "application/json", "application/problem+json"

# Seconds that the overview waits where a fault has a deadline of its own.
SHORT = 0.3  # for a fault that never ends: waiting longer shows nothing more
TWO_TRIES = 0.5  # for two tries of which the first must come in time
CROWD = 3.0  # for a hundred shoppers who must all be waiting at the same time


@dataclass(frozen=True)
class Reply:
    """One response to every request, `after` a share of the deadline, for each try in turn.

    `breaks` says whether the body breaks the contract: True, False, or None where that makes no
    difference, as in an outage. `broken` is WireMock's name of a fault in place of the response.
    """

    status: int = 200
    body: bytes = f"The database at {CANARY} is gone.".encode()
    content_type: str = "text/plain"
    headers: Mapping[str, str] | None = None
    breaks: bool | None = None
    after: Sequence[float] = (0,)
    deadline: float | None = None
    broken: str | None = None


@dataclass(frozen=True)
class Delay:
    """The products that are offered, later by a share of the deadline."""

    share: float
    deadline = None


@dataclass(frozen=True)
class Bytes:
    """Bytes on a bare socket, and shares of the deadline to wait; `reset` ends them with a RST."""

    acts: Sequence[bytes | float]
    reset: bool = False
    own_deadline: float | None = None

    @property
    def deadline(self) -> float | None:
        """Return a short deadline if nobody can wait until the response is whole."""
        until = takewhile(lambda act: act != WHOLE, self.acts)
        hangs = sum(act for act in until if not isinstance(act, bytes)) >= 1
        return self.own_deadline or (SHORT if hangs else None)


@dataclass(frozen=True)
class Elsewhere:
    """Another address of the products service; an empty one refuses connections."""

    url: str = ""
    deadline = None


Fault = Reply | Delay | Bytes | Elsewhere


def product(name: str = '"Field Guide"', category: str = "Books", price: str = "15.99") -> str:
    """Write a product as JSON; name and price are JSON themselves."""
    return f'{{"name": {name}, "category": "{category}", "price": {price}}}'


def listing(*products: str, total: int | None = None) -> bytes:
    """Write the body of a whole response with these products."""
    count = len(products) if total is None else total
    body = f'{{"products": [{", ".join(products)}], "total": {count}, "categories": ["Books"]}}'
    return body.encode()


def sent(body: bytes, breaks: bool | None = True, content_type: str = JSON) -> Reply:
    """Make a response that looks well: 200 and, by default, JSON."""
    return Reply(200, body, content_type, breaks=breaks)


def gzipped(body: bytes) -> Reply:
    """Make a response that announces gzip."""
    return Reply(200, body, JSON, {"Content-Encoding": "gzip"})


def status(code: int, **headers: str) -> Reply:
    """Make a response with this status, and headers such as Retry_After."""
    return Reply(code, headers={name.replace("_", "-"): value for name, value in headers.items()})


def problem(code: int, title: str) -> Reply:
    """Make a response of problem details, as the contract has them."""
    text = f'{{"type": "about:blank", "title": "{title}", "status": {code}, "detail": "No."}}'
    return Reply(code, text.encode(), PROBLEM, breaks=False)


def head(length: int, *more: str) -> bytes:
    """Write the head of a response that announces `length` bytes of JSON, with more headers."""
    lines = ["HTTP/1.1 200 OK", f"Content-Type: {JSON}", f"Content-Length: {length}", *more]
    return "\r\n".join([*lines, "", ""]).encode()


def dribble(data: bytes, parts: int = 8) -> list[bytes | float]:
    """Cut the data into parts, none of them slow by itself, all of them together too slow."""
    size = -(-len(data) // parts)
    pieces = [data[start : start + size] for start in range(0, len(data), size)]
    return [act for piece in pieces for act in (piece, 0.25)]


BOOKS = listing(product())
HALF = BOOKS[: len(BOOKS) // 2]
WHOLE = head(len(BOOKS)) + BOOKS

FAULTS: dict[str, Fault] = {
    # No connection, or none that lasts until the headers
    "refuses connections": Elsewhere(),
    "cannot be found": Elsewhere("http://products.invalid"),
    "resets the connection": Bytes([], reset=True),
    "closes the connection without a word": Reply(broken="EMPTY_RESPONSE"),
    "sends garbage and closes the connection": Reply(broken="RANDOM_DATA_THEN_CLOSE"),
    "stops in the middle of its headers": Bytes([WHOLE[:40]]),
    "sends a header that is too long to read": Bytes(
        [head(len(BOOKS), f"X-Long: {'x' * 100_000}") + BOOKS]
    ),
    # Too slow
    "answers late, but in time": Delay(0.1),
    "answers later than the shopper can wait": Bytes([FOREVER, WHOLE]),
    "takes the question and never answers": Bytes([FOREVER]),
    "dribbles its headers": Bytes(dribble(WHOLE[:-10])),
    "dribbles its answer": Bytes([head(len(BOOKS)), *dribble(BOOKS)]),
    "sends its headers, then stalls": Bytes([head(len(BOOKS)), FOREVER]),
    "stalls in the middle of its answer": Bytes([head(len(BOOKS)) + HALF, FOREVER]),
    "never answers": Bytes([FOREVER], own_deadline=CROWD),
    "fails so late that a second try cannot succeed": Reply(
        503, after=(0.2, 0.9), deadline=TWO_TRIES
    ),
    "answers at once, and is slow to close the connection": Bytes([WHOLE, FOREVER]),
    "sends odd letters in a header": Bytes(
        [WHOLE.replace(b"HTTP/1.1 200 OK", b"HTTP/1.1 200 OK\r\nX-Odd: \xff\x00\xc3\xa9 {{x}} <b>")]
    ),
    # Not a whole response
    "stops in the middle of its answer": Bytes([head(len(BOOKS)) + HALF]),
    "resets the connection in the middle of its answer": Bytes(
        [head(len(BOOKS)) + HALF], reset=True
    ),
    "sends malformed chunks": Reply(broken="MALFORMED_RESPONSE_CHUNK"),
    "announces less than it sends": Bytes([head(len(BOOKS) - 1) + BOOKS]),
    "announces more than it sends": Bytes([head(len(BOOKS) + 1) + BOOKS]),
    "sends an empty answer": sent(b""),
    # Not a response that can be read
    "sends text instead of data": sent(b"Products: Field Guide"),
    "sends a page for people instead of data": sent(b"<p>Products</p>", content_type="text/html"),
    "sends data under a wrong name": sent(BOOKS, content_type="text/plain"),
    "sends data without a name": sent(BOOKS, content_type=""),
    "sends data in another alphabet": sent(BOOKS, content_type="application/json; charset=utf-16"),
    "sends bytes that are no letters": sent(BOOKS.replace(b"Guide", b"\xff\xfe")),
    "announces a packed answer and sends none": gzipped(BOOKS),
    "sends a packed answer": gzipped(gzip.compress(BOOKS)),
    "sends a packed answer that stops in the middle": gzipped(gzip.compress(BOOKS)[:-12]),
    "sends a small answer that unpacks to a huge one": gzipped(
        gzip.compress(BOOKS + b" " * 10_000_000)
    ),
    "sends a huge answer": sent(BOOKS + b" " * 1_200_000, False),
    # Not the shape that was agreed
    "sends its products as a bare list": sent(f"[{product()}]".encode()),
    "sends its products wrapped twice": sent(
        b'{"products": ' + BOOKS + b', "total": 1, "categories": []}'
    ),
    "sends nothing at all": sent(b"null"),
    "sends prices as text": sent(listing(product(price='"15.99"'))),
    "sends a negative price": sent(listing(product(price="-15.99"))),
    "sends a price with three decimals": sent(listing(product(price="15.999"))),
    "sends a price that is too high": sent(listing(product(price="10000000"))),
    "sends a price that is no number": sent(listing(product(price="NaN"))),
    "sends a product without a name": sent(
        listing(product().replace('"name": "Field Guide", ', ""))
    ),
    "sends a product with an empty name": sent(listing(product(name='""'))),
    "sends a product with something unheard of": sent(
        listing(product().replace("{", '{"colour": "red", '))
    ),
    "sends lists within lists without an end": sent(b"[" * 100_000 + b"]" * 100_000),
    # A sound response, but not to the request
    "sends a movie to whoever asks for books": sent(listing(product(category="Movies")), False),
    "sends more products than fit a page": sent(listing(*[product()] * 21), False),
    "sends fewer products than it counts": sent(listing(product(), total=2), False),
    # Another status
    "finds fault with the question": problem(400, "Bad Request"),
    "wants to know who is asking": status(401, WWW_Authenticate="Basic"),
    "forbids the question": status(403),
    "knows nothing of products": status(404),
    "is in conflict with itself": status(409),
    "is a teapot": status(418),
    "cannot work with the question": status(422),
    "has an error of its own": status(500),
    "was never meant to answer": status(501),
    "cannot reach what it needs": status(502),
    "is down for maintenance": problem(503, "Service Unavailable"),
    "waits in vain for what it needs": status(504),
    "has nothing to say": Reply(204, b"", ""),
    "sends a part of its answer": Reply(206, BOOKS, JSON),
    "has moved for good": status(301, Location="/elsewhere"),
    "has moved for now": status(302, Location="/products"),
    "has moved to a place of another kind": status(307, Location="ftp://canary.internal/"),
    "says that all is well, and tells of a problem": sent(
        b'{"type": "about:blank", "title": "Gone", "status": 503}', content_type=PROBLEM
    ),
    # Come back later
    "has been asked too often": status(429),
    "has been asked too often, and wants 7 seconds": status(429, Retry_After="7"),
    "is down for 7 seconds": status(503, Retry_After="7"),
    "is down until a date of long ago": status(503, Retry_After="Wed, 21 Oct 2015 07:28:00 GMT"),
    "is down for who knows how long": status(503, Retry_After="soon"),
    "is down for a minute": status(503, Retry_After="60"),
    "is down for no time at all": status(503, Retry_After="0"),
    "is down for a year": status(503, Retry_After="31536000"),
}


def down_until(moment: datetime) -> Reply:
    """Make an outage that names the moment of its end (RFC 9110, 10.2.3)."""
    return status(503, Retry_After=format_datetime(moment, usegmt=True))


def hold(fault: Fault, contract: Contract, given: str) -> None:
    """Raise StubError if a response breaks the contract where it is to keep it, or vice versa."""
    if not isinstance(fault, Reply) or fault.breaks is None:
        return
    problems = contract.response_problems(
        "GET", "/products", fault.status, fault.content_type, fault.body
    )
    if problems and not fault.breaks:
        reasons = "".join(f"\n    {problem}" for problem in problems)
        raise StubError(f"The contract does not allow this response: {given}{reasons}")
    if fault.breaks and not problems:
        raise StubError(f"The contract allows a response that is meant to break it: {given}")
