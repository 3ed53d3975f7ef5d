"""Tables as behave hands them to steps."""

from __future__ import annotations

from behave.model import Table


def table(*lines: str) -> Table:
    """Return a table whose first line names the columns; cells are parted by |."""
    rows = [[cell.strip() for cell in line.split("|")] for line in lines]
    return Table(rows[0], rows=rows[1:])
