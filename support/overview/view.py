"""What a shopper sees of the overview, whichever way they look at it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

NOTHING_TO_SHOW = "There are no products to show."


@dataclass(frozen=True)
class ShownProduct:
    """A product as shown: `price` is text, to the digit."""

    name: str
    category: str
    price: str


@dataclass(frozen=True)
class View:
    """One look at the overview.

    `outcome` is "shown", "mistaken" (the shopper asked for something that cannot be) or
    "unavailable". `message` is what the shopper is told, empty if there are products to look at.
    `total` counts the products on all pages, `categories` are those to choose from; both are there
    only when the outcome is "shown".
    """

    outcome: str
    products: Sequence[ShownProduct] = ()
    message: str = ""
    total: int | None = None
    categories: Sequence[str] = ()
