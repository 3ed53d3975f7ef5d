"""The faults of the products service, by the words that features have for them.

TECHNICAL has the words of programs.feature, in its order, and defines each fault once. PLAIN has a
product owner's words for some of them. UNUSUAL has ways to send what is offered, which do no harm.
"""

from __future__ import annotations

import gzip
from collections.abc import Mapping
from datetime import datetime
from email.utils import format_datetime

from wiremock_strict import Reply, Script
from wiremock_strict.faults import EARLY_HINTS, FOREVER, JSON, head, in_chunks, slowly, whole

from support.products.bodies import HALF, LISTING, listing, only, product
from support.products.fault_kinds import CANARY, PROBLEM, Delay, Elsewhere, Fault, Unusual

GONE = f"The database at {CANARY} is gone.".encode()


def encoded(coding: str, body: bytes) -> Reply:
    """Make a 200 whose body is said to have this Content-Encoding."""
    return Reply(200, body, JSON, {"Content-Encoding": coding})


def labelled(content_type: str, body: bytes) -> Reply:
    """Make a 200 that breaks the contract by its Content-Type."""
    return Reply(200, body, content_type, breaks="the content type")


def broken(place: str, body: bytes) -> Reply:
    """Make a 200 that breaks the contract in this place, and nowhere else."""
    return Reply(200, body, JSON, breaks=place)


def broken_product(place: str, text: str) -> Reply:
    """Make a 200 whose only product breaks the contract in this place, and nowhere else."""
    return broken(f"products/0{place}", only(text))


def kept(body: bytes) -> Reply:
    """Make a 200 that keeps the contract, and is wrong all the same."""
    return Reply(200, body, JSON, breaks=False)


