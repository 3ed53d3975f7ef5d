"""Measure several ways of doing the same thing in turns, so that a busy machine slows all alike."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from statistics import quantiles

Way = Callable[[], object]


def seconds(ways: Mapping[str, Way], rounds: int, warm_up: int) -> dict[str, float]:
    """Measure how long each way takes, in seconds, on an undisturbed machine.

    That is the first decile: slower rounds measure the machine's other work (Python's manual,
    `timeit`). Each round takes every way once, and begins with another one than the round before.
    The first `warm_up` rounds do not count.
    """
    names = list(ways)
    taken: dict[str, list[float]] = {name: [] for name in names}
    for turn in range(warm_up + rounds):
        first = turn % len(names)
        for name in names[first:] + names[:first]:
            begin = time.perf_counter()
            ways[name]()
            taken[name].append(time.perf_counter() - begin)
    return {name: quantiles(durations[warm_up:], n=10)[0] for name, durations in taken.items()}


def show(title: str, headings: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print a table: text to the left, figures to the right."""
    widths = [max(map(len, column)) for column in zip(headings, *rows, strict=True)]
    print(f"{title}\n")
    for name, *figures in (headings, *rows):
        cells = [f"{figure:>{width}}" for figure, width in zip(figures, widths[1:], strict=True)]
        print("  ".join([f"  {name:<{widths[0]}}", *cells]))


def milliseconds(duration: float) -> str:
    """Format a duration in seconds for a table."""
    return f"{1000 * duration:.2f} ms"
