"""What the Thens assert, each with a mismatch that reads as a sentence."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from hamcrest.core.base_matcher import BaseMatcher
from hamcrest.core.description import Description

from support.overview.view import View
from support.tables import expected_rows, shown_rows


class ShowsProducts(BaseMatcher[View]):  # type: ignore[misc]  # hamcrest is followed as Any
    """Matches a view of just the products of a table, in its order, in the table's columns."""

    def __init__(self, table: Any) -> None:
        self._columns, self._rows = table.headings, expected_rows(table)

    def _matches(self, view: View) -> bool:
        shown = shown_rows(view.products, self._columns)
        return view.outcome == "shown" and shown == self._rows

    def describe_to(self, description: Description) -> None:
        """Tell what was expected."""
        rows = _lines(self._columns, self._rows)
        description.append_text(f"the overview shows, in this order:{rows}")

    def describe_mismatch(self, view: View, description: Description) -> None:
        """Tell what was shown instead."""
        if view.products:
            rows = shown_rows(view.products, self._columns)
            description.append_text(f"the overview shows:{_lines(self._columns, rows)}")
        else:
            description.append_text(f"the shopper is told {view.message!r} ({view.outcome})")


class ShowsNames(BaseMatcher[View]):  # type: ignore[misc]  # hamcrest is followed as Any
    """Matches a view of products with exactly these names, in this order."""

    def __init__(self, names: Sequence[str]) -> None:
        self._names = list(names)

    def _matches(self, view: View) -> bool:
        return [product.name for product in view.products] == self._names

    def describe_to(self, description: Description) -> None:
        """Tell what was expected."""
        description.append_text(f"{len(self._names)} products: {', '.join(self._names)}")

    def describe_mismatch(self, view: View, description: Description) -> None:
        """Tell what was shown instead."""
        names = ", ".join(product.name for product in view.products)
        description.append_text(f"{len(view.products)} products: {names or view.message}")


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
        told = repr(view.message) if view.message else "nothing"
        description.append_text(
            f"the shopper is told {told} ({view.outcome}), and sees {len(view.products)} products"
        )


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
        description.append_text(shown or f"the shopper is told {view.message!r} ({view.outcome})")


def shows_only(category: str) -> ShowsOnly:
    """Match a view of one product, of this category."""
    return ShowsOnly(category)


def tells(message: str, outcome: str | None = None) -> Tells:
    """Match a view that tells the shopper this, with the outcome if one is given."""
    return Tells(message, outcome)


def shows_names(names: Sequence[str]) -> ShowsNames:
    """Match a view of products with these names."""
    return ShowsNames(names)


def shows_in_this_order(table: Any) -> ShowsProducts:
    """Match a view of the table's products in the table's order."""
    return ShowsProducts(table)


def _lines(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table as features have it, one row a line."""
    cells = [list(columns), *map(list, rows)]
    widths = [max(len(row[column]) for row in cells) for column in range(len(columns))]
    lines = [
        " | ".join(f"{cell:<{width}}" for cell, width in zip(row, widths, strict=True))
        for row in cells
    ]
    return "".join(f"\n      | {line} |" for line in lines)
