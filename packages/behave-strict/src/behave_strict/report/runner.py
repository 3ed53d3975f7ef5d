"""A runner that records what happens, hooks included, and has the reports written."""

from __future__ import annotations

import contextlib
import functools
import os
import signal
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from behave.formatter._registry import make_formatters
from behave.formatter.base import StreamOpener
from behave.runner import Runner as BehaveRunner

from behave_strict.configuration import OPTIONS, Settings, read_settings
from behave_strict.endings import Problem, Refused
from behave_strict.report.console import Console
from behave_strict.report.errors import explain
from behave_strict.report.formatter import FileReport, Report
from behave_strict.report.junit import JUnit
from behave_strict.report.ndjson import Messages
from behave_strict.report.page import Page
from behave_strict.report.recorder import Recorder
from behave_strict.report.recording import Moment, Recording, Trial

FILES: dict[str, type[FileReport]] = {"messages": Messages, "page": Page, "junit": JUnit}


class ReportingRunner(BehaveRunner):  # type: ignore[misc]
    """behave's runner with our reports. It refuses nothing, and each report says so.

    behave finds it by its configuration: `runner = "behave_strict:ReportingRunner"`.
    """

    checks = False  # are the features and the selection checked?
    settings = Settings()
    formatters: list[Any]
    recorder: Recorder | None = None

    def run(self) -> bool:
        """Run the features. True says that the run failed, or that a report was not written."""
        try:
            self.configure()
            return self._finish(bool(super().run()))
        except Refused as refused:
            self._say_refused(refused)
        except KeyboardInterrupt as error:  # while it loads; a run that has begun ends in order
            self._stopped(error, explain(error))
            print(explain(error), file=sys.stderr)
        except BaseException as error:
            self._stopped(error, f"{type(error).__name__}: {error}")
            raise
        return True

    def configure(self) -> None:
        """Read the settings, and take our own options out of behave's userdata."""
        self.settings, problems = read_settings(Path.cwd(), self.config.userdata, os.environ)
        given = self.config.userdata_defines or []  # behave may put these into userdata once more
        self.config.userdata_defines = [(name, text) for name, text in given if name not in OPTIONS]
        self.refuse(problems)

    def run_model(self, features: Any = None) -> bool:
        """Run the features, recorded. True says that the run failed."""
        recorder = self._record()
        self.refuse(recorder.unwritable)
        for other in self.formatters:
            if hasattr(other, "embedding") and not isinstance(other, Report):
                other.embedding = _where_it_can(other.embedding)
        self.formatters.insert(0, recorder)
        self.context.on_cleanup_error = recorder.cleanup_failed
        for name, hook in self.hooks.items():
            of_behave = hook == self.before_all_default_hook
            if name.startswith(("before_", "after_")) and name[-5:] != "_step" and not of_behave:
                self.hooks[name] = recorder.hook(name, hook)
        try:
            return bool(super().run_model(features))
        except BaseException as error:
            self._tidy_up(begun=not isinstance(error, Refused))
            raise

    def run_hook(self, hook_name: str, *args: Any) -> bool:
        """Run a hook. A report that tells of its failure spares behave the telling."""
        with contextlib.ExitStack() as until_hook_ends:
            if self.recorder and not hook_name.endswith("_step"):
                self.recorder.until_hook_ends = until_hook_ends
            if self.recorder and hook_name == "after_all":
                for report in self.recorder.reports:
                    report.trials_over()
            passed = bool(super().run_hook(hook_name, *args))
        if self.recorder and hook_name == "before_all" and self.recorder.refused:
            raise self.recorder.refused
        return passed

    def teardown_capture(self) -> None:
        """End a scenario: behave does nothing in it after this."""
        super().teardown_capture()
        if self.recorder:
            self.recorder.end_trial()

    def refuse(self, problems: Iterable[str | Problem]) -> None:
        """End the run before it begins, where there is a problem."""
        if found := list(dict.fromkeys(problems)):
            raise Refused(found)

    def complain(self, name: str, sentence: str) -> None:
        """Put what is wrong with the run as a whole into its reports, as a hook that failed."""
        if self.recorder:
            self.recorder.recording.hooks.append(Moment(name, AssertionError(sentence)))

    def _record(self) -> Recorder:
        """Begin to record, for all reports that can be written."""
        scenarios = [scenario for f in self.features for scenario in f.walk_scenarios()]
        trials = [Trial(s) for s in scenarios if s.should_run(self.config)]
        add_reports(self.formatters, self.config, self.settings.reports)
        reports = [formatter for formatter in self.formatters if isinstance(formatter, Report)]
        recording = Recording(list(self.features), trials, checked=self.checks)
        self.recorder = Recorder(recording, reports)
        return self.recorder

    def _tidy_up(self, begun: bool) -> None:
        """Do what behave does at the end of a run, and leaves undone where it is broken off."""
        self.stop_capture()
        self.teardown_capture()
        if begun:
            self.run_hook("after_all")
        with contextlib.suppress(Exception):  # it was recorded
            self.context._do_remaining_cleanups()

    def _say_refused(self, refused: Refused) -> None:
        """Print why nothing was run, and have the reports say so; they list no scenario then."""
        count = len(refused.problems)
        print(refused, file=sys.stderr)
        print(f"Nothing was run: {count} problem{'' if count == 1 else 's'}.", file=sys.stderr)
        if not self.recorder:
            self._record_without_a_run()
        if self.recorder:
            self.recorder.recording.trials.clear()
        self.complain("the run was refused", str(refused))
        self._finish(True)

    def _stopped(self, error: BaseException, why: str) -> None:
        """Report a run that an error ended, perhaps before it had its formatters."""
        name = "the run" if self.recorder else "the start"
        if not self.recorder:
            self._record_without_a_run()
        if self.recorder:
            self.recorder.recording.error = error
        self.complain(name, why)
        self._finish(True)

    def _record_without_a_run(self) -> None:
        """Have reports written of a run that did not get as far as its formatters."""
        if not self.formatters:
            with contextlib.suppress(Exception):  # they may be what failed
                self.formatters = make_formatters(self.config, self.config.outputs)
        for problem in self._record().unwritable:
            print(problem, file=sys.stderr)

    def _finish(self, failed: bool) -> bool:
        if self.recorder and not self.config.dry_run:
            self.recorder.recording.end(failed)
            with _undisturbed():
                for report in self.recorder.reports:
                    report.finish()
            failed = failed or any(report.broken for report in self.recorder.reports)
        return failed


