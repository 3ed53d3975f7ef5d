"""The hooks of a run. behave has one of each kind; those of a tag are told apart by the tag."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from behave_strict.report.definitions import source
from behave_strict.report.recording import Moment, Recording

Node = dict[str, Any]
# Their type says what they are. The others (of features and rules, cleanups) need a name.
TYPES = {
    "before_all": "BEFORE_TEST_RUN",
    "after_all": "AFTER_TEST_RUN",
    "before_scenario": "BEFORE_TEST_CASE",
    "after_scenario": "AFTER_TEST_CASE",
    "before_tag": "BEFORE_TEST_CASE",
    "after_tag": "AFTER_TEST_CASE",
}
PER_SCENARIO = ("before_scenario", "after_scenario")


class Hooks:
    """Every hook that the project defines, and every other that has something to tell."""

    def __init__(self, recording: Recording, new_id: Callable[[], str]) -> None:
        self.new_id = new_id
        self.nodes: dict[tuple[str, str], Node] = {}
        for name, function in recording.defined.items():
            if name in TYPES and not name.endswith("_tag"):
                self._add(Moment(name, function=function), TYPES[name])
        for hook in recording.hooks:
            if of_the_run(hook) and tells(hook):
                self._add(hook, _kind(hook, "RUN"))
        for trial in recording.trials:
            for attempt in trial.attempts:
                for moment in attempt.moments:
                    if not moment.step:
                        self._add(moment, _kind(moment, "CASE"))

    def envelopes(self) -> Iterator[Node]:
        """Yield the hooks in the order of files and lines."""
        for node in sorted(self.nodes.values(), key=place_of):
            yield {"hook": node}

    def id_of(self, hook: Moment, where: str) -> str:
        """Find the id of a hook that ran around the RUN or within a CASE."""
        return str(self.nodes[hook.name, _kind(hook, where)]["id"])

    def _add(self, hook: Moment, kind: str) -> None:
        if (hook.name, kind) not in self.nodes:
            about = {"id": self.new_id(), "type": kind, "sourceReference": source(hook.function)}
            if hook.tag is not None:
                about["tagExpression"] = f"@{hook.tag}"
            elif hook.name not in TYPES:
                about["name"] = hook.name
            self.nodes[hook.name, kind] = about


def of_the_run(moment: Moment) -> bool:
    """Is this a hook, and not what broke the run or is wrong with it as a whole?"""
    return moment.name.startswith(("before_", "after_", "cleanup"))


def tells(hook: Moment) -> bool:
    """Has a hook outside the scenarios something to tell? Those of features often have not."""
    return hook.failed or bool(hook.attachments) or hook.name in TYPES


def _kind(hook: Moment, where: str) -> str:
    return f"{'AFTER' if hook.late else 'BEFORE'}_TEST_{where}"


def place_of(node: Node) -> tuple[str, int, str]:
    """Tell the file and the line of a hook, and the tag that it is called for."""
    reference = node["sourceReference"]
    line = reference.get("location", {}).get("line", 0)
    return reference.get("uri", "~"), line, node.get("tagExpression", "")
