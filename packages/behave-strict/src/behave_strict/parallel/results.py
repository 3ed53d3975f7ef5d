"""The results of all workers, put in place as one run has them."""

from __future__ import annotations

import math
import time
from typing import Any

from behave.model_type import Status

from behave_strict.parallel.notes import Result
from behave_strict.parallel.output import Text
from behave_strict.report.recorder import Recorder, is_within
from behave_strict.report.recording import Moment


class Results:
    """Puts each result into the recording, and tells the reports in the order of the run."""

    def __init__(self, recorder: Recorder) -> None:
        self._recorder = recorder
        self._trials = recorder.recording.trials
        self._texts: dict[int, Text] = {}  # that were printed in a scenario, but not shown yet
        self._ended: set[int] = set()
        self._next = 0  # scenario that the reports are to be told of
        self.failed: set[int] = set()  # scenarios

    def put(self, result: Result, worker: int, text: Text) -> None:
        """Put the result of a scenario in place."""
        trial = self._trials[result.number]
        result.put_into(trial)
        trial.worker = worker
        self._end(result.number, text, result.failed)

    def put_death(self, number: int, worker: int, why: str, text: Text) -> None:
        """Have a scenario end with the worker that played it."""
        trial = self._trials[number]
        trial.worker, trial.began = worker, trial.began or time.time()
        moment = Moment(f"worker {worker}", AssertionError(why))
        moment.ended = True
        trial.moments.append(moment)
        trial.scenario.set_status(Status.error)
        self._end(number, text, failed=True)

    def has(self, number: int) -> bool:
        """Tell whether a scenario has its result."""
        return number in self._ended

    def finish(self) -> None:
        """Tell the reports of all that is left, past what was not played."""
        for number in sorted(number for number in self._ended if number >= self._next):
            self._tell(number)
        for report in self._recorder.reports:
            report.trials_over()
        self._number()
        hooks = self._recorder.recording.hooks
        hooks[:] = sorted(_once(hooks), key=lambda hook: hook.order)

    def _end(self, number: int, text: Text, failed: bool) -> None:
        self._ended.add(number)
        self._texts[number] = text
        self.failed |= {number} if failed else set()
        for report in self._recorder.reports:
            report.trial_played(self._trials[number])
        while self._next in self._ended:
            self._tell(self._next)
            self._next += 1

    def _tell(self, number: int) -> None:
        self._texts.pop(number).show()
        if self._trials[number].ran:
            for report in self._recorder.reports:
                report.trial_ended(self._trials[number])

    def _number(self) -> None:
        """Number scenarios and the hooks around them in the order in which one process has them."""
        for number, trial in enumerate(self._trials, start=1):
            trial.order = float(number)
            for attempt, earlier in enumerate(trial.earlier):
                earlier.order = number - 0.5 + attempt / (2 * len(trial.earlier))
        for hook in self._recorder.recording.hooks:
            hook.order = self._order(hook)

    def _order(self, hook: Moment) -> float:
        """Put a hook of a feature or rule before its first scenario, or after its last."""
        within = [t.order for t in self._trials if is_within(t.scenario, hook.place)]
        if not within:
            return math.inf if hook.late else -math.inf
        return max(within) + 0.25 if hook.late else min(within) - 0.75


def _once(hooks: list[Moment]) -> list[Moment]:
    """Keep what hooks in several workers have to tell once."""
    kept: dict[Any, Moment] = {}
    for hook in hooks:
        error = (type(hook.error).__name__, str(hook.error)) if hook.error else None
        first = kept.setdefault((hook.name, id(hook.place), error), hook)
        known = {(a.media_type, a.name, a.body) for a in first.attachments}
        for attached in hook.attachments if hook is not first else ():
            if (attached.media_type, attached.name, attached.body) not in known:
                first.attachments.append(attached)
    failed = {(hook.name, id(hook.place)) for hook in kept.values() if hook.error}
    return [h for h in kept.values() if h.error or (h.name, id(h.place)) not in failed]
