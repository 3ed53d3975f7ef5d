"""What the reports have in common: they read a recording, and some of them are files."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from behave.exception import ConfigError
from behave.formatter.base import Formatter

from behave_strict.report.recording import Recording, Trial


class Report(Formatter):  # type: ignore[misc]
    """A formatter that reads the recording instead of behave's calls."""

    broken = False  # True turns the run red
    tells = False  # True says that behave need not print what went wrong in a hook

    def begin(self, recording: Recording) -> None:
        """Called before the run."""
        self.recording = recording

    def trial_ended(self, trial: Trial) -> None:
        """Called after each selected scenario."""

    def trials_over(self) -> None:
        """Called when no scenario is left, before after_all."""

    def finish(self) -> None:
        """Called when all is over and the recording is complete."""


class FileReport(Report):
    """A report in a file (`-f NAME -o FILE`). What an earlier run left there is removed at once.

    Behave shows ConfigError as a sentence, and ends before it begins.
    """

    suffixes: tuple[str, ...] = ()  # of further files beside it

    def __init__(self, stream_opener: Any, config: Any) -> None:
        super().__init__(stream_opener, config)
        if not stream_opener.name:
            raise ConfigError(f"The format {self.name} needs a file: -f {self.name} -o FILE.")
        self.path = Path(stream_opener.name)
        if not config.dry_run:
            self.prepare()

    def prepare(self) -> None:
        """Makes room; raises ConfigError when that cannot be."""
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            for path in (self.path, *map(self.path.with_suffix, self.suffixes)):
                path.unlink(missing_ok=True)  # it may be someone else's, in a folder of ours
                path.touch()  # finds out whether writing will do
                path.unlink()
        except OSError as error:
            raise ConfigError(self._cannot(error)) from None

    def finish(self) -> None:
        """Writes it. A run whose report is missing counts as failed."""
        try:
            self.write()
        except OSError as error:
            self.broken = True
            print(self._cannot(error), "So this run counts as failed.", file=sys.stderr)

    def write(self) -> None:
        """Writes the files; OSError is reported as a sentence."""
        raise NotImplementedError

    def _cannot(self, error: OSError) -> str:
        return f"The report {error.filename or self.path} cannot be written: {error.strerror}."
