"""The last runs, as small bars."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from behave_strict.history import Entry
from behave_strict.page.model import BAD

MOST = 20  # runs
WIDTH, STEP, HEIGHT = 9, 12, 48


@dataclass(frozen=True)
class Bar:
    """A run: what passed at the bottom, then what failed, then the rest; and how long it took."""

    x: int
    passed: float
    bad: float
    rest: float
    took: float
    words: str


def trend(entries: Sequence[Entry]) -> list[Bar]:
    """Draw the last runs, the oldest first; nothing, if there is only one."""
    shown = entries[-MOST:]
    if len(shown) < 2:
        return []
    most = max(sum(entry.counts.values()) for entry in shown) or 1
    longest = max(entry.seconds for entry in shown) or 1
    return [_bar(number, entry, most, longest) for number, entry in enumerate(shown)]


def _bar(number: int, entry: Entry, most: int, longest: float) -> Bar:
    bad = sum(entry.counts.get(outcome, 0) for outcome in BAD)
    passed = entry.counts.get("passed", 0)
    tall = max(HEIGHT * bad / most, 3) if bad else 0  # one of a thousand is to be seen
    counts = ", ".join(f"{count} {outcome}" for outcome, count in entry.counts.items())
    words = f"{entry.began[:16].replace('T', ' ')}: {counts}, in {entry.seconds:.1f} s"
    took = HEIGHT * (1 - entry.seconds / longest) + 2
    low = min(HEIGHT * passed / most, HEIGHT - tall)
    rest = min(HEIGHT * (sum(entry.counts.values()) - passed - bad) / most, HEIGHT - low - tall)
    low, tall, rest, took = (round(each, 1) for each in (low, tall, rest, took))
    return Bar(number * STEP, low, tall, rest, took, words)
