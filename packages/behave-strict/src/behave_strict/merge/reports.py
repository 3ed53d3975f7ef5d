"""The reports of a merged run, made from its messages."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path

from behave_strict.configuration import Settings
from behave_strict.history import History
from behave_strict.merge.shard_file import Envelope
from behave_strict.merge.told import hooks_of, scenarios_of
from behave_strict.page import entry_of, read, write
from behave_strict.page.model import Run
from behave_strict.report import junit, ndjson
from behave_strict.report.formatter import UNCHECKED
from behave_strict.report.messages import compact
from behave_strict.report.recording import reading_order


def write_reports(
    messages: Sequence[Envelope], settings: Settings, folder: Path, whole: bool
) -> Run:
    """Write all reports, or none of them, and remember the run. Raises OSError."""
    run = read(messages)
    run.features.sort(key=lambda feature: reading_order(feature.uri))
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder, prefix=".merge-") as scratch:
        _write_all(Path(scratch), messages, run, settings, whole)
        _put_in_place(Path(scratch), folder)
    return run


def _write_all(
    folder: Path, messages: Sequence[Envelope], run: Run, settings: Settings, whole: bool
) -> None:
    file = settings.reports["history"]
    history = History(Path(file)) if isinstance(file, str) else None
    places = {n: folder / Path(f).name for n, f in settings.reports.items() if isinstance(f, str)}
    features = scenarios_of(run)
    if "messages" in places:
        ndjson.write(places["messages"], map(compact, messages))
    if "junit" in places:
        about = {} if is_checked(run) else {"checked": UNCHECKED}
        junit.write(places["junit"], hooks_of(run), features, about)
    if "page" in places:
        earlier = history.entries(run.settings) if history else []
        write(run, places["page"], title=settings.title, history=earlier, whole=whole)
    if history and whole and all(told.began for _, scenarios in features for told in scenarios):
        history.add(entry_of(run))


def is_checked(run: Run) -> bool:
    """Tell whether the runner has checked the features and the selection."""
    return "nothing was checked" not in run.fact("played by")


def _put_in_place(scratch: Path, folder: Path) -> None:
    """Move what is complete, in place of what an earlier run has left."""
    for new in sorted(scratch.iterdir()):
        old = folder / new.name
        if old.is_dir() and not old.is_symlink():
            shutil.rmtree(old)
        files = folder / f"{new.stem}-files"
        if new.suffix == ".html" and files.is_dir() and not files.is_symlink():
            shutil.rmtree(files)
    for new in sorted(scratch.iterdir()):
        os.replace(new, folder / new.name)