def status(code: int, **headers: str) -> Reply:
    """Make a response with this status, and headers such as Retry_After."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Reply(code, GONE, "text/plain", named)


def statuses(*names: str) -> Mapping[str, Reply]:
    """Make a response for each name such as "404 Not Found"."""
    return {f"responds {name}": status(int(name[:3])) for name in names}


def problem(code: int, title: str) -> Reply:
    """Make a response of problem details, as the contract has them."""
    text = f'{{"type": "about:blank", "title": "{title}", "status": {code}, "detail": "No."}}'
    return Reply(code, text.encode(), PROBLEM, breaks=False)


# --- what features call them ---------------------------------------------------------------------

TECHNICAL: dict[str, Fault] = {
    # No response begins
    "refuses connections": Elsewhere(),
    "has a host name that cannot be found": Elsewhere("http://products.invalid"),
    "resets the connection": Script([], reset=True),
    "closes the connection without responding": Reply(broken="EMPTY_RESPONSE"),
    "closes the connection in the middle of its headers": Script([whole(LISTING)[:40]]),
    "sends garbage instead of HTTP": Reply(broken="RANDOM_DATA_THEN_CLOSE"),
    "sends a header of 100 kB": Script([whole(LISTING, b"X-Long: %s\r\n" % (b"x" * 100_000))]),
    # It reports trouble of its own
    **statuses(
        "429 Too Many Requests",
        "500 Internal Server Error",
        "502 Bad Gateway",
        "504 Gateway Timeout",
    ),
    "responds 503 Service Unavailable": problem(503, "Service Unavailable"),
    # The response comes too late
    "never responds": Script([FOREVER]),
    "responds after the deadline": Script([2, whole(LISTING)]),
    "sends its headers too slowly": Script([*slowly(head(len(LISTING)))]),
    "sends its body too slowly": Script([head(len(LISTING)), *slowly(LISTING)]),
    "stalls after its headers": Script([head(len(LISTING)), FOREVER]),
    "stalls in the middle of its body": Script([head(len(LISTING)) + HALF, FOREVER]),
    "sends interim responses without end": Script([*slowly(EARLY_HINTS * 16, 16)]),
    "responds 503 too late for a retry": Reply(503, GONE, "text/plain", after=(0.2, 0.9)),
    # The response is incomplete
    "closes the connection in the middle of its body": Script([head(len(LISTING)) + HALF]),
    "resets the connection in the middle of its body": Script(
        [head(len(LISTING)) + HALF], reset=True
    ),
    "sends malformed chunks": Reply(broken="MALFORMED_RESPONSE_CHUNK"),
    "sends a Content-Length that is too small": Script([head(len(LISTING) - 1) + LISTING]),
    "sends a Content-Length that is too large": Script([head(len(LISTING) + 1) + LISTING]),
    "sends an empty body": broken("the body", b""),
    "sends half of a gzip body": encoded("gzip", gzip.compress(LISTING)[:-12]),
    # The body cannot be read
    "sends plain text labelled as JSON": broken("the body", b"Products: Field Guide"),
    "sends HTML": labelled("text/html", b"<p>Field Guide</p>"),
    "sends JSON labelled as plain text": labelled("text/plain", LISTING),
    "sends JSON without a Content-Type": labelled("", LISTING),
    "sends JSON labelled as UTF-16": labelled(f"{JSON}; charset=utf-16", LISTING),
    "sends invalid UTF-8": broken("the body", LISTING.replace(b"Guide", b"\xff\xfe")),
    "sends invalid gzip": encoded("gzip", LISTING),
    "sends an unknown Content-Encoding": encoded("x-unknown", LISTING),
    "sends a small gzip body that unpacks to 10 MB": encoded(
        "gzip", gzip.compress(LISTING + b" " * 10_000_000)
    ),
    "sends a body of more than 1 MiB": kept(LISTING + b" " * 1_200_000),
    "sends lists nested 100000 levels deep": broken("the body", b"[" * 100_000 + b"]" * 100_000),
    # The list breaks the contract in one place
    "sends a bare list of products": broken("the body", f"[{product()}]".encode()),
    "sends null": broken("the body", b"null"),
    "sends no list of products": broken("the body", listing(products=None)),
    "sends an object as the list of products": broken("products", listing(product())),
    "sends no total": broken("the body", listing(total=None)),
    "sends a negative total": broken("total", listing("[]", total="-1")),
    "sends a total that is not whole": broken("total", listing(total="1.5")),
    "sends a total as a string": broken("total", listing(total='"1"')),
    "sends no list of categories": broken("the body", listing(categories=None)),
    "sends the same category twice": broken("categories", listing(categories='["Books", "Books"]')),
    "sends a category without a name": broken("categories/1", listing(categories='["Books", ""]')),
    # A product breaks the contract in one place
    "sends a string as a product": broken_product("", '"Field Guide"'),
    "sends a product without a name": broken_product("", product(name=None)),
    "sends a product with an empty name": broken_product("/name", product(name='""')),
    "sends a product with a number as its name": broken_product("/name", product(name="7")),
    "sends a product without a category": broken_product("", product(category=None)),
    "sends a product without a price": broken_product("", product(price=None)),
    "sends a price as a string": broken_product("/price", product(price='"15.99"')),
    "sends NaN as a price": broken("the body", only(product(price="NaN"))),
    "sends null as a price": broken_product("/price", product(price="null")),
    "sends a negative price": broken_product("/price", product(price="-15.99")),
    "sends a price with three decimals": broken_product("/price", product(price="15.999")),
    "sends a price above the highest allowed": broken_product("/price", product(price="10000000")),
    # The list is not what was requested
    "sends 21 products for a page of 20": kept(
        listing(f"[{', '.join([product()] * 21)}]", total="21")
    ),
    "sends 1 product out of 2": kept(listing(total="2")),
    "sends films whatever category is requested": kept(only(product(category='"Films"'))),
    # The status is another
    "responds 200 OK with problem details": labelled(PROBLEM, problem(503, "Gone").body),
    "responds 201 Created": Reply(201, LISTING, JSON),
    "responds 204 No Content": Reply(204, b"", ""),
    "responds 206 Partial Content": Reply(206, LISTING, JSON),
    "responds 301 Moved Permanently": status(301, Location="/elsewhere"),
    "responds 302 Found": status(302, Location="/products"),
    "responds 304 Not Modified": Reply(304, b"", ""),
    "responds 307 Temporary Redirect": status(307, Location=f"ftp://{CANARY}/"),
    "responds 400 Bad Request": problem(400, "Bad Request"),
    "responds 401 Unauthorized": status(401, WWW_Authenticate="Basic"),
    **statuses(
        "403 Forbidden",
        "404 Not Found",
        "408 Request Timeout",
        "409 Conflict",
        "418 I'm a Teapot",
        "422 Unprocessable Content",
        "501 Not Implemented",
    ),
}

PLAIN: dict[str, Fault] = {
    "breaks off halfway through its list": TECHNICAL[
        "closes the connection in the middle of its body"
    ],
    "hangs up before it responds": TECHNICAL["closes the connection without responding"],
    "has an internal error": TECHNICAL["responds 500 Internal Server Error"],
    "has moved elsewhere": TECHNICAL["responds 302 Found"],
    "ignores the chosen category": TECHNICAL["sends films whatever category is requested"],
    "is closed for maintenance": TECHNICAL["responds 503 Service Unavailable"],
    "is down": TECHNICAL["refuses connections"],
    "leaves out the price of a product": TECHNICAL["sends a product without a price"],
    "no longer knows about products": TECHNICAL["responds 404 Not Found"],
    "receives too many requests": TECHNICAL["responds 429 Too Many Requests"],
    "sends a web page instead of products": TECHNICAL["sends HTML"],
    "sends fewer products than it promises": TECHNICAL["sends 1 product out of 2"],
    "stalls halfway through its list": TECHNICAL["stalls in the middle of its body"],
}


def retry_after(code: int, value: str) -> Reply:
    """Make an outage that says when to come back."""
    return status(code, Retry_After=value)


def retry_after_date(moment: datetime) -> Reply:
    """Make an outage that says at which moment to come back (RFC 9110, 10.2.3)."""
    return retry_after(503, format_datetime(moment, usegmt=True))


# --- unusual ways to send what is offered --------------------------------------------------------


def compressed(body: bytes) -> Reply:
    """Compress the body."""
    return encoded("gzip", gzip.compress(body))


def with_field_in_products(body: bytes) -> Reply:
    """Add a field to each product, which the contract allows and does not name."""
    coloured = body.replace(b'{"name"', b'{"colour": "red", "name"')
    return Reply(200, coloured, JSON, breaks=True)


def with_field_beside_products(body: bytes) -> Reply:
    """Add a field to the list, which the contract allows and does not name."""
    return broken("the body", body.replace(b"{", b'{"updated": "today", ', 1))


UNUSUAL: dict[str, Fault] = {
    "adds information to each product": Unusual(with_field_in_products),
    "adds information beside the list of products": Unusual(with_field_beside_products),
    "compresses its body with gzip": Unusual(compressed),
    "keeps the connection open after its response": Unusual(
        lambda body: Script([whole(body), FOREVER])
    ),
    "responds slowly but in time": Delay(0.1),
    "sends 103 Early Hints first": Unusual(lambda body: Script([EARLY_HINTS, whole(body)])),
    "sends a header that is not ASCII": Unusual(
        lambda body: Script([whole(body, b"X-Odd: \xff\x00\xc3\xa9 {{x}} <b>\r\n")])
    ),
    "sends its body in many chunks": Unusual(lambda body: Script([in_chunks(body)])),
}

FAULTS = {**TECHNICAL, **PLAIN, **UNUSUAL}
