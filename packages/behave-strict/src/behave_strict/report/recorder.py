"""Record what behave tells its formatters and its hooks."""

from __future__ import annotations

import contextlib
import functools
import io
from collections.abc import Callable
from typing import Any

from behave.formatter.api import IFormatter
from behave.model_type import Status

from behave_strict.endings import Failed, Refused
from behave_strict.report.copies import ending_copies
from behave_strict.report.formatter import Report
from behave_strict.report.recording import Attachment, Moment, Recording, Trial

PRINTED = "What the step has printed"


class Recorder(IFormatter):  # type: ignore[misc]
    """Turn what behave tells its formatters and hooks into a recording."""

    def __init__(self, recording: Recording, reports: list[Report]) -> None:
        self.recording = recording
        self.reports: list[Report] = []
        self.unwritable: list[str] = []  # why the other reports cannot be written
        self.trials = {id(trial.scenario): trial for trial in recording.trials}
        self.trial: Trial | None = None
        self.moment: Moment | None = None
        self.refused: Refused | None = None
        self.until_hook_ends = contextlib.ExitStack()
        for report in reports:
            self._begin(report)
        self.shows_hooks = any(report.shows_hooks for report in self.reports)

    def _begin(self, report: Report) -> None:
        try:
            report.begin(self.recording)
            self.reports.append(report)
        except OSError as error:
            self.unwritable.append(report.cannot(error))

    def scenario(self, scenario: Any) -> None:
        """Begin a scenario, or try it once more; one that was not selected has no trial."""
        self.trial = self.trials.get(id(scenario))
        if self.trial:
            self.trial.begin()
            self.steps = iter(list(scenario.all_steps))

    def end_trial(self) -> None:
        """End a scenario."""
        trial, self.trial = self.trial, None
        if trial:
            _settle(trial)
            for report in self.reports:
                report.trial_ended(trial)
                report.trial_played(trial)

    def close(self) -> None:
        """Do nothing: behave wants every formatter to have this."""

    def match(self, match: Any) -> None:
        """Begin a step."""
        self.moment = None
        if self.trial:
            step = next(self.steps)
            match.run = ending_copies(match.run, f"{step.keyword} {step.name}")
            self.moment = Moment(step.name, step=step)
            self.trial.moments.append(self.moment)

    def result(self, step: Any) -> None:
        """End it."""
        if self.moment:
            if self.moment.hook_errors:
                _settle_step(self.moment)
            else:
                self.moment.end(step.exception)
            # On standard error behave itself says again what failed.
            printed = f"{step.captured.stdout}{step.captured.log}".strip()
            if printed and self.moment.failed:
                text = Attachment("text/plain", printed, PRINTED)
                self.moment.attachments.append(text)

    def embedding(self, media_type: str, data: str | bytes) -> None:
        """Keep what the step or hook that runs has attached."""
        if self.moment:
            self.moment.attachments.append(Attachment.of(media_type, data))

    def hook(self, name: str, function: Callable[..., None]) -> Callable[..., None]:
        """Wrap a hook, so that it is recorded when it runs."""
        call = ending_copies(function, name)

        @functools.wraps(function)
        def recorded(context: Any, *args: Any) -> None:
            moment = self._begin_hook(context, name, function, *args)
            before = _is_skipped(context)
            try:
                call(context, *args)
            except BaseException as error:
                if name == "before_all" and isinstance(error, Refused):
                    self.refused = error  # behave would call it an error, and run after_all
                    return
                self._hook_failed(context, moment, error)
                raise
            moment.end()
            moment.skipped = _is_skipped(context) and not before

        self.recording.defined[name] = function
        return recorded

    def hook_of_steps(self, function: Callable[..., None]) -> Callable[..., None]:
        """Wrap before_step or after_step: what it raises belongs to the step."""
        call = ending_copies(function, "a hook of steps")

        @functools.wraps(function)
        def recorded(context: Any, step: Any) -> None:
            moment = self.moment
            if moment and step.exception:  # behave may replace it by that of the hook
                moment.error = step.exception
            try:
                call(context, step)
            except BaseException as error:
                if moment:
                    moment.hook_errors.append(error)
                raise

        return recorded

    def _hook_failed(self, context: Any, hook: Moment, error: BaseException) -> None:
        hook.end(error)
        self._block(context, hook)
        if self.shows_hooks:
            self.until_hook_ends.enter_context(contextlib.redirect_stdout(io.StringIO()))

    def _begin_hook(self, context: Any, name: str, function: Any, *args: Any) -> Moment:
        tag = str(args[0]) if name.endswith("_tag") else None
        moment = Moment(name if tag is None else f"{name} @{tag}", function=function, tag=tag)
        inside = self.trial if "scenario" in context else None
        if not inside:
            moment.place = getattr(context, "rule", None) or context.feature
        (inside.moments if inside else self.recording.hooks).append(moment)
        self.moment = moment
        return moment

    def _block(self, context: Any, hook: Moment) -> None:
        """Tell the scenarios of a feature or rule that a hook of it keeps from running."""
        place = getattr(context, "rule", None) or context.feature
        if place and hook in self.recording.hooks and hook.name.startswith("before"):
            for trial in self.recording.trials:
                if any(place is around for around in ancestors(trial.scenario)):
                    blocked = Moment(hook.name, hook.error, function=hook.function, tag=hook.tag)
                    trial.moments.append(blocked)

    def cleanup_failed(self, context: Any, function: Any, error: BaseException) -> None:
        """Record a cleanup that failed; behave calls this as `context.on_cleanup_error`."""
        name = f"cleanup {getattr(function, '__name__', '')}"
        self._begin_hook(context, name, function).end(error)


def _is_skipped(context: Any) -> bool:
    """Is the scenario to be skipped, as things stand?"""
    return "scenario" in context and bool(context.scenario.should_skip)


def is_within(scenario: Any, place: Any) -> bool:
    """Is this the scenario itself, or an outline, rule or feature that it is in?"""
    return any(place is each for each in (scenario, *ancestors(scenario)))


def ancestors(scenario: Any) -> list[Any]:
    """List the outline, rule and feature that a scenario is in."""
    return [scenario.parent, *ancestors(scenario.parent)] if scenario.parent else []


def _settle_step(moment: Moment) -> None:
    """Put right how behave counts a step whose hook failed, and which error is the step's own."""
    own, late = moment.error, moment.hook_errors
    broke = [own] if own and not isinstance(own, AssertionError) else []
    broke += [error for error in late if not isinstance(error, Failed)]
    moment.end(broke[0] if broke else own or late[0])
    moment.others = [error for error in (own, *late) if error and error is not moment.error]
    if not broke:
        moment.step.status = Status.failed


def _settle(trial: Trial) -> None:
    """Put right how behave counts a scenario: what a hook raised as Failed is no error."""
    scenario = trial.scenario
    errors = [moment.error for moment in trial.problems if not moment.step]
    if scenario.status is Status.hook_error and all(isinstance(e, Failed) for e in errors):
        scenario.hook_failed = False
        scenario.clear_status()
        if not scenario.status.has_failed():
            scenario.set_status(Status.failed)
    if scenario.status.has_failed() and not trial.problems:
        error = AssertionError("A cleanup failed; see what the run has printed.")
        trial.moments.append(Moment("cleanup", error))
