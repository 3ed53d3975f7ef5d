"""Play again what failed when it last ran: `-D again`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from behave_strict.endings import Problem, Refused
from behave_strict.history import Entry, History
from behave_strict.identity import identities
from behave_strict.wording import count

OPTION = "-D again"


class NothingFailed(Exception):  # noqa: N818 - what it says of the last run
    """Nothing failed when it last ran, so there is nothing to play; no problem."""


@dataclass(frozen=True)
class Again:
    """The scenarios to play again, and the names of those that failed and are not among them."""

    last: Entry
    scenarios: list[Any]
    gone: list[str]

    def remark(self) -> str:
        """Say what is played, and what is not."""
        said = f"Played again: {count(self.scenarios, 'scenario')} that failed last time."
        if self.gone:
            said += f" Not selected, or there no more: {', '.join(self.gone)}."
        return said

    def require_settings(self, settings: Mapping[str, str]) -> None:
        """Refuse to play on other settings than those that it failed on: it might just pass."""
        for name in sorted({**self.last.settings, **settings}):
            was, now = (each.get(name, "none") for each in (self.last.settings, settings))
            if was != now:
                what = f"it failed with {name}={was}, and this run has {name}={now}"
                raise Refused([Problem(OPTION, 0, what, "give the settings of the last run")])


def choose_again(path: Path | None, features: list[Any], selected: Iterable[Any]) -> Again:
    """Choose what failed last time. Raises NothingFailed, or Refused."""
    if not path:
        what = "this project keeps no history"
        raise Refused([Problem(OPTION, 0, what, 'name a file: history = "..."')])
    last = History(path).last()
    if not last:
        raise Refused([Problem(OPTION, 0, f"{path} remembers no run", "play one first")])
    if not last.failed:
        raise NothingFailed("Nothing failed last time, so there is nothing to play again.")
    failed, names = set(last.failed), identities(features)
    scenarios = [each for each in selected if names[id(each)] in failed]
    if not scenarios:
        what = f"{count(last.failed, 'scenario')} failed, and none of them is there or selected"
        raise Refused([Problem(OPTION, 0, what, "play all of them")])
    return Again(last, scenarios, sorted(failed - {names[id(each)] for each in scenarios}))
