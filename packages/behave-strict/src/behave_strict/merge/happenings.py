"""The events of a shard: attempts at scenarios, and the hooks around these."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from behave_strict.merge.ids import without_ids

Envelope = dict[str, Any]
ENDS = {"testCaseStarted": "testCaseFinished", "testRunHookStarted": "testRunHookFinished"}
TIMES = ("timestamp", "duration")


@dataclass
class Happening:
    """Messages that belong together. `place` tells where in the merged run they come.

    Of a hook of a feature, or of what is in one, `feature` is its URI.
    """

    envelopes: list[Envelope]
    place: float = 0.0
    feature: str = ""

    @property
    def case(self) -> str:
        """Name the test case that this is an attempt at; empty for a hook of the run."""
        return str(self.envelopes[0].get("testCaseStarted", {}).get("testCaseId", ""))

    @property
    def hook(self) -> str:
        """Name the hook of the run."""
        return str(self.envelopes[0].get("testRunHookStarted", {}).get("hookId", ""))

    def says(self) -> tuple[str, str, str]:
        """Put into words what a hook has to say: the same again is not worth telling."""
        said = without_ids([_timeless(envelope) for envelope in self.envelopes])
        return self.hook, self.feature, said


def happenings(envelopes: list[Envelope]) -> Iterator[Happening]:
    """Divide what happened; an attachment of the run stands for itself."""
    open_until = ""
    inside: list[Envelope] = []
    for envelope in envelopes:
        kind = next(iter(envelope))
        open_until = open_until or ENDS.get(kind, kind)
        inside.append(envelope)
        if kind == open_until:
            yield Happening(inside)
            open_until, inside = "", []


def put_in_place(
    found: list[Happening], cases: Mapping[str, tuple[int, str]], hooks: Mapping[str, Any]
) -> None:
    """Place attempts where one run would have played them, and hooks beside their neighbours.

    `cases` tell the position and the feature of each test case.
    """
    for happening in found:
        if happening.case:
            happening.place, happening.feature = cases[happening.case]
    early = [each for each in found if not is_late(each, hooks)]
    _put_beside(early[::-1], hooks, -0.25, -math.inf)
    late = [each for each in found if each.case or is_late(each, hooks)]
    _put_beside(late, hooks, 0.25, math.inf)


def _put_beside(
    found: list[Happening], hooks: Mapping[str, Any], distance: float, end: float
) -> None:
    """Put each hook at a distance from the attempt that was passed last, or at the end.

    Those of the whole run have no name in messages.
    """
    neighbour = Happening([], -end)
    for happening in found:
        if happening.case:
            neighbour = happening
        elif "name" in hooks.get(happening.hook, {}):
            happening.place = neighbour.place + distance
            happening.feature = neighbour.feature
        else:
            happening.place = end


def is_late(happening: Happening, hooks: Mapping[str, Any]) -> bool:
    """Tell whether this is a hook that comes after what it belongs to."""
    return str(hooks.get(happening.hook, {}).get("type", "")).startswith("AFTER")


def _timeless(node: Any) -> Any:
    if isinstance(node, list):
        return [_timeless(each) for each in node]
    if isinstance(node, dict):
        return {key: _timeless(value) for key, value in node.items() if key not in TIMES}
    return node
