"""What the Thens assert, each with a mismatch that reads as a sentence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import zip_longest
from typing import Any

from hamcrest.core.base_matcher import BaseMatcher
from hamcrest.core.description import Description
from rich.cells import cell_len, set_cell_size

from support.overview.view import View
from support.tables import expected_rows, shown_rows

Row = tuple[str, ...]


class ShowsProducts(BaseMatcher[View]):  # type: ignore[misc]  # hamcrest is followed as Any
    """Matches a view of just these products, in this order; a row has of each the named columns."""

    def __init__(self, columns: Sequence[str], rows: Sequence[Row]) -> None:
        self._columns, self._rows = columns, list(rows)

    def _matches(self, view: View) -> bool:
        shown = shown_rows(view.products, self._columns)
        return view.outcome == "shown" and shown == self._rows

    def describe_to(self, description: Description) -> None:
        """Tell what was expected."""
        description.append_text("the overview shows what is on the left, in this order")

    def describe_mismatch(self, view: View, description: Description) -> None:
        """Tell what was shown instead, and both side by side."""
        plain = view.products and view.outcome == "shown"
        seen = "the overview shows what is on the right" if plain else _told(view)
        rows = shown_rows(view.products, self._columns)
        description.append_text(f"{seen}\n\n{side_by_side(self._columns, self._rows, rows)}")


class Tells(BaseMatcher[View]):  # type: ignore[misc]  # hamcrest is followed as Any
    """Matches a view without products that tells the shopper this and no more."""

    def __init__(self, message: str, outcome: str | None) -> None:
        self._message, self._outcome = message, outcome

    def _matches(self, view: View) -> bool:
        as_expected = self._outcome in (None, view.outcome)
        return as_expected and view.message == self._message and not view.products

    def describe_to(self, description: Description) -> None:
        """Tell what was expected."""
        outcome = f" ({self._outcome})" if self._outcome else ""
        description.append_text(f"the shopper is told {self._message!r}{outcome}")

    def describe_mismatch(self, view: View, description: Description) -> None:
        """Tell what happened instead."""
        description.append_text(_told(view))


class ShowsOnly(BaseMatcher[View]):  # type: ignore[misc]  # hamcrest is followed as Any
    """Matches a view of one product, of the given category."""

    def __init__(self, category: str) -> None:
        self._category = category

    def _matches(self, view: View) -> bool:
        return [product.category for product in view.products] == [self._category]

    def describe_to(self, description: Description) -> None:
        """Tell what was expected."""
        description.append_text(f"one product of {self._category!r}")

    def describe_mismatch(self, view: View, description: Description) -> None:
        """Tell what was shown instead."""
        shown = ", ".join(f"{product.name} of {product.category}" for product in view.products)
        description.append_text(shown or _told(view))


def shows_only(category: str) -> ShowsOnly:
    """Match a view of one product, of this category."""
    return ShowsOnly(category)


def tells(message: str, outcome: str | None = None) -> Tells:
    """Match a view that tells the shopper this, with the outcome if one is given."""
    return Tells(message, outcome)


def shows_names(names: Sequence[str]) -> ShowsProducts:
    """Match a view of products with these names, in this order."""
    return ShowsProducts(["name"], [(name,) for name in names])


def shows_in_this_order(table: Any) -> ShowsProducts:
    """Match a view of the table's products in the table's order."""
    return ShowsProducts(table.headings, expected_rows(table))


def side_by_side(columns: Sequence[str], expected: Sequence[Row], seen: Sequence[Row]) -> str:
    """Two tables as features have them, one beside the other; != marks the rows that differ."""
    pairs = list(_paired(expected, seen))
    left = _block("expected", columns, [row for row, _ in pairs])
    right = _block("seen", columns, [row for _, row in pairs])
    marks = ["", "", *("" if one == other else "!=" for one, other in pairs)]
    lines = zip(marks, left, right, strict=True)
    return "\n".join(f"{mark:>6} {one}   {other}".rstrip() for mark, one, other in lines)


def _paired(expected: Sequence[Row], seen: Sequence[Row]) -> Iterator[tuple[Row, Row]]:
    """Rows that belong together; where there are too many or too few, the empty row."""
    if len(expected) == len(seen):  # they are in another order, or tell of something else
        yield from zip(expected, seen, strict=True)
        return
    parts = SequenceMatcher(None, expected, seen, autojunk=False).get_opcodes()
    for _, begin, end, other_begin, other_end in parts:
        yield from zip_longest(expected[begin:end], seen[other_begin:other_end], fillvalue=())


def _block(title: str, columns: Sequence[str], rows: Sequence[Row]) -> list[str]:
    """A table under its title, all lines of one width; an empty row is an empty line."""
    table = [tuple(columns), *rows]
    widths = [max(map(cell_len, cells)) for cells in zip_longest(*table, fillvalue="")]
    lines = [" | ".join(map(set_cell_size, row, widths)) for row in table]
    lines = [title, *(f"| {line} |" if line else "" for line in lines)]
    return [set_cell_size(line, max(map(cell_len, lines))) for line in lines]


def _told(view: View) -> str:
    told, count = repr(view.message) if view.message else "nothing", len(view.products)
    products = f"{count} product{'' if count == 1 else 's'}"
    return f"the shopper is told {told} ({view.outcome}), and sees {products}"
