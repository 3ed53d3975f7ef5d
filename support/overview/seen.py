"""What is visible on the web page, and the view that a shopper has by it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from support.overview.answer import Answer
from support.overview.api import OUTCOMES
from support.overview.view import ShownProduct, View

if TYPE_CHECKING:
    from playwright.sync_api import Page

VISIBLE = Path(__file__).with_name("visible.js").read_text(encoding="utf-8")
HEADINGS = {"This overview cannot be shown": "mistaken", "No products right now": "unavailable"}
COUNT = re.compile(r"(\d+) products?, (?:page \d+ of \d+|no page \d+)")


@dataclass(frozen=True)
class Seen:
    """The text that is on the screen, by what it is for; empty where there is none.

    `rows` are those of the table, each cell under its column. `marks` tell of links that stand out:
    "chosen", "ascending" or "descending". `request` is how the page names the request.
    """

    title: str
    heading: str
    message: str
    count: str
    categories: Sequence[str]
    columns: Sequence[str]
    rows: Sequence[Sequence[str]]
    marks: Mapping[str, str]
    request: str

    def view(self, answer: Answer) -> View:
        """The shopper's view, by what is seen of `answer`.

        Raises AssertionError if the page says one thing and its status another.
        """
        outcome = HEADINGS.get(self.heading, "shown") if self.heading else "nothing"
        if outcome != OUTCOMES.get(answer.status):
            raise AssertionError(
                f"The web page has the heading {self.heading!r} and the status {answer.status}:"
                f"\n{answer}"
            )
        if outcome != "shown":
            return View(outcome, self.products, self.message)
        return View(outcome, self.products, self.message, self.total, self.categories)

    @property
    def products(self) -> list[ShownProduct]:
        """The products, each cell by the heading of its column."""
        cells = [dict(zip(self.columns, row, strict=False)) for row in self.rows]
        return [
            ShownProduct(*(row.get(column, "") for column in ("Name", "Category", "Price")))
            for row in cells
        ]

    @property
    def total(self) -> int | None:
        """How many products there are in all, by what the page counts."""
        told = COUNT.fullmatch(self.count)
        return int(told[1]) if told else None


def look_at(page: Page) -> Seen:
    """Read what is visible on a page that has come."""
    return Seen(**page.evaluate(VISIBLE))
