"""A runner that records what happens, hooks included, and has the reports written."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from behave.formatter._registry import make_formatters
from behave.parser import ParserError
from behave.runner import Runner as BehaveRunner

from behave_strict.again import Again, NothingFailed, choose_again
from behave_strict.configuration import OPTIONS, WORKER, WORKERS, Settings, read_settings
from behave_strict.endings import Problem, Refused
from behave_strict.feature_file import unreadable
from behave_strict.loading import loading
from behave_strict.parallel.jobs import wanted
from behave_strict.places import find_features, read_lists, unknown_places
from behave_strict.report.about import About, find_out
from behave_strict.report.choice import add_reports, spare_attachments_of_hooks
from behave_strict.report.errors import explain
from behave_strict.report.formatter import Report
from behave_strict.report.interrupts import Interrupts
from behave_strict.report.outlet import forgiving_output
from behave_strict.report.page import remember
from behave_strict.report.recorder import Recorder
from behave_strict.report.recording import Moment, Recording, Trial
from behave_strict.selection import play_only
from behave_strict.shards.part import choose
from behave_strict.wording import count

if TYPE_CHECKING:
    from behave_strict.parallel.pool import Pool
    from behave_strict.parallel.replay import Replay
    from behave_strict.parallel.worker import Worker


class ReportingRunner(BehaveRunner):  # type: ignore[misc]
    """behave's runner with our reports. It refuses nothing, and each report says so.

    behave finds it by its configuration: `runner = "behave_strict:ReportingRunner"`.
    """

    checks = False  # are the features and the selection checked?
    settings = Settings()
    about = About()
    formatters: list[Any]
    chosen: Sequence[Any] = ()  # the scenarios to be played
    again: Again | None = None
    recorder: Recorder | None = None
    worker: Worker | None = None  # that this process is
    pool: Pool | None = None  # of workers, while they play
    replay: Replay | None = None  # of what they have played

    def __init__(self, config: Any) -> None:
        super().__init__(config)
        self.interrupts = Interrupts(self._abort)

    def run(self) -> bool:
        """Run the features. True says that the run failed, or that a report was not written.

        A run that a signal ends exits as a shell expects it, which only SystemExit can do here.
        """
        with forgiving_output(self.config), self.interrupts:
            failed = self.play()
        self.interrupts.hand_on()
        return failed

    def play(self) -> bool:
        """Run the features, and report, whatever ends the run. True says that it failed."""
        try:
            self.configure()
            return self._finish(bool(super().run()))
        except Refused as refused:
            self._say_refused(refused)
        except NothingFailed as reason:
            print(reason)
            return False
        except KeyboardInterrupt as error:  # while it loads; a run that has begun ends in order
            self._stopped(error, explain(error))
            print(explain(error), file=sys.stderr)
        except BaseException as error:
            self._stopped(error, f"{type(error).__name__}: {error}")
            raise
        return True

    def configure(self) -> None:
        """Read the settings, and take our own options out of behave's userdata."""
        for name in (WORKER, WORKERS):  # of another run, which this one is within
            os.environ.pop(name, None)
        self.settings, problems = read_settings(Path.cwd(), self.config.userdata, os.environ)
        given = self.config.userdata_defines or []  # behave may put these into userdata once more
        self.config.userdata_defines = [(name, text) for name, text in given if name not in OPTIONS]
        self.about = find_out(self.settings, self.config)
        self.refuse(problems)

    def setup_paths(self) -> None:
        """Read lists of features first: behave begins in the folder of what is in them."""
        self.config.paths = read_lists(self.config.paths)
        self.refuse(unknown_places(self.config.paths))
        super().setup_paths()

    def feature_locations(self) -> list[Any]:
        """Find the features that were asked for."""
        return find_features(self.config.paths)

    def load_hooks(self, *args: Any) -> None:
        """Load environment.py; say in a sentence why it cannot be loaded."""
        with loading():
            super().load_hooks(*args)

    def load_step_definitions(self, extra_step_paths: Sequence[str] | None = None) -> None:
        """Load the step modules; say in a sentence why one cannot be loaded."""
        with loading():
            super().load_step_definitions(extra_step_paths)

    def run_with_paths(self) -> bool:
        """Load everything and run it; say in a sentence which feature cannot be read."""
        try:
            return bool(super().run_with_paths())
        except (ParserError, KeyError, UnicodeDecodeError):
            if not self.recorder:
                self.refuse(unreadable(self.feature_locations(), self.config.lang))
            raise

    def choose(self) -> list[Any]:
        """Find the scenarios that are selected; of these a shard, or `again`, plays a part."""
        every = [scenario for f in self.features for scenario in f.walk_scenarios()]
        selected = [scenario for scenario in every if scenario.should_run(self.config)]
        if self.settings.again:
            self.again = choose_again(self.about.history, self.features, selected)
            selected = self.again.scenarios
            play_only(self.features, {id(scenario) for scenario in selected})
        if shard := self.settings.shard:
            by = self.settings.durations, self.settings.order
            try:
                part = choose(shard, *by, self.features, selected)
            except ValueError as error:
                raise Refused([Problem(f"shard {shard}", 0, *error.args)]) from None
            self.about = replace(self.about, part=part)
            play_only(self.features, part.positions.keys())
            return [scenario for scenario in selected if id(scenario) in part.positions]
        return selected

    def run_model(self, features: Any = None) -> bool:
        """Run the features, recorded. True says that the run failed."""
        self.chosen = self.choose()
        recorder = self._record()
        self.refuse(recorder.unwritable)
        spare_attachments_of_hooks(self.formatters)
        self.formatters.insert(0, recorder)
        self.context.on_cleanup_error = recorder.cleanup_failed
        for name, hook in self.hooks.items():
            of_behave = hook == self.before_all_default_hook
            if name in ("before_step", "after_step"):
                self.hooks[name] = recorder.hook_of_steps(hook)
            elif name.startswith(("before_", "after_")) and not of_behave:
                self.hooks[name] = recorder.hook(name, hook)
        if wanted(self.config) > 1 and len(recorder.recording.trials) > 1:
            from behave_strict.parallel.run import share_out  # slow, and seldom needed

            failed = share_out(self)
        else:
            failed = self.play_features(features)
        if self.aborted and not self.interrupts.received and not recorder.recording.has_problems:
            sentence = "A step or hook aborted the run by context.abort()."
            self.complain("the run", sentence)
            print(sentence)
        return failed

    def play_features(self, features: Any = None) -> bool:
        """Run the features here. True says that the run failed."""
        try:
            return bool(super().run_model(features))
        except BaseException as error:
            self._tidy_up(begun=not isinstance(error, Refused))
            raise

    def work(self, worker: Worker) -> None:
        """Be a worker from now on, in a process of its own: record, and leave reports to others."""
        self.worker, self.pool = worker, None
        self.interrupts.quiet, self.interrupts.is_held = True, False
        self.config.reporters.clear()
        if self.recorder:
            self.recorder.reports.clear()
            self.formatters[:] = [self.recorder]

    def run_hook_with_capture(self, hook_name: str, *args: Any, **named: Any) -> bool:
        """Run a hook. That of a feature or rule may change it, and its scenarios come next."""
        passed = bool(super().run_hook_with_capture(hook_name, *args, **named))
        if self.replay:
            return self.replay.run_hook(hook_name, *args)
        if self.worker:
            self.worker.hook_ended(hook_name, *args)
        return passed

    def run_hook(self, hook_name: str, *args: Any) -> bool:
        """Run a hook. behave does not print its failure where a report shows it."""
        if hook_name == "after_all":
            self.interrupts.ending = True
        with contextlib.ExitStack() as until_hook_ends:
            if self.recorder and not hook_name.endswith("_step"):
                self.recorder.until_hook_ends = until_hook_ends
            if self.recorder and hook_name == "after_all":
                for report in self.recorder.reports:
                    report.trials_over()
            passed = bool(super().run_hook(hook_name, *args))
        if self.recorder and hook_name == "before_all" and self.recorder.refused:
            raise self.recorder.refused
        if self.recorder and hook_name == "before_all" and self.again and passed:
            self.again.require_settings(self.recorder.recording.settings)
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

    def _abort(self) -> None:
        """Have behave begin no other scenario."""
        if self.context:
            self.aborted = True
        if self.pool and self.interrupts.received:
            self.pool.interrupt(self.interrupts.received)

    def _record(self) -> Recorder:
        """Begin to record, for all reports that can be written."""
        scenarios = [scenario for f in self.features for scenario in f.walk_scenarios()]
        trials = [Trial(s) for s in scenarios if s.should_run(self.config)]
        add_reports(self.formatters, self.config, self.settings.reports, self.about.folder)
        reports = [formatter for formatter in self.formatters if isinstance(formatter, Report)]
        recording = Recording(list(self.features), trials, checked=self.checks, about=self.about)
        self.recorder = Recorder(recording, reports)
        return self.recorder

    def _tidy_up(self, begun: bool) -> None:
        """Do what behave does at the end of a run, and leaves undone where it is broken off."""
        self.interrupts.ending = True
        self.stop_capture()
        while len(self.context._stack) > 1:  # of the scenario, rule and feature
            with contextlib.suppress(Exception):  # it was recorded
                self.context._pop()
        self.teardown_capture()
        if begun:
            self.run_hook("after_all")
        with contextlib.suppress(Exception):
            self.context._do_remaining_cleanups()

    def _say_refused(self, refused: Refused) -> None:
        """Print why nothing was run, and have the reports say so; they list no scenario then."""
        print(refused, file=sys.stderr)
        print(f"Nothing was run: {count(refused.problems, 'problem')}.", file=sys.stderr)
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
        self.interrupts.over = True
        if self.recorder and not self.config.dry_run:
            self.recorder.recording.interrupted = bool(self.interrupts.received)
            self.recorder.recording.end(failed)
            for report in self.recorder.reports:
                report.finish()
            remember(self.recorder.recording)
            failed = failed or any(report.broken for report in self.recorder.reports)
        return failed
