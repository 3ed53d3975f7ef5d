"""The changes since earlier runs with the same settings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from behave_strict.history import Entry
from behave_strict.page.model import BAD, Case, Run

SLOWER, AT_LEAST = 1.5, 0.5  # times, and seconds, that make a scenario slower
JUDGED = ("passed", *BAD)


@dataclass
class Changes:
    """A run beside the one before. `unstable` goes by all that are remembered."""

    since: Entry | None = None
    broke: list[Case] = field(default_factory=list)
    mended: list[Case] = field(default_factory=list)
    still: list[Case] = field(default_factory=list)
    dropped: list[Case] = field(default_factory=list)  # played then, and skipped or not run now
    resumed: list[Case] = field(default_factory=list)  # skipped or not run then, and passed now
    new: list[Case] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)
    unstable: list[Case] = field(default_factory=list)
    slower: list[tuple[Case, float]] = field(default_factory=list)

    @property
    def times_before(self) -> dict[str, float]:
        """Tell in seconds how long those took that are slower now, by their identity."""
        return {case.identity: before for case, before in self.slower}

    @property
    def any(self) -> bool:
        """Tell whether there is anything to tell."""
        found = self.broke, self.mended, self.dropped, self.resumed, self.new, self.gone
        return any(found) or bool(self.slower)


def entry_of(run: Run) -> Entry:
    """Put a run into the words of the history."""
    began = run.began.isoformat(timespec="seconds") if run.began else ""
    scenarios = {c.identity: (c.outcome, c.seconds) for c in run.cases if c.selected}
    counts = {name: count for name, count in run.counts.items() if name != "left out"}
    return Entry(began, run.seconds, run.settings, run.fact("commit"), counts, scenarios)


def changes(run: Run, entries: Sequence[Entry], whole: bool) -> Changes:
    """Compare a run with earlier ones, the oldest first. Nothing is gone from a selection."""
    before = [e for e in entries if e.settings == run.settings and e.scenarios]
    cases = {case.identity: case for case in run.cases if case.selected}
    found = Changes(since=before[-1] if before else None)
    found.unstable = [case for case in cases.values() if _unstable(case, before)]
    if not found.since:
        return found
    earlier = found.since.scenarios
    for identity, case in cases.items():
        _compare(case, earlier.get(identity), found)
    found.gone = [identity for identity in earlier if identity not in cases] if whole else []
    return found


def _compare(case: Case, earlier: tuple[str, float] | None, found: Changes) -> None:
    if earlier is None:
        found.new.append(case)
        return
    outcome, seconds = earlier
    if case.outcome in BAD:
        (found.still if outcome in BAD else found.broke).append(case)
    elif case.outcome != "passed":
        if outcome in JUDGED:
            found.dropped.append(case)
    elif outcome != "passed":
        (found.mended if outcome in BAD else found.resumed).append(case)
    elif _slower(case.seconds, seconds):
        found.slower.append((case, seconds))


def _slower(now: float, before: float) -> bool:
    return now > before * SLOWER and now > before + AT_LEAST


def _unstable(case: Case, before: Sequence[Entry]) -> bool:
    """Tell whether a scenario passed and failed by turns, in one run or over several."""
    if case.outcome == "passed" and len(case.attempts) > 1:
        return True
    outcomes = [entry.scenarios.get(case.identity, ("", 0.0))[0] for entry in before]
    judged = [outcome in BAD for outcome in [*outcomes, case.outcome] if outcome in JUDGED]
    turns = sum(one != other for one, other in pairwise(judged))
    return turns >= 2
