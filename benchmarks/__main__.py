"""All benchmarks: `python -m benchmarks`, or with --quick to see that they run."""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from benchmarks import checks, growth, jobs, page, scenario, shoppers, start, suite, views
from benchmarks.figure import as_markdown, show_figures
from benchmarks.plot import draw

HERE = Path(__file__).parent
TABLE, PLOT = "results.md", "results.svg"
INTRODUCTION = """\
# Results

Written by `make benchmark` on {today}. Each line is a ratio of two things that were measured side
by side, on one machine; [README.md](README.md) explains them.

![Time by workers, cost of a scenario, memory of each process](results.svg)

"""


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure everything, print the table, and write it with the plot."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a few scenarios; writes no results")
    quick = parser.parse_args(arguments).quick
    by_jobs, runs = jobs.seconds_by_jobs(quick), growth.measure(quick)
    figures = [
        *suite.measure(quick),
        *jobs.figures_by_jobs(by_jobs),
        *jobs.waiting(quick),
        *growth.figures(runs),
        *start.measure(quick),
        *page.measure(quick),
        *scenario.measure(quick),
        *checks.measure(quick),
        *views.measure(quick),
        *shoppers.measure(quick),
    ]
    show_figures("All ratios, each of two things measured side by side.", figures)
    with tempfile.TemporaryDirectory(prefix="benchmarks-") as scratch:
        folder = Path(scratch) if quick else HERE
        text = INTRODUCTION.format(today=date.today()) + as_markdown(figures)
        (folder / TABLE).write_text(text, encoding="utf-8")
        draw(folder / PLOT, by_jobs, growth.costs(runs), runs)


if __name__ == "__main__":
    main()
