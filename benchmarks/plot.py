"""The plot of all benchmarks, as SVG."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import matplotlib as mpl
from matplotlib.figure import Figure

from benchmarks.whole_run import WholeRun

MB = 1_000_000
STYLE: Any = {
    "svg.fonttype": "none",  # text stays text
    "svg.hashsalt": "benchmarks",  # the same figures make the same file
    "font.size": 9,
    "axes.spines.top": False,
    "axes.spines.right": False,
}


def draw(
    file: Path, jobs: Mapping[int, float], costs: Mapping[int, float], runs: Mapping[int, WholeRun]
) -> None:
    """Draw time by workers, cost of a scenario, and memory of each process."""
    with mpl.rc_context(STYLE):
        figure = Figure(figsize=(9, 2.8), layout="constrained")
        by_jobs, by_size, memory = figure.subplots(1, 3)
        _bars(by_jobs, {f"-j {count}": jobs[1] / wall for count, wall in jobs.items()})
        by_jobs.set_title("times as fast as -j 1")
        _bars(by_size, {f"{size:,}": 1000 * cost for size, cost in costs.items()})
        by_size.set_title("ms of CPU for a scenario,\nby scenarios in the run")
        sizes = list(costs)
        for name in runs[sizes[-1]].memory:
            held = [runs[size].memory[name] / MB for size in sizes]
            memory.plot([f"{size:,}" for size in sizes], held, marker="o", label=name)
        memory.set_ylim(bottom=0)
        memory.set_title("MB of each process,\nby scenarios in the run")
        memory.legend(frameon=False)
        figure.savefig(file, metadata={"Date": None})


def _bars(axes: Any, values: Mapping[str, float]) -> None:
    bars = axes.bar(list(values), list(values.values()), color="#4878a8")
    axes.bar_label(bars, fmt="%.1f")
