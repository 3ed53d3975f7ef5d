"""The offer of the products service, and every response that follows from it by the contract.

This writes the service's own rules a second time, on purpose: the stub responds by these, the real
service by its own, and the same scenarios run on both.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import simplejson

DEFAULT_PAGE, LARGEST_PAGE = 20, 100  # products


@dataclass(frozen=True)
class Product:
    """One product, as written; the defaults are for what a scenario is not about."""

    name: str
    category: str = "Books"
    price: Decimal = Decimal("10.00")


KEYS: dict[str, Callable[[Product], Any]] = {
    "name": lambda product: product.name.casefold(),
    "price": lambda product: product.price,
    "category": lambda product: product.category.casefold(),
}


@dataclass(frozen=True)
class Offer:
    """The products that the service offers, in the order added."""

    products: Sequence[Product]

    @property
    def categories(self) -> list[str]:
        """List the categories in alphabetical order, whatever their case."""
        every = {product.category for product in self.products}
        return sorted(every, key=lambda category: (category.casefold(), category))


def orders(products: Sequence[Product]) -> dict[str, list[int]]:
    """Return the places of the products for each way to sort them, such as "price desc"."""
    places = list(range(len(products)))
    by_name = sorted(places, key=lambda place: KEYS["name"](products[place]))
    found = {"added": places}
    for name, key in KEYS.items():
        values = [key(product) for product in products]
        for order in ("asc", "desc"):
            in_order = sorted(by_name, key=values.__getitem__, reverse=order == "desc")
            found[f"{name} {order}"] = in_order
    return found


def pages(offer: Offer, size: int) -> list[str]:
    """Write the body of each page of this size; an offer of no products has one page."""
    products, total = offer.products, len(offer.products)
    begins = range(0, max(1, total), size)
    return [body(products[begin : begin + size], total, offer.categories) for begin in begins]


def body(products: Sequence[Product], total: int, categories: Sequence[str]) -> str:
    """Write the body of one response."""
    return write({"products": as_json(products), "total": total, "categories": categories})


def as_json(products: Sequence[Product]) -> list[dict[str, Any]]:
    return [vars(product) for product in products]


def write(value: Any) -> str:
    """Write JSON with every price to the digit, and every letter as it is."""
    return simplejson.dumps(value, use_decimal=True, ensure_ascii=False)
