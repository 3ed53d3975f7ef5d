"""The whole suite by several workers, against the ideal: `python -m benchmarks.suite`."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from xml.etree.ElementTree import parse

from benchmarks.figure import Figure, show_figures
from benchmarks.generated import write_features
from benchmarks.whole_run import FEATURES, ROOT, WholeRun, behave, play_suite

JOBS = (1, 2, 4, 8)
WORKERS = 4
QUICKLY = ("--tags", "smoke")


def measure(quick: bool = False) -> list[Figure]:
    """Play the suite by each number of workers; compare with one, and with the ideal."""
    options = QUICKLY if quick else ()
    runs = {jobs: play_suite("-j", str(jobs), *options) for jobs in JOBS}
    longest = _longest("selection/junit.xml" if quick else "junit.xml")
    start = behave(write_features(FEATURES / "start", 1)).wall
    one = f"one worker, {runs[1].wall:.1f} s"
    figures = [
        Figure(
            f"the whole suite, `-j {jobs}`",
            f"{run.wall:.1f} s",
            one,
            runs[1].wall / run.wall,
            "at least 2" if jobs == WORKERS else "",
        )
        for jobs, run in runs.items()
    ]
    return [*figures, _against_ideal(runs[WORKERS], longest, start)]


def _against_ideal(run: WholeRun, longest: float, start: float) -> Figure:
    """Compare a run with the least that its CPU time and its longest scenario allow."""
    cores = len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count() or 1
    ideal = max(run.cpu / cores, longest) + start
    against = f"{run.cpu:.1f} s of CPU on {cores} cores and a start, {ideal:.1f} s"
    what = f"the whole suite, `-j {WORKERS}`"
    return Figure(what, f"{run.wall:.1f} s", against, run.wall / ideal, "at most 1.3")


def _longest(report: str) -> float:
    """Return the seconds of the longest scenario, by the report of the last run."""
    cases = parse(ROOT / "reports" / report).iter("testcase")  # noqa: S314 - our own
    return max(float(case.get("time", 0)) for case in cases)


def main(arguments: Sequence[str]) -> None:
    """Print how much faster several workers are."""
    show_figures("The whole suite on stub.", measure("--quick" in arguments))


if __name__ == "__main__":
    main(sys.argv[1:])
