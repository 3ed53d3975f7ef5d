"""A scenario as a test case: its hooks and steps, and how each of them ended in each attempt."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from behave_strict.report.definitions import Definitions
from behave_strict.report.errors import exception
from behave_strict.report.hooks import Hooks
from behave_strict.report.recording import Attempt, Moment, Trial
from behave_strict.report.snippets import snippets

Node = dict[str, Any]
Key = tuple[str, int]  # the name of a hook, and how often it has run before in the same attempt
STATUS = {name: name.upper() for name in ("passed", "failed", "undefined", "pending")}
# What behave lets pass, because its scenario is tagged @wip, has passed.
STATUS |= {"pending_warn": "PASSED", "error": "FAILED", "hook_error": "FAILED"}


@dataclass(frozen=True)
class Ending:
    """How a test step ended. `moment` is None of a step that was not reached."""

    test_step_id: str
    moment: Moment | None
    result: Node
    suggestion: Node = field(default_factory=dict)


class Case:
    """A scenario that was begun, once or more often."""

    def __init__(
        self,
        trial: Trial,
        pickle: Node,
        hooks: Hooks,
        definitions: Definitions,
        new_id: Callable[[], str],
    ) -> None:
        self.trial, self.new_id, self.kind = trial, new_id, definitions.usual_kind
        self.early, self.late = self._hooks(hooks, late=False), self._hooks(hooks, late=True)
        steps = zip(pickle["steps"], trial.scenario.all_steps, strict=False)
        self.steps = [
            {"id": new_id(), "pickleStepId": node["id"], **definitions.match(step)}
            for node, step in steps
        ]
        test_steps = [*self.early.values(), *self.steps, *self.late.values()]
        self.node = {"id": new_id(), "pickleId": pickle["id"], "testSteps": test_steps}

    def _hooks(self, hooks: Hooks, *, late: bool) -> dict[Key, Node]:
        """Return a test step for each hook that ran in any attempt."""
        found: dict[Key, Moment] = {}
        for attempt in self.trial.attempts:
            ran = _hooks_of(attempt)
            found |= {key: hook for key, hook in ran.items() if hook.late is late}
        return {
            key: {"id": self.new_id(), "hookId": hooks.id_of(hook, "CASE")}
            for key, hook in found.items()
        }

    def endings(self, attempt: Attempt) -> Iterator[Ending]:
        """Yield how all went in one attempt. The first thing that was skipped says why."""
        reason = self.trial.reason
        for ending in self._endings(attempt):
            if reason and ending.result["status"] == "SKIPPED":
                ending.result["message"], reason = reason, ""
            yield ending

    def _endings(self, attempt: Attempt) -> Iterator[Ending]:
        hooks = _hooks_of(attempt)
        reached = {id(moment.step): moment for moment in attempt.moments if moment.step}
        yield from _hook_endings(self.early, hooks)
        every = zip(self.steps, self.trial.scenario.all_steps, attempt.statuses, strict=False)
        for node, step, status in every:
            yield self._step_ending(node, step, status, reached.get(id(step)))
        yield from _hook_endings(self.late, hooks)

    def _step_ending(self, node: Node, step: Any, status: str, moment: Moment | None) -> Ending:
        result = _result(STATUS.get(status, "SKIPPED"), moment)
        suggestion: Node = {}
        if result["status"] == "UNDEFINED":
            about = {"id": self.new_id(), "pickleStepId": node["pickleStepId"]}
            suggestion = {**about, "snippets": snippets(step, self.kind)}
        return Ending(node["id"], moment, result, suggestion)


def hook_result(hook: Moment) -> Node:
    """Tell how a hook ended."""
    status = "FAILED" if hook.failed else "SKIPPED" if hook.skipped else "PASSED"
    return _result(status, hook)


def clock(seconds: float) -> Node:
    """Write a time, or a length of time, as the protocol has it."""
    whole, nanos = divmod(round(seconds * 1e9), 10**9)
    return {"seconds": whole, "nanos": nanos}


def _hooks_of(attempt: Attempt) -> dict[Key, Moment]:
    times: Counter[str] = Counter()
    found: dict[Key, Moment] = {}
    for moment in attempt.moments:
        if not moment.step:
            found[moment.name, times[moment.name]] = moment
            times[moment.name] += 1
    return found


def _hook_endings(nodes: dict[Key, Node], hooks: dict[Key, Moment]) -> Iterator[Ending]:
    for key, node in nodes.items():
        if key in hooks:
            yield Ending(node["id"], hooks[key], hook_result(hooks[key]))


def _result(status: str, moment: Moment | None) -> Node:
    if moment is None:
        return {"status": status, "duration": clock(0)}
    if moment.step and not moment.ended:
        status = "FAILED"
    result: Node = {"status": status, "duration": clock(moment.seconds)}
    error = moment.error
    if status == "FAILED" or (status == "PENDING" and str(error or "")):
        result["message"] = moment.message
        if error:
            result["exception"] = exception(error, moment.step, moment.hook_errors)
    return result