def add_reports(formatters: list[Any], config: Any, reports: dict[str, str | bool]) -> None:
    """Add the reports of the configuration to the formatters that were asked for by hand.

    One by hand replaces that of its kind. The console takes the place of behave's own default.
    """
    for name, kind in FILES.items():
        file = reports[name]
        if isinstance(file, str) and not any(isinstance(f, kind) for f in formatters):
            formatters.append(kind(StreamOpener(file), config))
    if reports["console"] and _chose_no_format(config):
        default = formatters.pop(len(config.format) - 1)
        formatters.append(Console(default.stream_opener, config))
    elif reports["console"] and all(f.stream_opener.name for f in formatters):
        formatters.append(Console(StreamOpener(stream=sys.stdout), config))


def _chose_no_format(config: Any) -> bool:
    """Tell whether behave put in "pretty", its own default, as nobody named a format.

    A "pretty" that was asked for is equal, but another object.
    """
    last = config.format[-1] if config.format else None
    return last == "pretty" and last is config.default_format


def _where_it_can(embedding: Callable[..., None]) -> Callable[..., None]:
    """Spare behave's own formatters the attachments of hooks: its JSON breaks at one."""

    @functools.wraps(embedding)
    def embed(*attached: Any, **named: Any) -> None:
        with contextlib.suppress(IndexError):
            embedding(*attached, **named)

    return embed


@contextlib.contextmanager
def _undisturbed() -> Iterator[None]:
    """Ignore Ctrl-C while reports are written."""
    usual = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, usual)
