"""The report for everybody: one HTML page, made from the messages."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import lru_cache

from behave_strict.history import JUDGED, History
from behave_strict.page import entry_of, read, write
from behave_strict.page.model import Run
from behave_strict.report.formatter import FileReport
from behave_strict.report.messages import finished
from behave_strict.report.recording import Recording, reading_order


class Page(FileReport):
    """Write an HTML page to its file; features are in reading order, whatever ran first."""

    name = "page"
    description = "One HTML page for everybody, without network access"

    def write(self, recording: Recording) -> None:
        """Write the page."""
        about, run = recording.about, run_of(recording)
        history = History(about.history).entries(run.settings) if about.history else []
        write(run, self.path, title=about.title, history=history, whole=about.whole)


@lru_cache(maxsize=1)
def run_of(recording: Recording) -> Run:
    """Read a run that has ended, in reading order, once for the page and the history."""
    run = read(map(json.loads, finished(recording)))
    run.features.sort(key=lambda feature: reading_order(feature.uri))
    return run


def remember(recording: Recording) -> None:
    """Put a run into the history, if that can be written; shards enter it when they are merged.

    What was stopped is partial, as a selection is.
    """
    about = recording.about
    if not about.history or about.part or not any(trial.ran for trial in recording.trials):
        return
    entry = entry_of(run_of(recording))
    if not about.whole or not all(trial.ran for trial in recording.trials):
        judged = {n: ran for n, ran in entry.scenarios.items() if ran[0] in JUDGED}
        entry = replace(entry, scenarios=judged, partial=True)
    try:
        History(about.history).add(entry)
    except OSError as error:
        print(f"The history {error.filename} cannot be written: {error.strerror}.")
