"""A runner that records what happens, hooks included, and has the reports written."""

from __future__ import annotations

import contextlib
import functools
import io
import signal
import sys
from collections.abc import Callable, Iterator
from typing import Any

from behave.formatter._registry import make_formatters
from behave.formatter.api import IFormatter
from behave.formatter.base import StreamOpener
from behave.runner import Runner

from behave_strict.report.console import ConsoleFormatter
from behave_strict.report.formatter import Report
from behave_strict.report.recording import Attachment, Moment, Recording, Trial, explain


class Recorder(IFormatter):  # type: ignore[misc]
    """Turns what behave tells its formatters and hooks into a recording."""

    def __init__(self, recording: Recording, reports: list[Report]) -> None:
        self.recording, self.reports = recording, reports
        self.trial: Trial | None = None
        self.moment: Moment | None = None
        self.until_hook_ends = contextlib.ExitStack()

    def scenario(self, scenario: Any) -> None:
        """A scenario begins."""
        self.end_trial()
        trials = self.recording.trials
        self.trial = next((trial for trial in trials if trial.scenario is scenario), None)

    def end_trial(self) -> None:
        """Behave does not say when a scenario ends: the next one, or the feature's end, does."""
        if trial := self.trial:
            self.trial = None
            if trial.scenario.status.has_failed() and not trial.problems:
                error = AssertionError("A cleanup failed; see what the run has printed.")
                trial.moments.append(Moment("cleanup", error))
            for report in self.reports:
                report.trial_ended(trial)

    rule_finished = eof = close = end_trial

    def match(self, match: Any) -> None:
        """A step begins."""
        self.moment = Moment("step")
        if self.trial:
            self.trial.moments.append(self.moment)

    def result(self, step: Any) -> None:
        """It ends."""
        if self.moment:
            self.moment.name, self.moment.step = step.name, step
            self.moment.end(step.exception)
            # On standard error behave itself says again what failed.
            printed = f"{step.captured.stdout}{step.captured.log}".strip()
            if printed and self.moment.failed:
                text = Attachment.of('text/plain; name="What the step has printed"', printed)
                self.moment.attachments.append(text)

    def embedding(self, media_type: str, data: str | bytes) -> None:
        """The step or hook that runs has called `context.attach`."""
        if self.moment:
            self.moment.attachments.append(Attachment.of(media_type, data))

    def hook(self, name: str, function: Callable[..., None]) -> Callable[..., None]:
        """The hook, recorded when it runs."""

        @functools.wraps(function)
        def recorded(context: Any, *args: Any) -> None:
            moment = self._begin_hook(context, f"{name} @{args[0]}" if "_tag" in name else name)
            try:
                function(context, *args)
            except BaseException as error:
                moment.end(error)
                self._block(context, moment)
                if any(report.tells for report in self.reports):
                    self.until_hook_ends.enter_context(contextlib.redirect_stdout(io.StringIO()))
                raise
            moment.end()
            self._hand_over(moment)

        return recorded

    def _begin_hook(self, context: Any, name: str) -> Moment:
        moment = self.moment = Moment(name)
        inside = self.trial if "scenario" in context else None
        (inside.moments if inside else self.recording.hooks).append(moment)
        return moment

    def _block(self, context: Any, hook: Moment) -> None:
        """Tells the scenarios that a hook around them keeps from running."""
        place = getattr(context, "rule", None) or context.feature
        if hook in self.recording.hooks and hook.name.startswith("before"):
            for trial in self.recording.trials:
                if place is None or any(place is around for around in ancestors(trial.scenario)):
                    trial.moments.append(Moment(hook.name, hook.error))

    def _hand_over(self, hook: Moment) -> None:
        """What a hook gathers after a failed step or hook is evidence of that, and seen there."""
        moments = self.trial.moments if self.trial else []
        failed = next((moment for moment in moments if moment.failed), None)
        if failed and hook in moments:  # and not a hook of the feature
            failed.attachments += hook.attachments
            hook.attachments = []

    def cleanup_failed(self, context: Any, function: Any, error: BaseException) -> None:
        """Behave calls this as `context.on_cleanup_error`."""
        self._begin_hook(context, f"cleanup {getattr(function, '__name__', '')}").end(error)


