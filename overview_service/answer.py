"""Reads the products service's answer strictly into plain values, or refuses it whole."""

from __future__ import annotations

import json
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, NoReturn

from overview_service.errors import BrokenAnswerError
from overview_service.query import Query

CENT = Decimal("0.01")
LARGEST_PRICE = Decimal("9999999.99")
LARGEST_TOTAL = Decimal(2**53 - 1)  # beyond it JSON readers disagree (RFC 8259, section 6)


@dataclass(frozen=True)
class Product:
    """One product; the price has exactly two decimals."""

    name: str
    category: str
    price: Decimal


@dataclass(frozen=True)
class Answer:
    """One page of products, how many there are on all pages, and the categories to choose from."""

    products: tuple[Product, ...]
    total: int
    categories: tuple[str, ...]


def read(body: bytes, query: Query) -> Answer:
    """Read a body that should be JSON by the contract and the answer to `query`.

    Raises BrokenAnswerError, which names the place, when it is anything else.
    """
    fields = _fields(_json(body), "the answer", {"products", "total", "categories"})
    answer = Answer(
        products=tuple(
            _product(item, f"products[{index}]")
            for index, item in enumerate(_list(fields["products"], "products"))
        ),
        total=_total(fields["total"]),
        categories=tuple(
            _text(item, f"categories[{index}]")
            for index, item in enumerate(_list(fields["categories"], "categories"))
        ),
    )
    if len(set(answer.categories)) != len(answer.categories):
        raise BrokenAnswerError("categories: one is there twice")
    _check_it_was_asked(answer, query)
    return answer


def _json(body: bytes) -> Any:
    try:
        return json.loads(
            body.decode("utf-8"),
            parse_float=Decimal,
            parse_int=Decimal,  # a number of any length; true and false are none
            parse_constant=_no_constant,
            object_pairs_hook=_object,
        )
    except (ValueError, ArithmeticError, RecursionError) as error:
        raise BrokenAnswerError(f"not JSON: {error!r:.200}") from error


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    fields = dict(pairs)
    if len(fields) != len(pairs):
        raise ValueError("a field is there twice")
    return fields


def _fields(value: Any, place: str, names: set[str]) -> dict[str, Any]:
    if not isinstance(value, dict) or value.keys() != names:
        raise BrokenAnswerError(f"{place}: not an object of just {sorted(names)}")
    return value


def _list(value: Any, place: str) -> list[Any]:
    if not isinstance(value, list):
        raise BrokenAnswerError(f"{place}: not a list")
    return value


def _text(value: Any, place: str) -> str:
    if not isinstance(value, str) or not value:
        raise BrokenAnswerError(f"{place}: not a text, or empty")
    try:
        value.encode("utf-8")
    except UnicodeEncodeError as error:
        raise BrokenAnswerError(f"{place}: half a surrogate pair") from error
    return value


def _product(value: Any, place: str) -> Product:
    fields = _fields(value, place, {"name", "category", "price"})
    return Product(
        name=_text(fields["name"], f"{place}.name"),
        category=_text(fields["category"], f"{place}.category"),
        price=_price(fields["price"], f"{place}.price"),
    )


def _price(value: Any, place: str) -> Decimal:
    if not isinstance(value, Decimal) or not 0 <= value <= LARGEST_PRICE:
        raise BrokenAnswerError(f"{place}: not a number from 0 to {LARGEST_PRICE}")
    price = abs(value).quantize(CENT)  # abs: -0 is 0
    if price != value:
        raise BrokenAnswerError(f"{place}: more than two decimals")
    return price


def _total(value: Any) -> int:
    if not isinstance(value, Decimal) or not 0 <= value <= LARGEST_TOTAL or value % 1:
        raise BrokenAnswerError("total: not a whole number from 0")
    return int(value)


def _check_it_was_asked(answer: Answer, query: Query) -> None:
    strangers = {product.category for product in answer.products} - {query.category}
    if query.category is not None and strangers:
        raise BrokenAnswerError("products of another category than the one asked for")
    before = (query.page - 1) * query.page_size
    expected = min(query.page_size, max(0, answer.total - before))
    if len(answer.products) != expected:
        raise BrokenAnswerError(
            f"{len(answer.products)} products where page {query.page} of {query.page_size} "
            f"out of {answer.total} has {expected}"
        )
