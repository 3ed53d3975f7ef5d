"""A product, and the reading of products from a request's body."""

from __future__ import annotations

import json
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, NoReturn

HIGHEST_PRICE = Decimal("9999999.99")
_CENT = Decimal("0.01")
_FIELDS = ("name", "category", "price")


class InvalidProductsError(ValueError):
    """A body that is not a list of products; the message names the place and what is allowed."""


@dataclass(frozen=True)
class Product:
    """One product; ``price`` has exactly two decimals and no currency."""

    name: str
    category: str
    price: Decimal


def read_products(body: bytes) -> list[Product]:
    """Read ``{"products": [{"name": ..., "category": ..., "price": ...}, ...]}``.

    Numbers are read as Decimal, so that a price is exactly what was written.
    Raises InvalidProductsError.
    """
    document = _parse(body)
    if not isinstance(document, dict) or set(document) != {"products"}:
        raise InvalidProductsError('The body must be an object with the one field "products".')
    if not isinstance(document["products"], list):
        raise InvalidProductsError("products must be a list.")
    return [_product(item, f"products[{index}]") for index, item in enumerate(document["products"])]


def _parse(body: bytes) -> Any:
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
    result = dict(pairs)
    if len(result) < len(pairs):
        raise InvalidProductsError("The body must not give a field twice in one object.")
    return result


def _product(item: Any, place: str) -> Product:
    if not isinstance(item, dict) or set(item) != set(_FIELDS):
        raise InvalidProductsError(f"{place} must be an object with name, category and price only.")
    return Product(
        name=_text(item["name"], f"{place}.name"),
        category=_text(item["category"], f"{place}.category"),
        price=_price(item["price"], f"{place}.price"),
    )


def _text(value: Any, place: str) -> str:
    # PostgreSQL stores no NUL, and UTF-8 has no form for half of a surrogate pair.
    if not isinstance(value, str) or not value or "\x00" in value or _has_surrogate(value):
        raise InvalidProductsError(
            f"{place} must be a text that is not empty, without NUL and unpaired surrogates."
        )
    return value


def _has_surrogate(text: str) -> bool:
    return any("\ud800" <= character <= "\udfff" for character in text)


def _price(value: Any, place: str) -> Decimal:
    # quantize() rounds, and the comparison is exact: equal means two decimals at most.
    if isinstance(value, Decimal) and 0 <= value <= HIGHEST_PRICE:
        price = value.quantize(_CENT)
        if price == value:
            return price
    raise InvalidProductsError(
        f"{place} must be a number from 0 to {HIGHEST_PRICE} with at most two decimals."
    )
