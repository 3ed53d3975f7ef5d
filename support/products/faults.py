"""The faults of the products service, by the words that features have for them.

TECHNICAL has the words of programs.feature; what any service can do comes from wiremock-strict.
PLAIN has a product owner's words for some of them. UNUSUAL has ways to send what is offered, which
do no harm.
"""

from __future__ import annotations

from datetime import datetime
from email.utils import format_datetime

import wiremock_strict
from wiremock_strict import Reply
from wiremock_strict.faults import JSON
from wiremock_strict.ready_made import QUIRKS, broken, failures, kept, labelled, status

from support.products.bodies import LISTING, listing, only, product
from support.products.fault_kinds import CANARY, Delay, Fault, Unusual

GONE = f"The database at {CANARY} is gone.".encode()
PROBLEM = "application/problem+json"


def broken_product(place: str, text: str) -> Reply:
    """Make a 200 whose only product breaks the contract in this place, and nowhere else."""
    return broken(f"products/0{place}", only(text))


def problem(code: int, title: str) -> Reply:
    """Make a response of problem details, as the contract has them."""
    text = f'{{"type": "about:blank", "title": "{title}", "status": {code}, "detail": "No."}}'
    return Reply(code, text.encode(), PROBLEM, breaks=False)


# --- what features call them ---------------------------------------------------------------------

TECHNICAL: dict[str, wiremock_strict.Fault] = {
    **failures(LISTING, GONE),
    # What the contract, or this shop, says of a status
    "responds 200 OK with problem details": labelled(PROBLEM, problem(503, "Gone").body),
    "responds 307 Temporary Redirect": status(307, GONE, {"Location": f"ftp://{CANARY}/"}),
    "responds 400 Bad Request": problem(400, "Bad Request"),
    "responds 503 Service Unavailable": problem(503, "Service Unavailable"),
    # The list breaks the contract in one place
    "sends a bare list of products": broken("the body", f"[{product()}]".encode()),
    "sends null": broken("the body", b"null"),
    "sends no list of products": broken("the body", listing(products=None)),
    "sends an object as the list of products": broken("products", listing(product())),
    "sends no total": broken("the body", listing(total=None)),
    "sends a negative total": broken("total", listing("[]", total="-1")),
    "sends a total that is not a whole number": broken("total", listing(total="1.5")),
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
    "sends a price with three decimal places": broken_product("/price", product(price="15.999")),
    "sends a price above the highest allowed": broken_product("/price", product(price="10000000")),
    # The list is not what was requested
    "sends 21 products for a page of 20": kept(
        listing(f"[{', '.join([product()] * 21)}]", total="21")
    ),
    "sends 1 product out of 2": kept(listing(total="2")),
    "ignores the requested category": kept(only(product(category='"Films"'))),
}

PLAIN: dict[str, wiremock_strict.Fault] = {
    "breaks off halfway through its list": TECHNICAL[
        "closes the connection in the middle of its body"
    ],
    "hangs up before it responds": TECHNICAL["closes the connection without responding"],
    "has an internal error": TECHNICAL["responds 500 Internal Server Error"],
    "has moved elsewhere": TECHNICAL["responds 302 Found"],
    "ignores the chosen category": TECHNICAL["ignores the requested category"],
    "is down": TECHNICAL["refuses connections"],
    "leaves out the price of a product": TECHNICAL["sends a product without a price"],
    "no longer knows about products": TECHNICAL["responds 404 Not Found"],
    "receives too many requests": TECHNICAL["responds 429 Too Many Requests"],
    "reports that it is unavailable": TECHNICAL["responds 503 Service Unavailable"],
    "sends a web page instead of products": TECHNICAL["sends HTML"],
    "sends fewer products than it promises": TECHNICAL["sends 1 product out of 2"],
    "stalls halfway through its list": TECHNICAL["stalls in the middle of its body"],
}


def retry_after(code: int, value: str) -> Reply:
    """Make an outage that says when to come back."""
    return status(code, GONE, {"Retry-After": value})


def retry_after_date(moment: datetime) -> Reply:
    """Make an outage that says at which moment to come back (RFC 9110, 10.2.3)."""
    return retry_after(503, format_datetime(moment, usegmt=True))


# --- unusual ways to send what is offered --------------------------------------------------------


def with_field_in_products(body: bytes) -> Reply:
    """Add a field to each product, which the contract allows and does not name."""
    coloured = body.replace(b'{"name"', b'{"colour": "red", "name"')
    return Reply(200, coloured, JSON, breaks=True)


def with_field_beside_products(body: bytes) -> Reply:
    """Add a field to the list, which the contract allows and does not name."""
    return broken("the body", body.replace(b"{", b'{"updated": "today", ', 1))


UNUSUAL: dict[str, Delay | Unusual] = {
    **{words: Unusual(send) for words, send in QUIRKS.items()},
    "adds information to each product": Unusual(with_field_in_products),
    "adds information alongside the list of products": Unusual(with_field_beside_products),
    "responds slowly but in time": Delay(0.1),
}

FAULTS: dict[str, Fault] = {**TECHNICAL, **PLAIN, **UNUSUAL}
