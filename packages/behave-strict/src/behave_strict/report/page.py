"""The report for everybody: one HTML page, made from the messages."""

from __future__ import annotations

from behave_strict.history import History
from behave_strict.page import entry_of, read, write
from behave_strict.report.formatter import FileReport
from behave_strict.report.messages import finished
from behave_strict.report.recording import Recording, reading_order


class Page(FileReport):
    """Write an HTML page to its file; features are in reading order, whatever ran first."""

    name = "page"
    description = "One HTML page for everybody, without network access"

    def write(self, recording: Recording) -> None:
        """Write the page."""
        about, run = recording.about, read(finished(recording))
        run.features.sort(key=lambda feature: reading_order(feature.uri))
        history = History(about.history).entries(run.settings) if about.history else []
        write(run, self.path, title=about.title, history=history, whole=about.whole)


def remember(recording: Recording) -> None:
    """Put a whole run that came to its end into the history, if that can be written."""
    about = recording.about
    ended = recording.trials and all(trial.ran for trial in recording.trials)
    if about.history and about.whole and ended:
        try:
            History(about.history).add(entry_of(read(finished(recording))))
        except OSError as error:
            print(f"The history {error.filename} cannot be written: {error.strerror}.")
