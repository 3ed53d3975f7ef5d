"""The tables under steps, read with a sentence for each that does not fit."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from behave_strict.gaps import known


def rows_of(table: Any, *headings: str) -> list[Any]:
    """Read the rows of a table that must have just these columns, a tuple each."""
    columns = " and ".join(headings)
    if table is None:
        raise AssertionError(f"This step needs a table under it, with the columns {columns}.")
    if table.headings != list(headings):
        found = " and ".join(table.headings)
        raise AssertionError(f"The table has the columns {found}; it needs {columns}.")
    return [tuple(row.cells) for row in table]


def check_columns(table: Any, kind: str, columns: Collection[str], file: str) -> None:
    """Refuse a table that is missing, or has a column that is none of these.

    `kind` is what a row is, in the plural; `file` is where a column can be added.
    """
    if table is None:
        raise AssertionError(f"This step needs a table of {kind} under it.")
    for heading in table.headings:
        known(f"column of {kind}", heading, columns, file)
