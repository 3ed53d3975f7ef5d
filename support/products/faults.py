"""What the products service can do to its caller, by the words that features have for it.

A fault says what happens on the wire, not who makes it happen. Durations are counted in the
overview's deadline, so that a fault stays within or beyond it whatever the deadline is. One that
`hangs` lasts longer than any: it is tried on an overview with a short deadline, as waiting longer
would show nothing more.
"""

from __future__ import annotations

import gzip
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime
from itertools import takewhile

from wiremock_strict import scripted_socket

# An overview that hands on what it was told shows this to a shopper.
CANARY = "canary.internal"
BEYOND = 4.0  # deadlines: nobody waits as long


@dataclass(frozen=True)
class Reply:
    """One answer to every question, `after` so many deadlines.

    `contract` tells what the contract makes of it, and is held to that: "kept" or "broken". An
    outage, or trouble in the transport, is "no matter" of it.
    """

    status: int = 200
    body: bytes = f"The database at {CANARY} is gone.".encode()
    kind: str = "text/plain"
    headers: Mapping[str, str] | None = None
    contract: str = "no matter"
    after: float = 0
    hangs = False


@dataclass(frozen=True)
class Delay:
    """True answers, each so many deadlines late."""

    deadlines: float
    hangs = False


@dataclass(frozen=True)
class Break:
    """No answer at all, but WireMock's fault of this name."""

    name: str
    hangs = False


@dataclass(frozen=True)
class Script(scripted_socket.Script):
    """A script that says whether it ever ends."""

    @property
    def hangs(self) -> bool:
        """Whether nobody waits until its answer is whole, if it ever is."""
        until = takewhile(lambda act: act != WHOLE, self.acts)
        return sum(act for act in until if not isinstance(act, bytes)) >= 1


@dataclass(frozen=True)
class Elsewhere:
    """The overview looks for the products service at `url`; empty for where nobody listens."""

    url: str = ""
    hangs = False


Fault = Reply | Delay | Break | Script | Elsewhere


def product(name: str = '"Field Guide"', category: str = "Books", price: str = "15.99") -> str:
    """A product as JSON; name and price are JSON themselves."""
    return f'{{"name": {name}, "category": "{category}", "price": {price}}}'


def offer(*products: str, total: int | None = None) -> bytes:
    """A whole answer with these products, as JSON."""
    count = len(products) if total is None else total
    body = f'{{"products": [{", ".join(products)}], "total": {count}, "categories": ["Books"]}}'
    return body.encode()


def sent(
    body: bytes, contract: str = "broken", kind: str = "application/json", **headers: str
) -> Reply:
    """An answer that looks well: 200 and, unless told otherwise, JSON."""
    named = {name.replace("_", "-").title(): value for name, value in headers.items()}
    return Reply(200, body, kind, named, contract)


def head(length: int, **headers: str) -> bytes:
    """The head of an answer that announces `length` bytes of JSON."""
    lines = ["HTTP/1.1 200 OK", "Content-Type: application/json", f"Content-Length: {length}"]
    lines += [f"{name.replace('_', '-').title()}: {value}" for name, value in headers.items()]
    return "\r\n".join([*lines, "", ""]).encode()


