"""One memory of earlier runs: a small file, from which pages, shards and repetitions read.

It has a line (JSON) for each run. Whole runs, and merged ones, are compared with each other. One
that is partial (a selection, or a run that was stopped) only tells which of its scenarios fail now,
and goes with the next whole run. A line that
was torn, or that a later version wrote, is passed over. Two runs may end at once: each takes its
turn.
"""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

DEFAULT = Path(".behave-strict") / "history.ndjson"
VERSION = 1
RUNS, DETAILED = 30, 10  # that are kept of each kind of settings; and with each scenario
KINDS = 12  # of settings that are remembered
BAD = ("failed", "error")
JUDGED = ("passed", *BAD)


@dataclass(frozen=True)
class Entry:
    """One run: when it began, how long it took, and each scenario's outcome and seconds.

    An older run has no scenarios, only their counts by outcome. A `partial` one has those that ran.
    """

    began: str  # as ISO 8601 has it
    seconds: float
    settings: Mapping[str, str] = field(default_factory=dict)
    commit: str = ""
    counts: Mapping[str, int] = field(default_factory=dict)
    scenarios: Mapping[str, tuple[str, float]] = field(default_factory=dict)
    partial: bool = False

    @property
    def failed(self) -> list[str]:
        """List the scenarios that failed or broke."""
        return [name for name, (outcome, _) in self.scenarios.items() if outcome in BAD]


class History:
    """The file, and what it remembers."""

    def __init__(self, path: Path = DEFAULT) -> None:
        self.path = path

    def entries(self, settings: Mapping[str, str] | None = None) -> list[Entry]:
        """Read the whole runs, the oldest first; only those of these settings, if given."""
        whole = [entry for entry in self._all() if not entry.partial]
        return [e for e in whole if settings is None or e.settings == settings]

    def _all(self) -> list[Entry]:
        try:
            lines = self.path.read_text("utf-8", "replace").split("\n")
        except OSError:
            return []
        return [entry for line in lines if (entry := _read(line))]

    def durations(self) -> dict[str, float]:
        """Tell how long each scenario took when it last ran."""
        seconds: dict[str, float] = {}
        for entry in self._all():
            ran = entry.scenarios.items()
            seconds.update({name: s for name, (outcome, s) in ran if outcome in JUDGED})
        return seconds

    def last(self) -> Entry | None:
        """Find the last run, with what came of each scenario when it last ran on its settings."""
        entries = self._all()
        if not entries:
            return None
        last, scenarios = entries[-1], dict[str, tuple[str, float]]()
        for entry in entries:
            if entry.settings == last.settings:
                scenarios = {**(scenarios if entry.partial else {}), **entry.scenarios}
        return replace(last, scenarios=scenarios)

    def last_failed(self) -> list[str]:
        """List the scenarios that failed when they last ran."""
        last = self.last()
        return last.failed if last else []

    def add(self, entry: Entry) -> None:
        """Remember a run, and forget the oldest. Raises OSError if that cannot be written."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with self._turn():
            lines = map(_line, _bounded([*self._all(), entry]))
            new = self.path.with_suffix(".new")
            new.write_text("".join(lines), "utf-8", "replace")
            os.replace(new, self.path)

    @contextlib.contextmanager
    def _turn(self) -> Iterator[None]:
        """Wait until no other run writes. A run that is killed gives its turn back."""
        with open(self.path.with_suffix(".lock"), "w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield


def _bounded(entries: list[Entry]) -> list[Entry]:
    """Keep the latest runs of each settings, and the scenarios of the latest of those.

    Of partial runs those are kept that came after the last whole one.
    """
    kept: list[Entry] = []
    ages: dict[str, int] = {}
    partial: Counter[str] = Counter()
    for entry in reversed(entries):
        kind = json.dumps(dict(entry.settings), sort_keys=True)
        if kind not in ages and len(ages) == KINDS:
            continue
        if entry.partial:
            partial[kind] += 1
            if not ages.setdefault(kind, 0) and partial[kind] <= RUNS:
                kept.append(entry)
            continue
        age = ages[kind] = ages.get(kind, 0) + 1
        if age <= DETAILED:
            kept.append(entry)
        elif age <= RUNS:
            about = entry.began, entry.seconds, entry.settings, entry.commit, entry.counts
            kept.append(Entry(*about))
    return kept[::-1]


def _line(entry: Entry) -> str:
    outcomes: dict[str, dict[str, float]] = {}
    for name, (outcome, seconds) in entry.scenarios.items():
        outcomes.setdefault(outcome, {})[name] = round(seconds, 3)
    about = {
        "version": VERSION,
        "began": entry.began,
        "seconds": round(entry.seconds, 3),
        "commit": entry.commit,
        "settings": dict(entry.settings),
        "counts": dict(entry.counts),
        "scenarios": outcomes,
        **({"partial": True} if entry.partial else {}),
    }
    return json.dumps(about, ensure_ascii=False, separators=(",", ":")) + "\n"


def _read(line: str) -> Entry | None:
    """Read a line; None if it is torn, or of another version."""
    try:
        about: dict[str, Any] = json.loads(line)
        if about["version"] != VERSION:
            return None
        scenarios = {
            str(name): (str(outcome), float(seconds))
            for outcome, names in about["scenarios"].items()
            for name, seconds in names.items()
        }
        settings = {str(key): str(value) for key, value in about["settings"].items()}
        counts = {str(key): int(value) for key, value in about["counts"].items()}
        began, seconds, commit = str(about["began"]), float(about["seconds"]), about["commit"]
        partial = about.get("partial") is True
        return Entry(began, seconds, settings, str(commit), counts, scenarios, partial)
    except (ValueError, LookupError, TypeError, AttributeError):
        return None
