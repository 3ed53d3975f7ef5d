"""A figure of a benchmark: a ratio of two things that were measured side by side."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from benchmarks.side_by_side import show

HEADINGS = ["what", "measured", "compared with", "ratio", "should be"]


class Figure(NamedTuple):
    """Hold one row: two things that were measured, their ratio, and the bound that it has."""

    what: str
    measured: str
    against: str
    ratio: float
    should_be: str = ""

    @property
    def cells(self) -> list[str]:
        """Return the figure as one row of a table."""
        return [self.what, self.measured, self.against, f"{self.ratio:.2f}", self.should_be]


def show_figures(title: str, figures: Sequence[Figure]) -> None:
    """Print figures for a terminal."""
    show(title, HEADINGS, [figure.cells for figure in figures])


def as_markdown(figures: Sequence[Figure]) -> str:
    """Write figures as a table in Markdown."""
    rows = [HEADINGS, ["---", "---", "---", "---:", "---"], *(figure.cells for figure in figures)]
    return "".join(f"| {' | '.join(row)} |\n" for row in rows)
