"""The base of all reports: they read a recording, and some of them are files."""

from __future__ import annotations

import errno
import sys
from pathlib import Path
from typing import Any

from behave.exception import ConfigError
from behave.formatter.base import Formatter

from behave_strict.report.recording import Recording, Trial

UNCHECKED = "Nothing was checked: behave_strict:ReportingRunner only reports."


class Report(Formatter):  # type: ignore[misc]
    """A formatter that reads the recording instead of behave's calls."""

    broken = False  # True turns the run red
    shows_hooks = False  # True spares behave printing what went wrong in a hook
    recording: Recording | None = None

    def begin(self, recording: Recording) -> None:
        """Prepare for a run; an OSError refuses it."""
        self.recording = recording

    def trial_played(self, trial: Trial) -> None:
        """Take note at once that a selected scenario has ended, be it before its turn."""

    def trial_ended(self, trial: Trial) -> None:
        """Take note of a selected scenario that has ended, in the order of the run."""

    def trials_over(self) -> None:
        """Take note that no scenario is left, before after_all."""

    def finish(self) -> None:
        """Report, when all is over and the recording is complete."""

    def close(self) -> None:
        """Say so where another runner than ours leaves the report without a recording."""
        if self.recording is None:
            print(
                f"No {self.name} report: this run was not by behave_strict:Runner. Set it as "
                "runner in [tool.behave], and start behave beside that file, without --runner.",
                file=sys.stderr,
            )
        super().close()

    def cannot(self, error: OSError) -> str:
        """Say why the report cannot be written."""
        return f"The report {error.filename or self.name} cannot be written: {error.strerror}."


class FileReport(Report):
    """A report in a file (`-f behave_strict:NAME -o FILE`); that of an earlier run goes at once."""

    def __init__(self, stream_opener: Any, config: Any) -> None:
        super().__init__(stream_opener, config)
        if not stream_opener.name:  # behave shows this as a sentence, and ends
            raise ConfigError(f"The report {self.name} needs a file: give one with -o FILE.")
        self.path = Path(stream_opener.name)

    def begin(self, recording: Recording) -> None:
        """Make room, and find out whether the file can be written."""
        super().begin(recording)
        if self.config.dry_run:
            return
        if self.path.exists() and not (self.path.is_file() or self.path.is_dir()):
            raise OSError(errno.EINVAL, "it is a device or a pipe, not a file", str(self.path))
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self.path.unlink(missing_ok=True)  # it may be someone else's, in a folder of ours
        self.path.touch()
        self.path.unlink()

    def finish(self) -> None:
        """Write it. A run whose report is missing counts as failed."""
        try:
            if self.recording:
                self.write(self.recording)
        except OSError as error:
            self.broken = True
            print(f"{self.cannot(error)} So this run counts as failed.", file=sys.stderr)

    def write(self, recording: Recording) -> None:
        """Write the file; an OSError is reported as a sentence."""
        raise NotImplementedError
