"""Tell behave's own formatters and reporters of all that the workers have played."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from behave.capture import ManyCaptured
from behave.matchers import NoMatch
from behave.model_type import Status

from behave_strict.parallel.results import Results
from behave_strict.report.recorder import PRINTED, is_within
from behave_strict.report.recording import Attempt, Trial

States = Iterable[tuple[Any, dict[str, Any]]]  # a scenario and steps, and attributes of each


class Replay:
    """Has behave go through the features once more; instead of playing it tells its formatters.

    They get the same calls as in a run by one process, in the same order.
    """

    def __init__(self, runner: Any, results: Results, aborted: bool) -> None:
        self._runner, self._results = runner, results
        self._aborted = aborted or runner.aborted
        self._recording = runner.recorder.recording

    def play(self) -> bool:
        """Have behave go through the features. True says that the run failed."""
        runner = self._runner
        runner.formatters.remove(runner.recorder)
        runner.hooks, runner.config.stop, runner.aborted = {}, False, False
        runner.replay = self
        for number, trial in enumerate(self._recording.trials):
            trial.scenario.run = self._told(number, trial)
        failed = bool(runner.play_features())
        return failed or any(hook.failed for hook in self._recording.hooks)

    def run_hook(self, name: str, *args: Any) -> bool:
        """Tell whether a hook passed, where behave would run it."""
        if name == "after_all":
            self._runner.aborted = self._aborted
        if name.endswith(("_feature", "_rule")) and self._failed(name, args[0]):
            args[0].hook_failed = True
            return False
        return True

    def _failed(self, name: str, place: Any) -> bool:
        """Tell whether a hook has failed; one that came first keeps everything from running."""
        hooks = [h for h in self._recording.hooks if h.place is place and h.error]
        ran = any(t.ran for t in self._recording.trials if is_within(t.scenario, place))
        return bool(hooks) and not (ran and name.startswith("before"))

    def _told(self, number: int, trial: Trial) -> Any:
        def tell(runner: Any) -> bool:
            if trial.began is not None:
                scenario = trial.scenario
                last = [(each, vars(each).copy()) for each in (scenario, *scenario.all_steps)]
                for attempt in trial.earlier:
                    self._tell(scenario, attempt, _states_of(scenario, attempt))
                self._tell(scenario, trial.attempt, last)
            self._runner.undefined_steps.extend(
                step for step in trial.scenario.all_steps if step.status is Status.undefined
            )
            return number in self._results.failed

        return tell

    def _tell(self, scenario: Any, attempt: Attempt, states: States) -> None:
        self._call("scenario", scenario)
        for each, state in states:
            each.__dict__.update(state)
        for step in scenario.all_steps:
            self._call("step", step)
        for moment in attempt.moments:
            if moment.step:
                found = self._runner.step_registry.find_match(moment.step)
                self._call("match", found or NoMatch())
            for attached in (a for a in moment.attachments if a.name != PRINTED):
                name = f'; name="{attached.name}"' if attached.name else ""
                self._call("embedding", attached.media_type + name, attached.body)
            if moment.step and moment.ended:
                self._call("result", moment.step)

    def _call(self, name: str, *args: Any) -> None:
        for formatter in self._runner.formatters:
            if hasattr(formatter, name):
                getattr(formatter, name)(*args)


def _states_of(scenario: Any, attempt: Attempt) -> Iterator[tuple[Any, dict[str, Any]]]:
    """Tell how a scenario and its steps were in an attempt before the last."""
    # Its status follows from the steps, and behave has forgotten what was captured.
    yield scenario, {"_cached_status": Status.untested, "_captured": ManyCaptured()}
    reached = [moment for moment in attempt.moments if moment.step]
    for moment, status in zip(reached, attempt.statuses, strict=False):
        error, verdict = moment.error, isinstance(moment.error, AssertionError)
        text = f"ASSERT FAILED: {error}" if verdict else moment.message if error else None
        about = {"status": Status.from_name(status), "exception": error, "error_message": text}
        yield moment.step, about
