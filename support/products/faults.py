"""What the products service can do to its caller, by the words that features have for it."""

from __future__ import annotations

from dataclasses import dataclass

from support.overview.inspection import CANARY

JSON = "application/json"
BOOK = '{"name": "Field Guide", "category": "Books", "price": 15.99}'


@dataclass(frozen=True)
class Outage:
    """An answer that tells of trouble; no matter of the contract."""

    status: int
    text: str = f"The database at {CANARY} is gone."
    content_type: str = "text/plain"


@dataclass(frozen=True)
class Breach:
    """An answer that looks well and breaks the contract."""

    text: str
    content_type: str = JSON
    status: int = 200


@dataclass(frozen=True)
class Delay:
    """A true answer, `deadlines` times the overview's deadline after the question."""

    deadlines: float


@dataclass(frozen=True)
class Refusal:
    """Nobody listens at the address."""


Fault = Outage | Breach | Delay | Refusal

FAULTS: dict[str, Fault] = {
    "refuses connections": Refusal(),
    "has an error of its own": Outage(500),
    "is down for maintenance": Outage(503),
    "answers later than the shopper can wait": Delay(4),
    "sends a page of text instead of its products": Breach("<p>Products</p>", "text/html"),
    "sends its products as a bare list": Breach(f"[{BOOK}]"),
    "sends its products wrapped twice": Breach(
        f'{{"products": {{"products": [{BOOK}]}}, "total": 1, "categories": ["Books"]}}'
    ),
    "sends its prices as text": Breach(
        f'{{"products": [{BOOK.replace("15.99", chr(34) + "15.99" + chr(34))}], '
        '"total": 1, "categories": ["Books"]}'
    ),
}
