"""The title and facts of a run, and whether it is a whole one."""

from __future__ import annotations

import json
import os
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from behave_strict.configuration import Settings
from behave_strict.page.facts import MEDIA_TYPE

PATIENCE = 5  # seconds that git may take


@dataclass(frozen=True)
class About:
    """What the reports say of a run as a whole; `history` is the file of earlier runs."""

    title: str = ""
    facts: str = ""  # an attachment of the run, in JSON
    whole: bool = True
    history: Path | None = None
    folders: tuple[str, ...] = ()  # of the reports of a selection

    media_type = MEDIA_TYPE


def find_out(settings: Settings, config: Any) -> About:
    """Find out about a run that is to begin, before behave has filled in what was left open."""
    file = settings.reports["history"]
    whole = not selects(config)
    names = [settings.reports[name] for name in ("messages", "page", "junit")]
    places = {str(Path(of_a_selection(name)).parent) for name in names if isinstance(name, str)}
    facts: dict[str, Any] = {**settings.facts}
    if text := commit():
        facts["commit"] = {"text": text, "setting": False}
    return About(
        settings.title,
        json.dumps(facts, ensure_ascii=False) if facts else "",
        whole,
        Path(file) if isinstance(file, str) else None,
        () if whole else tuple(sorted(places)),
    )


def is_whole_run(context: Any) -> bool:
    """Tell a hook or a step whether the run is of all that is configured, and no selection."""
    return bool(context._runner.about.whole)


def of_a_selection(file: str) -> str:
    """Place a report of a selection beside those of whole runs, in a folder of its own."""
    return str(Path(file).parent / "selection" / Path(file).name)


def selects(config: Any) -> bool:
    """Tell whether the command line chooses something else than the configuration does."""
    usual = config.defaults
    paths = [os.path.normpath(path) for path in usual.get("paths") or []]
    return bool(
        config.paths != paths
        or (config.tags or "") != (config.config_tags or config.default_tags or "")
        or any(
            (getattr(config, name) or None) != (usual.get(name) or None)
            for name in ("name", "include_re", "exclude_re")
        )
    )


def commit() -> str:
    """Name the commit that is checked out, and say if files differ from it; "" without git."""
    revision = _git("rev-parse", "--short=12", "HEAD")
    changed = revision and _git("status", "--porcelain", "--untracked-files=no")
    return f"{revision}, with uncommitted changes" if changed else revision


def _git(*arguments: str) -> str:
    command = ["git", *arguments]
    try:
        done = subprocess.run(command, capture_output=True, timeout=PATIENCE, check=True)
    except (OSError, subprocess.SubprocessError):
        return ""
    return done.stdout.decode("utf-8", "replace").strip()
