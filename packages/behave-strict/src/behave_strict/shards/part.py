"""The part of a run that a shard plays, and what its messages tell about that."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from behave_strict.identity import identities
from behave_strict.shards.deal import deal
from behave_strict.shards.durations import Durations
from behave_strict.shards.shard import Shard
from behave_strict.wording import count


@dataclass(frozen=True)
class Part:
    """The scenarios that one shard plays of those that are selected.

    `positions` tell, by the id() of each of its scenarios, when one run would have played it.
    `selection` stands for the scenarios that are selected, whatever their order.
    """

    shard: Shard
    selected: int
    selection: str
    durations: str
    order: str
    positions: Mapping[int, int]

    def __str__(self) -> str:
        of = f"{len(self.positions)} of {self.selected}"
        return f"{self.shard}: {of} scenario{'' if self.selected == 1 else 's'}"

    def fact(self, scenarios: Iterable[int], run: Mapping[str, bool]) -> dict[str, Any]:
        """Tell the page which shard this is, and `merge` what to put together.

        The scenarios (their id()s) are in the order in which the messages have them; `run` is what
        there is to say of the run.
        """
        about = {
            **run,
            "shard": self.shard.number,
            "of": self.shard.total,
            "selected": self.selected,
            "selection": self.selection,
            "durations": self.durations,
            "order": self.order,
            "positions": [self.positions[each] for each in scenarios],
        }
        return {"text": str(self), "setting": False, "part": about}


def choose(
    shard: Shard, durations: Durations, order: str, features: list[Any], selected: list[Any]
) -> Part:
    """Choose what a shard plays. Raises ValueError where it is nothing.

    That follows from the names of the selected scenarios and the durations alone.
    """
    known = identities(features)
    names = {known[id(scenario)]: id(scenario) for scenario in selected}
    mine = {names[name] for name in deal(names, shard.total, durations.seconds)[shard.number - 1]}
    if not mine:
        what = f"it has nothing to play of {count(selected, 'selected scenario')}"
        raise ValueError(what, f"use {count(selected, 'shard')} at most")
    digest = hashlib.sha256("\n".join(sorted(names)).encode("utf-8", "replace"))
    positions = {id(s): n for n, s in enumerate(selected) if id(s) in mine}
    about = digest.hexdigest(), durations.digest, order
    return Part(shard, len(selected), *about, positions)