class RecordedRunner(Runner):  # type: ignore[misc]
    """behave's runner, with reports that also tell of hooks, and of a run that did not start."""

    formatters: list[Any]
    recorder: Recorder | None = None

    def run(self) -> bool:
        """True says that the run failed, or that a report could not be written."""
        try:
            failed = bool(super().run())
        except KeyboardInterrupt as error:  # while it loads; a run that has begun ends in order
            self._stopped(AssertionError(explain(error)))
            print(explain(error), file=sys.stderr)
            return True
        except BaseException as error:
            self._stopped(AssertionError(f"{type(error).__name__}: {error}"))
            raise
        return self._finish(failed)

    def run_model(self, features: Any = None) -> bool:
        """Runs the features, recorded. True says that the run failed."""
        if all(formatter.stream_opener.name for formatter in self.formatters):
            self.formatters.append(ConsoleFormatter(StreamOpener(stream=sys.stdout), self.config))
        recorder = self._record()
        for other in self.formatters:
            if hasattr(other, "embedding") and not isinstance(other, Report):
                other.embedding = _where_it_can(other.embedding)
        self.formatters.insert(0, recorder)
        self.context.on_cleanup_error = recorder.cleanup_failed
        for name, hook in self.hooks.items():
            if name.startswith(("before_", "after_")) and not name.endswith("_step"):
                self.hooks[name] = recorder.hook(name, hook)
        return bool(super().run_model(features))

    def run_hook(self, hook_name: str, *args: Any) -> bool:
        """Runs a hook. What behave would print of its failure is left to the report that tells."""
        with contextlib.ExitStack() as until_hook_ends:
            if self.recorder and not hook_name.endswith("_step"):
                self.recorder.until_hook_ends = until_hook_ends
            if self.recorder and hook_name == "after_all":
                for report in self.recorder.reports:
                    report.trials_over()
            return bool(super().run_hook(hook_name, *args))

    def complain(self, name: str, sentence: str) -> None:
        """Puts what is wrong with the run as a whole into its reports, as a hook that failed."""
        if self.recorder:
            self.recorder.recording.hooks.append(Moment(name, AssertionError(sentence)))

    def _record(self) -> Recorder:
        scenarios = [scenario for f in self.features for scenario in f.walk_scenarios()]
        trials = [Trial(s) for s in scenarios if s.should_run(self.config)]
        reports = [formatter for formatter in self.formatters if isinstance(formatter, Report)]
        self.recorder = Recorder(Recording(list(self.features), trials), reports)
        for report in reports:
            report.begin(self.recorder.recording)
        return self.recorder

    def _stopped(self, error: Exception) -> None:
        """Reports a run that an error ended, perhaps before it had its formatters."""
        hook = Moment("the run" if self.recorder else "the start", error)
        if not self.recorder:
            if not self.formatters:
                with contextlib.suppress(Exception):  # they may be what failed
                    self.formatters = make_formatters(self.config, self.config.outputs)
            for trial in self._record().recording.trials:
                trial.moments.append(hook)
        self.complain(hook.name, str(error))
        self._finish(True)

    def _finish(self, failed: bool) -> bool:
        if self.recorder and not self.config.dry_run:
            self.recorder.recording.failed = failed
            with _undisturbed():
                for report in self.recorder.reports:
                    report.finish()
            failed = failed or any(report.broken for report in self.recorder.reports)
        return failed


def _where_it_can(embedding: Callable[..., None]) -> Callable[..., None]:
    """Behave's own formatters know no attachments of hooks, and its JSON breaks at one."""

    @functools.wraps(embedding)
    def embed(*attached: Any, **named: Any) -> None:
        with contextlib.suppress(IndexError):
            embedding(*attached, **named)

    return embed


@contextlib.contextmanager
def _undisturbed() -> Iterator[None]:
    """Ctrl-C has nothing left to break off: writing the reports is all that is to come."""
    usual = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, usual)


def ancestors(scenario: Any) -> list[Any]:
    """The outline, rule and feature that a scenario is in."""
    return [scenario.parent, *ancestors(scenario.parent)] if scenario.parent else []
