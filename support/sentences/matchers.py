"""Matchers for the Thens, each with a mismatch that reads as a sentence."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from behave_strict import side_by_side
from hamcrest.core.base_matcher import BaseMatcher
from hamcrest.core.description import Description

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
        description.append_text("these products, in this order")

    def describe_mismatch(self, view: View, description: Description) -> None:
        plain = view.products and view.outcome == "shown"
        seen = "the overview shows something else" if plain else _described(view)
        rows = shown_rows(view.products, self._columns)
        description.append_text(f"{seen}\n\n{side_by_side(self._columns, self._rows, rows)}")


class ShowsMessage(BaseMatcher[View]):  # type: ignore[misc]  # hamcrest is followed as Any
    """Matches a view of this message and no products, with the outcome if one is given."""

    def __init__(self, message: str, outcome: str | None = None) -> None:
        self._message, self._outcome = message, outcome

    def _matches(self, view: View) -> bool:
        as_expected = self._outcome in (None, view.outcome)
        return as_expected and view.message == self._message and not view.products

    def describe_to(self, description: Description) -> None:
        outcome = f" ({self._outcome})" if self._outcome else ""
        description.append_text(f"the shopper sees {self._message!r}{outcome}")

    def describe_mismatch(self, view: View, description: Description) -> None:
        description.append_text(_described(view))


shows_message = ShowsMessage  # as a sentence reads it


def shows_names(names: Sequence[str]) -> ShowsProducts:
    """Match a view of products with these names, in this order."""
    return ShowsProducts(["name"], [(name,) for name in names])


def shows_in_this_order(table: Any) -> ShowsProducts:
    """Match a view of the table's products in the table's order."""
    return ShowsProducts(table.headings, expected_rows(table))


def _described(view: View) -> str:
    message = repr(view.message) if view.message else "no message"
    count = f"{len(view.products)} product{'' if len(view.products) == 1 else 's'}"
    return f"the shopper sees {message} ({view.outcome}), and {count}"
