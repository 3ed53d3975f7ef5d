"""Read the JSON of the products service into plain values, exactly, or refuse all of it.

Fields that are not named here are ignored, so that the products service can add some.
"""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Annotated, Any, NoReturn

import msgspec
from msgspec import Meta, Struct

from overview_service.products_client.errors import BadResponseError
from overview_service.query import Query

HIGHEST_PRICE = Decimal("9999999.99")
_CENT = Decimal("0.01")
_HIGHEST_TOTAL = 2**53 - 1  # beyond it JSON readers disagree (RFC 8259, section 6)

# Not empty, without unpaired surrogates, which UTF-8 has no form for.
Text = Annotated[str, Meta(pattern=r"^[^\ud800-\udfff]+\Z")]


class Price(Decimal):
    """A price with exactly two decimals."""


class Product(Struct, frozen=True):
    """One product."""

    name: Text
    category: Text
    price: Price


class ProductPage(Struct, frozen=True):
    """One page of products; ``total`` counts all pages, ``categories`` ignores the filter."""

    products: list[Product]
    total: Annotated[int, Meta(ge=0, le=_HIGHEST_TOTAL)]
    categories: list[Text]


def read_product_page(body: bytes, query: Query) -> ProductPage:
    """Read the body of a response to `query`.

    Raises BadResponseError, which names the place, if it is off the contract or no response to it.
    """
    try:
        page = msgspec.convert(_parse(body), ProductPage, dec_hook=_price)
    # Decimal refuses an exponent beyond its own with an ArithmeticError.
    except (ValueError, ArithmeticError, RecursionError) as error:
        raise BadResponseError(f"off the contract: {error!r:.200}") from error
    if len(set(page.categories)) != len(page.categories):
        raise BadResponseError("off the contract: a category is listed twice")
    _check_against(query, page)
    return page


def _parse(body: bytes) -> Any:
    """Parse JSON as strictly as RFC 8259 lets us; msgspec's own parser lets duplicates pass."""
    return json.loads(
        body.decode("utf-8"),
        parse_float=_number,
        parse_int=_number,
        parse_constant=_refuse_constant,
        object_pairs_hook=_object,
    )


def _number(text: str) -> int | Decimal:
    """Read a number exactly; 1.0 is the whole number 1, as in JSON Schema."""
    number = Decimal(text)
    return int(number) if abs(number) <= _HIGHEST_TOTAL and number % 1 == 0 else number


def _refuse_constant(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is not JSON")


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    fields = dict(pairs)
    if len(fields) < len(pairs):
        raise ValueError("a field is given twice in one object")
    return fields


def _price(kind: type[Price], value: object) -> Price:
    # quantize() rounds, and the comparison is exact: equal means two decimals at most.
    if isinstance(value, (int, Decimal)) and value is not True and value is not False:
        exact = Decimal(value)
        if 0 <= exact <= HIGHEST_PRICE and exact.quantize(_CENT) == exact:
            return kind(abs(exact).quantize(_CENT))  # abs: -0 is 0
    raise ValueError(f"Expected a price from 0 to {HIGHEST_PRICE} with at most two decimals")


def _check_against(query: Query, page: ProductPage) -> None:
    """Refuse a page that cannot be the one that the query asks for."""
    others = {product.category for product in page.products} - {query.category}
    if query.category is not None and others:
        raise BadResponseError("products of another category than the one requested")
    before = (query.page - 1) * query.page_size
    expected = min(query.page_size, max(0, page.total - before))
    if len(page.products) != expected:
        raise BadResponseError(
            f"{len(page.products)} products where page {query.page} of {query.page_size} "
            f"out of {page.total} has {expected}"
        )
