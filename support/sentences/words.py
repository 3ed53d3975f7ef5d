"""The words and tables of sentences, and what they stand for."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from behave import register_type
from parse import with_pattern
from parse_type import TypeBuilder

from support.overview.port import ShownProduct
from support.products.faults import FAULTS
from support.products.offer import Product

PARAMETERS = {
    "category": "category",
    "sort key": "sort_by",
    "sort order": "sort_order",
    "page": "page",
    "page size": "page_size",
    "utm_source": "utm_source",  # somebody else's
}
ORDERS = {"ascending": "asc", "descending": "desc"}
COLUMNS = ("name", "category", "price")


@with_pattern('[^"]*')  # type: ignore[untyped-decorator]  # parse has no types
def any_text(text: str) -> str:
    return text


def register_types() -> None:
    """Make the words known to behave, before it loads the step modules."""
    register_type(
        Choice=TypeBuilder.make_choice(list(PARAMETERS)),
        Fault=TypeBuilder.make_enum(FAULTS),
        Key=TypeBuilder.make_choice(["name", "price", "category"]),
        Order=TypeBuilder.make_enum(ORDERS),
        Text=any_text,
    )


# --- choices and headers -------------------------------------------------------------------------


def choice(name: str, value: str) -> tuple[str, str]:
    """Return a choice as the overview's address has it."""
    return PARAMETERS[name], value


def choices_of(table: Any) -> list[tuple[str, str]]:
    """Read the choices of a table, in its order."""
    rows = _rows(table, "choice", "value")
    unknown = [name for name, _ in rows if name not in PARAMETERS]
    if unknown:
        raise AssertionError(f"{unknown[0]!r} is no choice; there are {', '.join(PARAMETERS)}.")
    return [choice(name, value) for name, value in rows]


def headers_of(table: Any) -> dict[str, str]:
    """Read headers by lower-case name."""
    return {name.lower(): value for name, value in _rows(table, "header", "value")}


def _rows(table: Any, *columns: str) -> list[tuple[str, ...]]:
    if table is None or tuple(table.headings) != columns:
        named = " and ".join(columns)
        raise AssertionError(f"This step needs a table under it, with the columns {named}.")
    return [tuple(row.cells) for row in table]


# --- products ------------------------------------------------------------------------------------


def products_of(table: Any) -> list[Product]:
    """Read products; columns that are missing are filled: names by number, one category and price.

    Raises AssertionError for a column that products do not have, or a price that is no number.
    """
    _check_columns(table)
    return [
        Product(
            name=row.get("name") or f"Product {number}",
            category=row.get("category") or "Books",
            price=_price(row.get("price") or "10.00"),
        )
        for number, row in enumerate(table, 1)
    ]


def expected_rows(table: Any) -> list[tuple[str, ...]]:
    """Read the rows that a table expects, in its own columns; prices to the cent."""
    _check_columns(table)
    return [
        tuple(
            f"{_price(cell):.2f}" if column == "price" else cell
            for column, cell in zip(table.headings, row.cells, strict=True)
        )
        for row in table
    ]


def shown_rows(products: Sequence[ShownProduct], columns: Sequence[str]) -> list[tuple[str, ...]]:
    """Return what is shown of each product in these columns."""
    return [tuple(getattr(product, column) for column in columns) for product in products]


def _check_columns(table: Any) -> None:
    if table is None:
        raise AssertionError("This step needs a table of products under it.")
    for heading in table.headings:
        if heading not in COLUMNS:
            allowed = ", ".join(COLUMNS)
            raise AssertionError(f"Products have no {heading!r}; the columns are {allowed}.")


def _price(text: str) -> Decimal:
    try:
        return Decimal(text)
    except InvalidOperation:
        raise AssertionError(f"{text!r} is no price; write it like 10.99.") from None


def numbered(first: int, last: int) -> list[Product]:
    """Make products that differ by a number in their names, from `first` to `last`."""
    return [Product(f"Product {n}", "Books", Decimal("10.00")) for n in range(first, last + 1)]


def of_own_category(count: int) -> list[Product]:
    """Make products, numbered from 1, each in a category of its own."""
    return [Product(f"Product {n}", f"Category {n}", Decimal("10.00")) for n in range(1, count + 1)]
