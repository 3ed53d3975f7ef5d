"""The overview port, and what a shopper sees through it, whichever way they look."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

Choices = Sequence[tuple[str, str]]  # names and values as the address has them
Shown = Mapping[str, str]  # a product as shown: its fields by name, a number to the digit
NOTHING_TO_SHOW = "There are no products to show."
OUTCOMES = {
    200: "shown",
    400: "mistaken",
    404: "lost",
    502: "unavailable",
    503: "unavailable",
    504: "unavailable",
}


@dataclass(frozen=True)
class View:
    """One look at the overview.

    `outcome` is "shown", "mistaken" (the shopper chose something impossible), "lost" (there is
    nothing at the address) or "unavailable".
    `message` is what the shopper reads, empty if there are products. `total` counts the products
    on all pages, `categories` are those to choose from; both need the outcome "shown".
    """

    outcome: str
    products: Sequence[Shown] = ()
    message: str = ""
    total: int | None = None
    categories: Sequence[str] = ()


class Overview(Protocol):
    """A way to look at the overview."""

    def open(self, choices: Choices = ()) -> View:
        """Open the overview with these choices."""
