"""Compare the cost of a scenario in small and large runs: `python -m benchmarks.growth`."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from statistics import median

from benchmarks.figure import Figure, show_figures
from benchmarks.generated import write_features
from benchmarks.whole_run import FEATURES, MAIN, PARTS, ROOT, WholeRun, behave

SIZES = (8, 100, 500, 5_000)  # scenarios; the first run is all start
SIZES_QUICKLY = (8, 16, 24, 32)
SMALL_RUNS = 3  # of which the median counts
KB, MB = 1_000, 1_000_000


def measure(quick: bool = False) -> dict[int, WholeRun]:
    """Play each number of scenarios; the small runs several times, around the large one."""
    sizes = SIZES_QUICKLY if quick else SIZES
    features = {size: write_features(FEATURES / f"growth-{size}", size) for size in sizes}
    *small, large = sizes
    runs: dict[int, list[WholeRun]] = {size: [] for size in sizes}
    for turn in range(SMALL_RUNS):
        for size in small if turn else sizes:
            runs[size].append(behave(features[size]))
    return {size: _middle(runs[size]) for size in (*small, large)}


def _middle(runs: Sequence[WholeRun]) -> WholeRun:
    names = runs[0].memory
    return WholeRun(
        median(run.wall for run in runs),
        median(run.cpu for run in runs),
        {name: round(median(run.memory[name] for run in runs)) for name in names},
    )


def costs(runs: dict[int, WholeRun]) -> dict[int, float]:
    """Return the seconds of CPU for each scenario in all processes, less the start, by size."""
    start, *sizes = runs
    return {n: (runs[n].cpu - runs[start].cpu) / (n - start) for n in sizes}


def figures(runs: dict[int, WholeRun]) -> list[Figure]:
    """Compare the large run with the small ones, in time and memory."""
    _, least, _, large = runs
    cost = costs(runs)
    of_time = Figure(
        f"a scenario of {large}",
        f"{1000 * cost[large]:.1f} ms of CPU",
        f"a scenario of {least}, {1000 * cost[least]:.1f} ms",
        cost[large] / cost[least],
        "at most 1.05",
    )
    return [of_time, *_of_memory(runs)]


def _of_memory(runs: dict[int, WholeRun]) -> list[Figure]:
    _, _, small, large = runs
    before, after, more = runs[small].memory, runs[large].memory, large - small
    model = max(1, (_model(large) - _model(small)) / more)  # a few scenarios cost nothing
    grown = (after[MAIN] - before[MAIN]) / more
    return [
        Figure(
            f"memory of behave for each scenario from {small} to {large}",
            f"{grown / KB:.0f} kB",
            f"behave's own model of one, {model / KB:.0f} kB",
            grown / model,
            "at most 3",
        ),
        *(
            Figure(
                f"memory of {name}, {large} scenarios",
                f"{after[name] / MB:.0f} MB",
                f"{small} scenarios, {before[name] / MB:.0f} MB",
                after[name] / before[name],
                "about 1",
            )
            for name in PARTS
        ),
    ]


MODEL = """\
import sys, psutil
from behave.runner_util import collect_feature_locations, parse_features
features = parse_features(collect_feature_locations([sys.argv[1]]))
scenarios = [s for feature in features for s in feature.walk_scenarios()]
print(psutil.Process().memory_info().rss)
"""


def _model(size: int) -> int:
    """Return the bytes that Python holds when behave has read so many scenarios."""
    folder: Path = FEATURES / f"growth-{size}"
    command = [sys.executable, "-c", MODEL, str(folder)]
    return int(subprocess.run(command, cwd=ROOT, check=True, capture_output=True).stdout)


def main(arguments: Sequence[str]) -> None:
    """Print whether cost and memory of a scenario grow with the run."""
    runs = measure("--quick" in arguments)
    show_figures("A scenario in a large run, against the same in a small one.", figures(runs))


if __name__ == "__main__":
    main(sys.argv[1:])
