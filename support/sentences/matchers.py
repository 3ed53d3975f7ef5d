"""Matchers for the Thens, each with a mismatch that reads as a sentence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import zip_longest
from typing import Any

from hamcrest.core.base_matcher import BaseMatcher
from hamcrest.core.description import Description
from rich.cells import cell_len, set_cell_size

from support.overview.port import View
from support.sentences.tables import expected_rows, shown_rows

Row = tuple[str, ...]


class ShowsProducts(BaseMatcher[View]):  # type: ignore[misc]  # hamcrest is followed as Any
    """Matches a view of just these products, in this order, by the named columns."""

    def __init__(self, columns: Sequence[str], rows: Sequence[Row]) -> None:
        self._columns, self._rows = columns, list(rows)

    def _matches(self, view: View) -> bool:
        shown = shown_rows(view.products, self._columns)
        return view.outcome == "shown" and shown == self._rows

    def describe_to(self, description: Description) -> None:
        description.append_text("the overview shows what is on the left, in this order")

    def describe_mismatch(self, view: View, description: Description) -> None:
        plain = view.products and view.outcome == "shown"
        seen = "the overview shows what is on the right" if plain else _described(view)
        rows = shown_rows(view.products, self._columns)
        description.append_text(f"{seen}\n\n{side_by_side(self._columns, self._rows, rows)}")


class ShowsMessage(BaseMatcher[View]):  # type: ignore[misc]  # hamcrest is followed as Any
    """Matches a view of this message and no products."""

    def __init__(self, message: str, outcome: str | None) -> None:
        self._message, self._outcome = message, outcome

    def _matches(self, view: View) -> bool:
        as_expected = self._outcome in (None, view.outcome)
        return as_expected and view.message == self._message and not view.products

    def describe_to(self, description: Description) -> None:
        outcome = f" ({self._outcome})" if self._outcome else ""
        description.append_text(f"the shopper sees {self._message!r}{outcome}")

    def describe_mismatch(self, view: View, description: Description) -> None:
        description.append_text(_described(view))


def shows_message(message: str, outcome: str | None = None) -> ShowsMessage:
    """Match a view of this message, with the outcome if one is given."""
    return ShowsMessage(message, outcome)


def shows_names(names: Sequence[str]) -> ShowsProducts:
    """Match a view of products with these names, in this order."""
    return ShowsProducts(["name"], [(name,) for name in names])


def shows_in_this_order(table: Any) -> ShowsProducts:
    """Match a view of the table's products in the table's order."""
    return ShowsProducts(table.headings, expected_rows(table))


def side_by_side(columns: Sequence[str], expected: Sequence[Row], seen: Sequence[Row]) -> str:
    """Put two tables side by side, as features write them; != marks the rows that differ."""
    pairs = list(_paired(expected, seen))
    left = _block("expected", columns, [row for row, _ in pairs])
    right = _block("seen", columns, [row for _, row in pairs])
    marks = ["", "", *("" if one == other else "!=" for one, other in pairs)]
    lines = zip(marks, left, right, strict=True)
    return "\n".join(f"{mark:>6} {one}   {other}".rstrip() for mark, one, other in lines)


def _paired(expected: Sequence[Row], seen: Sequence[Row]) -> Iterator[tuple[Row, Row]]:
    """Pair rows that belong together; a missing one is the empty row."""
    if len(expected) == len(seen):  # in another order, or about something else
        yield from zip(expected, seen, strict=True)
        return
    parts = SequenceMatcher(None, expected, seen, autojunk=False).get_opcodes()
    for _, begin, end, other_begin, other_end in parts:
        yield from zip_longest(expected[begin:end], seen[other_begin:other_end], fillvalue=())


def _block(title: str, columns: Sequence[str], rows: Sequence[Row]) -> list[str]:
    """Write a table under its title, all lines of one width; an empty row is an empty line."""
    table = [tuple(columns), *rows]
    widths = [max(map(cell_len, cells)) for cells in zip_longest(*table, fillvalue="")]
    lines = [" | ".join(map(set_cell_size, row, widths)) for row in table]
    lines = [title, *(f"| {line} |" if line else "" for line in lines)]
    return [set_cell_size(line, max(map(cell_len, lines))) for line in lines]


def _described(view: View) -> str:
    message = repr(view.message) if view.message else "no message"
    count = f"{len(view.products)} product{'' if len(view.products) == 1 else 's'}"
    return f"the shopper sees {message} ({view.outcome}), and {count}"
