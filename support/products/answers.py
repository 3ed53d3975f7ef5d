"""Every answer that follows from what the products service offers, as its contract tells.

A second writing of the service's own rules, on purpose: the stub answers by this one, the live
service by its own, and the same scenarios run on both.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from math import ceil
from typing import Any

import simplejson

from support.product import Product

DEFAULT_PAGE_SIZE = 20
KEYS: dict[str, Callable[[Product], Any]] = {
    "name": lambda product: product.name.casefold(),
    "price": lambda product: product.price,
    "category": lambda product: product.category.casefold(),
}
ORDERS = [("", "asc"), *((key, order) for key in KEYS for order in ("asc", "desc"))]


@dataclass(frozen=True)
class Offer:
    """The products that the service offers, in the order added.

    `page_size` is the one that shoppers may ask for; without a wish they get DEFAULT_PAGE_SIZE.
    """

    products: Sequence[Product]
    page_size: int = DEFAULT_PAGE_SIZE

    @property
    def categories(self) -> list[str]:
        """All there is to choose from, in alphabetical order, capital letters or not."""
        every = {product.category for product in self.products}
        return sorted(every, key=lambda category: (category.casefold(), category))

    def narrowed_to(self, category: str | None) -> Offer:
        """What is left for a shopper who chose `category`; None for no choice."""
        left = [product for product in self.products if category in (None, product.category)]
        return Offer(left, self.page_size)

    def pages(self) -> int:
        """How many pages there are, at the smaller size; an empty offer has one."""
        return max(1, ceil(len(self.products) / min(self.page_size, DEFAULT_PAGE_SIZE)))


def answers(offer: Offer, categories: Sequence[str]) -> Iterator[tuple[tuple[str, ...], str]]:
    """Each question about `offer` and its answer as JSON.

    A question is sort_by, sort_order, page_size and page: sort_by empty where it is not asked,
    the others then what the contract takes them for.
    """
    for key, order in ORDERS:
        products = in_order(offer.products, key, order)
        for size in {offer.page_size, DEFAULT_PAGE_SIZE}:
            for number in range(1, offer.pages() + 1):
                page = body(cut(products, number, size), len(products), categories)
                yield (key, order, str(size), str(number)), page


def in_order(products: Sequence[Product], key: str, order: str) -> list[Product]:
    """Sort by `key`; ties by name, then as added, whatever the order."""
    if not key:
        return list(products)
    by_name = sorted(products, key=KEYS["name"])
    return sorted(by_name, key=KEYS[key], reverse=order == "desc")


def cut(products: Sequence[Product], number: int, size: int) -> Sequence[Product]:
    """The products on page `number`, from 1; none beyond the last."""
    return products[(number - 1) * size : number * size]


def body(page: Sequence[Product], total: int, categories: Sequence[str]) -> str:
    """One answer as JSON."""
    return write({"products": products(page), "total": total, "categories": categories})


def products(listed: Sequence[Product]) -> list[dict[str, Any]]:
    """Products as the contract has them."""
    return [vars(product) for product in listed]


def write(value: Any) -> str:
    """JSON with every price to the digit, and every letter as it is."""
    return simplejson.dumps(value, use_decimal=True, ensure_ascii=False)
