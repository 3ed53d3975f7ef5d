"""A worker: a process that plays what it is dealt, one scenario at a time."""

from __future__ import annotations

import atexit
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from itertools import takewhile
from multiprocessing.connection import Connection
from typing import Any

from behave_strict.configuration import WORKER, WORKERS
from behave_strict.endings import Refused
from behave_strict.parallel.notes import Note, Result
from behave_strict.parallel.parcel import Places, pack, unpack
from behave_strict.report.recorder import is_within
from behave_strict.report.recording import Moment, Trial

PATIENCE = 30  # seconds that a worker may take to end in order


class Worker:
    """Plays scenarios in a copy of the main process, with hooks and a context of its own.

    behave goes through a feature from its first scenario to its last. Here it plays only the
    scenario that was dealt out, and then the next one, if that comes later in the same feature.
    """

    def __init__(self, runner: Any, places: Places, line: Connection) -> None:
        self.runner, self._places, self._line = runner, places, line
        self._trials: list[Trial] = runner.recorder.recording.trials
        self._dealt: int | None = None
        self._aborted = False
        self._told = len(runner.recorder.recording.hooks)  # of the hooks outside scenarios

    def run(self, number: int, of: int, lifeline: int) -> None:
        """Play until nothing is left, and tell the main process how it ended."""
        atexit._clear()  # what the main process does at its exit
        os.environ.update({WORKER: str(number), WORKERS: str(of)})
        sys.breakpointhook = _refuse_breakpoint
        threading.Thread(target=_outlive_nobody, args=[lifeline], daemon=True).start()
        self.runner.work(self)
        ending = Note("", failed=True)
        try:
            ending.failed = self.runner.play_features(self._features())
        except Refused as refused:
            ending.refused = refused.problems
        except BaseException as error:
            ending.error = error
        self._exchange(ending)
        atexit._run_exitfuncs()

    def collect(self, value: Any) -> list[Any]:
        """Exchange a value for those of all workers, which only one of them gets."""
        values: list[Any] = self._exchange(Note("values", value=value))
        return values

    def hook_ended(self, name: str, *args: Any) -> None:
        """Go on after a hook, which may have changed the feature or rule that it is of."""
        if name in ("before_feature", "before_rule"):
            self._guard(args[0])
        elif name == "after_all":
            self._aborted = bool(self.runner.aborted)
            self.runner.aborted = False  # or behave says what the main process says, too

    def _guard(self, place: Any) -> None:
        """Have behave pass over what was not dealt out in a feature or rule that it has entered."""
        for item in place.run_items:
            rows = item.scenarios if item.type == "scenario_outline" else ()
            for each in (item, *rows):
                each.run = self._guarded(each, each.run)

    def _guarded(self, item: Any, run: Callable[[Any], bool]) -> Callable[[Any], bool]:
        def run_if_dealt(runner: Any) -> bool:
            dealt = self._dealt
            if dealt is None or not is_within(self._trials[dealt].scenario, item):
                return False
            failed = bool(run(runner))
            if self._trials[dealt].scenario is item:
                self._ask([Result.of(dealt, self._trials[dealt], failed)])
            elif self._dealt == dealt:
                self._pass_over(item)
            return failed

        return run_if_dealt

    def _features(self) -> Iterator[Any]:
        """Yield the feature of what was dealt out, for behave to go through it."""
        self._ask([])
        while self._dealt is not None and not self.runner.aborted:
            dealt = self._dealt
            feature = self._trials[dealt].scenario.feature
            items = feature.walk_scenarios(with_outlines=True, with_rules=True)
            usual = [vars(item).get("run") for item in items]
            yield feature
            for item, run in zip(items, usual, strict=True):
                vars(item).pop("run", None) if run is None else setattr(item, "run", run)
            if self._dealt == dealt and not self.runner.aborted:
                self._pass_over(feature)

    def _pass_over(self, place: Any) -> None:
        """Say that a hook keeps what is left of a feature or rule from being played."""
        self._ask(
            [
                Result.of(number, trial, failed=False)
                for number, trial in enumerate(self._trials)
                if trial.began is None and is_within(trial.scenario, place)
            ]
        )

    def _ask(self, results: list[Result]) -> None:
        """Hand in results, and ask for the next scenario."""
        self._dealt = None if self.runner.aborted else self._dealt
        self._dealt = self._exchange(Note("scenario", results))

    def _exchange(self, note: Note) -> Any:
        """Send a note, and wait for an answer unless it is the last one."""
        note.hooks = self._hooks_to_tell(running=bool(note.wants))
        self._told += len(note.hooks)
        note.aborted = self._aborted or self.runner.aborted
        sys.stdout.flush()
        sys.stderr.flush()
        scenarios = [result.scenario for result in note.results]
        with self.runner.interrupts.held():
            self._line.send_bytes(pack(note, self._places, scenarios))
            return unpack(self._line.recv_bytes(), self._places) if note.wants else None

    def _hooks_to_tell(self, running: bool) -> list[Moment]:
        """Find the hooks that were not told yet; one that is running will have more to tell."""
        hooks: list[Moment] = self.runner.recorder.recording.hooks[self._told :]
        return [*takewhile(lambda hook: hook.ended, hooks)] if running else hooks


def _refuse_breakpoint(*args: Any, **named: Any) -> None:
    if os.environ.get("PYTHONBREAKPOINT") != "0":
        raise RuntimeError("breakpoint() needs the terminal, which no worker has: use -j 1.")


def _outlive_nobody(lifeline: int) -> None:
    """End this process, in order if it can, once the main process is gone."""
    os.read(lifeline, 1)
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(PATIENCE)
    os._exit(1)
