"""Products: one, a page of them, and reading them from the body of a request."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Annotated, Any, NoReturn

import msgspec
from msgspec import Meta, Struct

HIGHEST_PRICE = Decimal("9999999.99")
_CENT = Decimal("0.01")

# Not empty, without NUL, which PostgreSQL cannot store, and without unpaired surrogates.
Text = Annotated[str, Meta(pattern=r"^[^\x00\ud800-\udfff]+\Z")]


class InvalidProductsError(ValueError):
    """A body that is not a list of products; the message names the place and what is allowed."""


class Price(Decimal):
    """A price with exactly two decimals and no currency."""


class Product(Struct, frozen=True, forbid_unknown_fields=True):
    """One product."""

    name: Text
    category: Text
    price: Price


class ProductList(Struct, frozen=True, forbid_unknown_fields=True):
    """All products, in the order they are to be kept in."""

    products: list[Product]


class ProductPage(Struct, frozen=True):
    """One page of products; ``total`` counts all pages, ``categories`` ignores the filter."""

    products: list[Product]
    total: int
    categories: list[str]


def read_products(body: bytes) -> list[Product]:
    """Read ``{"products": [{"name": ..., "category": ..., "price": ...}, ...]}``.

    Numbers are read as Decimal, so that a price is exactly what was written.
    Raises InvalidProductsError.
    """
    document = _parse(body)
    try:
        return msgspec.convert(document, ProductList, dec_hook=_price).products
    except msgspec.ValidationError as error:
        raise InvalidProductsError(f"The body is off the contract: {error}.") from None


def _parse(body: bytes) -> Any:
    """Parse JSON as strictly as RFC 8259 lets us; msgspec's own parser lets duplicates pass."""
    try:
        return json.loads(
            body.decode("utf-8"),
            parse_float=Decimal,
            parse_int=Decimal,
            parse_constant=_refuse_constant,
            object_pairs_hook=_object,
        )
    except InvalidProductsError:
        raise
    # Decimal refuses an exponent beyond its own with an ArithmeticError.
    except (ValueError, ArithmeticError):
        raise InvalidProductsError("The body must be one JSON document in UTF-8.") from None
    except RecursionError:
        raise InvalidProductsError("The body is nested too deeply.") from None


def _refuse_constant(constant: str) -> NoReturn:
    raise InvalidProductsError(f"{constant} is not JSON.")


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    fields = dict(pairs)
    if len(fields) < len(pairs):
        raise InvalidProductsError("The body must not give a field twice in one object.")
    return fields


def _price(kind: type[Price], value: object) -> Price:
    # quantize() rounds, and the comparison is exact: equal means two decimals at most.
    if isinstance(value, Decimal) and 0 <= value <= HIGHEST_PRICE:
        price = value.quantize(_CENT)
        if price == value:
            return kind(price)
    raise ValueError(f"Expected a number from 0 to {HIGHEST_PRICE} with at most two decimals")
