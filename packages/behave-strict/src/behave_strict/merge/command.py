"""The command `behave-strict merge`."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console as Terminal

from behave_strict.configuration import read_settings
from behave_strict.covered import sentence
from behave_strict.endings import Refused
from behave_strict.merge.agreement import require_agreement
from behave_strict.merge.joined import join
from behave_strict.merge.reports import is_checked, write_reports
from behave_strict.merge.shard_file import MergeError, read_shard_file
from behave_strict.merge.told import hooks_of, scenarios_of
from behave_strict.page.model import Run
from behave_strict.report.console import lines
from behave_strict.report.formatter import UNCHECKED


def merge(paths: Sequence[str], folder: str) -> int:
    """Make one set of reports from those of all shards. Returns the exit code of the run."""
    try:
        settings, problems = read_settings(Path.cwd(), {}, {})
        if problems:
            raise Refused(problems)
        files = [read_shard_file(Path(path)) for path in paths]
        require_agreement(files)
        whole = bool(files[0].about["whole"])
        run = write_reports(join(files), settings, Path(folder), whole)
    except (MergeError, Refused) as error:
        print(error, file=sys.stderr)
        return 1
    except OSError as error:
        print(f"{error.filename} cannot be written: {error.strerror}.", file=sys.stderr)
        return 1
    if settings.reports["console"]:
        covered = run.covered.items() if whole else ()
        notes = [f"{name}: {sentence(parts)}." for name, parts in covered]
        _say(
            run,
            [*notes, f"This run was merged from {len(files)} shards; its reports are in {folder}."],
        )
    return 0 if run.success else 1


def _say(run: Run, notes: list[str]) -> None:
    out = Terminal(highlight=False, markup=False, emoji=False)
    hooks = [(told.name, told.problems, told.attachments) for told in hooks_of(run)]
    scenarios = [told for _, each in scenarios_of(run) for told in each]
    notes = notes if is_checked(run) else [UNCHECKED, *notes]
    for text, style in lines(hooks, scenarios, notes, run.seconds):
        out.print(text, style=style, soft_wrap=True)