def dribble(data: bytes, parts: int = 8) -> list[bytes | float]:
    """The data in parts, none of them slow by itself, all of them together too slow."""
    size = -(-len(data) // parts)
    pieces = [data[start : start + size] for start in range(0, len(data), size)]
    return [act for piece in pieces for act in (piece, 0.25)]


BOOKS = offer(product())
HALF = BOOKS[: len(BOOKS) // 2]
WHOLE = head(len(BOOKS)) + BOOKS

FAULTS: dict[str, Fault] = {
    # No connection, or none that lasts until the headers
    "refuses connections": Elsewhere(),
    "cannot be found": Elsewhere("http://products.invalid"),
    "resets the connection": Script([], reset=True),
    "closes the connection without a word": Break("EMPTY_RESPONSE"),
    "sends garbage and closes the connection": Break("RANDOM_DATA_THEN_CLOSE"),
    "stops in the middle of its headers": Script([WHOLE[:40]]),
    "sends a header that is too long to read": Script(
        [head(len(BOOKS), x_long="x" * 100_000) + BOOKS]
    ),
    # Too slow
    "answers late, but in time": Delay(0.25),
    "answers later than the shopper can wait": Script([BEYOND, WHOLE]),
    "takes the question and never answers": Script([BEYOND]),
    "dribbles its headers": Script(dribble(WHOLE[:-10])),
    "dribbles its answer": Script([head(len(BOOKS)), *dribble(BOOKS)]),
    "sends its headers, then stalls": Script([head(len(BOOKS)), BEYOND]),
    "stalls in the middle of its answer": Script([head(len(BOOKS)) + HALF, BEYOND]),
    "fails so late that a second try cannot succeed": Reply(503, after=0.6),
    "answers at once, and is slow to close the connection": Script([WHOLE, BEYOND]),
    "sends odd letters in a header": Script(
        [WHOLE.replace(b"HTTP/1.1 200 OK", b"HTTP/1.1 200 OK\r\nX-Odd: \xff\x00\xc3\xa9 {{x}} <b>")]
    ),
    # Not a whole answer
    "stops in the middle of its answer": Script([head(len(BOOKS)) + HALF]),
    "resets the connection in the middle of its answer": Script(
        [head(len(BOOKS)) + HALF], reset=True
    ),
    "sends malformed chunks": Break("MALFORMED_RESPONSE_CHUNK"),
    "announces less than it sends": Script([head(len(BOOKS) - 1) + BOOKS]),
    "announces more than it sends": Script([head(len(BOOKS) + 1) + BOOKS]),
    "sends an empty answer": sent(b""),
    # Not an answer that can be read
    "sends text instead of data": sent(b"Products: Field Guide"),
    "sends a page for people instead of data": sent(b"<p>Products</p>", kind="text/html"),
    "sends data under a wrong name": sent(BOOKS, kind="text/plain"),
    "sends data without a name": sent(BOOKS, kind=""),
    "sends data in another alphabet": sent(BOOKS, kind="application/json; charset=utf-16"),
    "sends bytes that are no letters": sent(BOOKS.replace(b"Guide", b"\xff\xfe")),
    "announces a packed answer and sends none": sent(BOOKS, "no matter", content_encoding="gzip"),
    "sends a packed answer": sent(gzip.compress(BOOKS), "no matter", content_encoding="gzip"),
    "sends a packed answer that stops in the middle": sent(
        gzip.compress(BOOKS)[:-12], "no matter", content_encoding="gzip"
    ),
    "sends a small answer that unpacks to a huge one": sent(
        gzip.compress(BOOKS + b" " * 10_000_000), "no matter", content_encoding="gzip"
    ),
    "sends a huge answer": sent(BOOKS + b" " * 1_200_000, "kept"),
    # Not the shape that was agreed
    "sends its products as a bare list": sent(f"[{product()}]".encode()),
    "sends its products wrapped twice": sent(
        b'{"products": ' + BOOKS + b', "total": 1, "categories": []}'
    ),
    "sends nothing at all": sent(b"null"),
    "sends prices as text": sent(offer(product(price='"15.99"'))),
    "sends a negative price": sent(offer(product(price="-15.99"))),
    "sends a price with three decimals": sent(offer(product(price="15.999"))),
    "sends a price that is too high": sent(offer(product(price="10000000"))),
    "sends a price that is no number": sent(offer(product(price="NaN"))),
    "sends a product without a name": sent(offer(product().replace('"name": "Field Guide", ', ""))),
    "sends a product with an empty name": sent(offer(product(name='""'))),
    "sends a product with something unheard of": sent(
        offer(product().replace("{", '{"colour": "red", '))
    ),
    "sends lists within lists without an end": sent(b"[" * 100_000 + b"]" * 100_000),
    # Well said, but not an answer to the question
    "sends a movie to whoever asks for books": sent(offer(product(category="Movies")), "kept"),
    "sends more products than fit a page": sent(offer(*[product()] * 21), "kept"),
    "sends fewer products than it counts": sent(offer(product(), total=2), "kept"),
    # Another status
    "finds fault with the question": Reply(
        400,
        b'{"type": "about:blank", "title": "Bad Request", "status": 400, "detail": "No."}',
        "application/problem+json",
    ),
    "wants to know who is asking": Reply(401, headers={"WWW-Authenticate": "Basic"}),
    "forbids the question": Reply(403),
    "knows nothing of products": Reply(404),
    "is in conflict with itself": Reply(409),
    "is a teapot": Reply(418),
    "cannot work with the question": Reply(422),
    "has an error of its own": Reply(500),
    "was never meant to answer": Reply(501),
    "cannot reach what it needs": Reply(502),
    "is down for maintenance": Reply(
        503,
        b'{"type": "about:blank", "title": "Service Unavailable", "status": 503, "detail": "No."}',
        "application/problem+json",
    ),
    "waits in vain for what it needs": Reply(504),
    "has nothing to say": Reply(204, b"", ""),
    "sends a part of its answer": Reply(206, BOOKS, "application/json"),
    "has moved for good": Reply(301, headers={"Location": "/elsewhere"}),
    "has moved for now": Reply(302, headers={"Location": "/products"}),
    "has moved to a place of another kind": Reply(
        307, headers={"Location": "ftp://canary.internal/"}
    ),
    "says that all is well, and tells of a problem": sent(
        b'{"type": "about:blank", "title": "Gone", "status": 503}', kind="application/problem+json"
    ),
    # Come back later
    "has been asked too often": Reply(429),
    "has been asked too often, and wants 7 seconds": Reply(429, headers={"Retry-After": "7"}),
    "is down for 7 seconds": Reply(503, headers={"Retry-After": "7"}),
    "is down until a date of long ago": Reply(
        503, headers={"Retry-After": "Wed, 21 Oct 2015 07:28:00 GMT"}
    ),
    "is down for who knows how long": Reply(503, headers={"Retry-After": "soon"}),
    "is down for a minute": Reply(503, headers={"Retry-After": "60"}),
    "is down for no time at all": Reply(503, headers={"Retry-After": "0"}),
    "is down for a year": Reply(503, headers={"Retry-After": "31536000"}),
}


def down_until(moment: datetime) -> Reply:
    """An outage that tells the date of its end (RFC 9110, 10.2.3)."""
    return Reply(503, headers={"Retry-After": format_datetime(moment, usegmt=True)})
