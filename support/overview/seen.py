"""All that is visible on the web page, and the view that a shopper gets from it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from wiremock_strict.under_test import Response

from support.overview.port import OUTCOMES, Shown, View

if TYPE_CHECKING:
    from playwright.sync_api import Page

VISIBLE = Path(__file__).with_name("visible.js").read_text(encoding="utf-8")
HEADINGS = {
    "Page not found": "lost",
    "Please check the address": "mistaken",
    "Products are unavailable": "unavailable",
}
COUNT = re.compile(r"(\d+) products?(?:, page \d+ of \d+| on \d+ pages?)?")


@dataclass(frozen=True)
class Seen:
    """The text that is on the screen, by its purpose; empty where there is none.

    `rows` are those of the table, each cell under its column. `marks` are by the links that stand
    out: "chosen", "ascending" or "descending". `lines` are all the text that there is.
    """

    title: str
    heading: str
    message: str
    count: str
    categories: Sequence[str]
    columns: Sequence[str]
    rows: Sequence[Sequence[str]]
    marks: Mapping[str, str]
    links: Sequence[str]
    lines: Sequence[str]
    colours: str

    def view(self, response: Response) -> View:
        """Return the shopper's view of this response.

        Raises AssertionError if the web page says one thing and its status another.
        """
        outcome = HEADINGS.get(self.heading, "shown") if self.heading else "nothing"
        if outcome != OUTCOMES.get(response.status):
            raise AssertionError(
                f"The web page has the heading {self.heading!r} and the status {response.status}:"
                f"\n{response}"
            )
        if outcome != "shown":
            return View(outcome, self.products, self.message)
        return View(outcome, self.products, self.message, self.total, self.categories)

    @property
    def products(self) -> list[Shown]:
        names = [column.lower() for column in self.columns]
        return [dict(zip(names, row, strict=False)) for row in self.rows]

    @property
    def total(self) -> int | None:
        """Return how many products there are in all, if the web page says so."""
        count = COUNT.fullmatch(self.count)
        return int(count[1]) if count else None


def look_at(tab: Page) -> Seen:
    """Read what is visible on the web page in this tab."""
    return Seen(**tab.evaluate(VISIBLE))
