"""What the products service offers, and every response that follows from it by the contract.

This writes the service's own rules a second time, on purpose: the stub responds by these, the real
service by its own, and the same scenarios run on both.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import ceil
from typing import Any

import simplejson

DEFAULT_PAGE_SIZE = 20


@dataclass(frozen=True)
class Product:
    """One product; its price is exact, every text is as written."""

    name: str
    category: str
    price: Decimal


KEYS: dict[str, Callable[[Product], Any]] = {
    "name": lambda product: product.name.casefold(),
    "price": lambda product: product.price,
    "category": lambda product: product.category.casefold(),
}
ORDERS = [("", "asc"), *((key, order) for key in KEYS for order in ("asc", "desc"))]


@dataclass(frozen=True)
class Offer:
    """The products that the service offers, in the order added.

    Shoppers may ask for pages of `page_size`; by default they get pages of DEFAULT_PAGE_SIZE.
    """

    products: Sequence[Product]
    page_size: int = DEFAULT_PAGE_SIZE

    @property
    def categories(self) -> list[str]:
        """List the categories in alphabetical order, whatever their case."""
        every = {product.category for product in self.products}
        return sorted(every, key=lambda category: (category.casefold(), category))

    def narrowed_to(self, category: str | None) -> Offer:
        """Keep the products of one category; all of them for None."""
        left = [product for product in self.products if category in (None, product.category)]
        return Offer(left, self.page_size)

    def pages(self) -> int:
        """Count the pages of the smaller size; an empty offer has one."""
        return max(1, ceil(len(self.products) / min(self.page_size, DEFAULT_PAGE_SIZE)))


def bodies(offer: Offer, categories: Sequence[str]) -> Iterator[tuple[tuple[str, ...], str]]:
    """Yield each request about `offer`, and the body of its response.

    A request is sort_by, sort_order, page_size and page. The sort_by is empty where there is none;
    the others then have their defaults.
    """
    for key, order in ORDERS:
        products = in_order(offer.products, key, order)
        for size in {offer.page_size, DEFAULT_PAGE_SIZE}:
            for number in range(1, offer.pages() + 1):
                text = body(on_page(products, number, size), len(products), categories)
                yield (key, order, str(size), str(number)), text


def in_order(products: Sequence[Product], key: str, order: str) -> list[Product]:
    """Sort by `key`; ties by name, then as added, whatever the order."""
    if not key:
        return list(products)
    by_name = sorted(products, key=KEYS["name"])
    return sorted(by_name, key=KEYS[key], reverse=order == "desc")


def on_page(products: Sequence[Product], number: int, size: int) -> Sequence[Product]:
    """Return the products on page `number`, counted from 1; none beyond the last page."""
    return products[(number - 1) * size : number * size]


def body(products: Sequence[Product], total: int, categories: Sequence[str]) -> str:
    """Write the body of one response."""
    return write({"products": as_json(products), "total": total, "categories": categories})


def as_json(products: Sequence[Product]) -> list[dict[str, Any]]:
    return [vars(product) for product in products]


def write(value: Any) -> str:
    """Write JSON with every price to the digit, and every letter as it is."""
    return simplejson.dumps(value, use_decimal=True, ensure_ascii=False)
