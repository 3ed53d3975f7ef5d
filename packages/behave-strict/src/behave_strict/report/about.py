"""The title and facts of a run, whether it is a whole one, and where its reports go."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from behave_strict.configuration import Settings
from behave_strict.page.facts import MEDIA_TYPE
from behave_strict.shards.part import Part

PATIENCE = 5  # seconds that git may take


@dataclass(frozen=True)
class About:
    """Facts of a run as a whole, for the reports; `history` is the file of earlier runs.

    The reports of a selection, or of a shard, are in a `folder` beside those of whole runs.
    """

    title: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)
    selection: bool = False  # was less asked for than is configured?
    part: Part | None = None
    history: Path | None = None
    folder: str = ""
    folders: tuple[str, ...] = ()  # those with reports of a selection or a shard

    media_type = MEDIA_TYPE

    @property
    def whole(self) -> bool:
        """Does the run play all that is configured?"""
        return not (self.selection or self.folder)

    def told(self, scenarios: Iterable[int], interrupted: bool) -> dict[str, Any]:
        """Put together the facts; the scenarios (their id()s) are as the messages have them."""
        if not self.part:
            return dict(self.facts)
        about = {"whole": not self.selection, "interrupted": interrupted}
        return {**self.facts, "shard": self.part.fact(scenarios, about)}


def find_out(settings: Settings, config: Any) -> About:
    """Find out about a run that is to begin, before behave has filled in what was left open."""
    history = settings.reports["history"]
    selection = selects(config) or settings.again
    folder = settings.shard.folder if settings.shard else "selection" if selection else ""
    names = [settings.reports[name] for name in ("messages", "page", "junit")]
    places = {str(Path(beside(name, folder)).parent) for name in names if isinstance(name, str)}
    facts: dict[str, Any] = {**settings.facts}
    if text := commit():
        facts["commit"] = {"text": text, "setting": False}
    return About(
        settings.title,
        facts,
        selection,
        history=Path(history) if isinstance(history, str) else None,
        folder=folder,
        folders=tuple(sorted(places)) if folder else (),
    )


def is_whole_run(context: Any) -> bool:
    """Tell a hook or a step whether the run is of all that is configured, and no selection."""
    return bool(context._runner.about.whole)


def beside(file: str, folder: str) -> str:
    """Place a report in a folder beside those of whole runs, if there is to be one."""
    return str(Path(file).parent / folder / Path(file).name)


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
