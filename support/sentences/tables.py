"""The tables of features, read into products and headers."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from support.overview.port import ShownProduct
from support.products.offer import Product

COLUMNS = ("name", "category", "price")


def products_of(table: Any) -> list[Product]:
    """Read the products of a table.

    Columns that it leaves out are filled: names by number, one category, one price.
    Raises AssertionError for a column that products do not have, or a price that is no number.
    """
    check_columns(table)
    return [
        Product(
            name=row.get("name") or f"Product {number}",
            category=row.get("category") or "Books",
            price=price_of(row.get("price") or "10.00"),
        )
        for number, row in enumerate(table, 1)
    ]


def expected_rows(table: Any) -> list[tuple[str, ...]]:
    """Read the rows that a table expects, in its own columns; prices to the cent."""
    check_columns(table)
    return [
        tuple(
            f"{price_of(cell):.2f}" if column == "price" else cell
            for column, cell in zip(table.headings, row.cells, strict=True)
        )
        for row in table
    ]


def shown_rows(products: Sequence[ShownProduct], columns: Sequence[str]) -> list[tuple[str, ...]]:
    """Return what is shown of each product in these columns."""
    return [tuple(getattr(product, column) for column in columns) for product in products]


def check_columns(table: Any) -> None:
    """Refuse a column that no product has."""
    if table is None:
        raise AssertionError("This step needs a table of products under it.")
    unknown = [heading for heading in table.headings if heading not in COLUMNS]
    if unknown:
        raise AssertionError(
            f"Products have no {unknown[0]!r}; the columns are {', '.join(COLUMNS)}."
        )


def price_of(text: str) -> Decimal:
    """Read a price, exactly."""
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


def headers_of(table: Any) -> dict[str, str]:
    """Read headers by lower-case name from a table of two columns."""
    if table is None or table.headings != ["header", "value"]:
        raise AssertionError("This step needs a table under it, with the columns header and value.")
    return {row["header"].lower(): row["value"] for row in table}
