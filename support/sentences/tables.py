"""The tables of features, read into products, choices and headers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import fields
from typing import Any

from behave_strict.gaps import known
from behave_strict.step_tables import check_columns, rows_of

from support.overview.checks import PARTS
from support.overview.port import Shown
from support.products.offer import Product
from support.sentences.words import CHOICES, choice

COLUMNS = tuple(field.name for field in fields(Product))


def products_of(table: Any) -> list[Product]:
    """Read the products of a table; columns that it leaves out are filled, names by number.

    Raises AssertionError for a column that products do not have, or a price that is no number.
    """
    _check_columns(table)
    if not table.rows:
        raise AssertionError(
            'The table has no rows. For none, write "the products service offers no products".'
        )
    return [_product(number, row) for number, row in enumerate(table, 1)]


def _product(number: int, row: Any) -> Product:
    cells = {"name": f"Product {number}"} | {name: text for name, text in row.items() if text}
    return Product(**{column: _value(column, text) for column, text in cells.items()})


def _value(column: str, text: str) -> Any:
    """Read a cell as the type of its column's default; quotation marks keep spaces at its ends."""
    default = getattr(Product, column, "")
    text = re.sub(r'^"(\s.*|.*\s)"$', r"\1", text)
    try:
        return type(default)(text)
    except (ValueError, ArithmeticError):
        raise AssertionError(f"{text!r} is no {column}; write it like {default}.") from None


def expected_rows(table: Any) -> list[tuple[str, ...]]:
    """Read the rows that a table expects, in its own columns; prices to the cent."""
    _check_columns(table)
    return [tuple(_expected(column, cell) for column, cell in row.items()) for row in table]


def _expected(column: str, cell: str) -> str:
    value = _value(column, cell)
    return f"{value:.2f}" if column == "price" else str(value)


def shown_rows(products: Sequence[Shown], columns: Sequence[str]) -> list[tuple[str, ...]]:
    """Return what is shown of each product in these columns."""
    return [tuple(product.get(column, "") for column in columns) for product in products]


def _check_columns(table: Any) -> None:
    check_columns(table, "products", COLUMNS, "support/products/offer.py")


def numbered(first: int, last: int) -> list[Product]:
    """Make products that differ by a number in their names, from `first` to `last`."""
    return [Product(f"Product {n}") for n in range(first, last + 1)]


def in_own_categories(count: int) -> list[Product]:
    """Make products, numbered from 1, each in a category of its own."""
    return [Product(f"Product {n}", f"Category {n}") for n in range(1, count + 1)]


def choices_of(table: Any) -> list[tuple[str, str]]:
    """Read the choices of a table of two columns, in its order."""
    rows = rows_of(table, "choice", "value")
    for name, _ in rows:
        known("choice", name, CHOICES, "support/sentences/words.py")
    return [choice(name, value) for name, value in rows]


def column_of(table: Any, heading: str) -> list[str]:
    """Read a table of one column."""
    return [cell for (cell,) in rows_of(table, heading)]


def headers_of(table: Any) -> dict[str, str]:
    """Read headers by lower-case name from a table of two columns."""
    return {name.lower(): value for name, value in rows_of(table, "header", "value")}


def parts_of(table: Any) -> list[tuple[str, str]]:
    """Read the parts of a web page, and their names, from a table of two columns."""
    rows = rows_of(table, "part", "name")
    for part, _ in rows:
        known("part of a web page", part, PARTS, "support/overview/checks.py")
    return rows
