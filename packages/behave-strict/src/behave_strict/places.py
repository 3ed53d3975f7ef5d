"""Which feature files a run is about."""

from __future__ import annotations

import glob
import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from behave.runner_util import FileLocationParser, collect_feature_locations

from behave_strict.endings import Problem


def find_features(paths: list[str]) -> list[Any]:
    """Find the features that behave finds, but for hidden files in folders.

    An editor's lock (`.#a.feature`) and what macOS leaves on foreign disks (`._a.feature`) are no
    features.
    """
    named = {os.path.normpath(FileLocationParser.parse(path).filename) for path in paths}
    found = collect_feature_locations(paths)
    return [place for place in found if place.filename in named or not _is_hidden(place.filename)]


def _is_hidden(path: str) -> bool:
    return os.path.basename(path).startswith(".")


def read_lists(paths: Iterable[str]) -> list[str]:
    """Replace each list of features (`@reports/rerun.txt`) by what it lists.

    behave looks for that beside the list only; its own `rerun` format writes it as seen from the
    working directory.
    """
    found: list[str] = []
    for path in paths:
        is_list = path.startswith("@") and os.path.isfile(path[1:])
        listed = list(_read_list(Path(path[1:]))) if is_list else []
        found += listed or [path]  # behave takes nothing at all for everything
    return found


def _read_list(file: Path) -> Iterator[str]:
    for line in file.read_text("utf-8-sig", "replace").splitlines():
        entry = line.strip()
        if entry and not entry.startswith("#"):
            beside = os.path.normpath(os.path.join(file.parent, entry))
            matching = _matching(beside) or _matching(entry) or [beside]
            yield from matching


def unknown_places(paths: Iterable[str]) -> Iterator[Problem]:
    """Find what names no feature, no line of one, no folder and no list."""
    for path in paths:
        if amiss := _amiss(path):
            yield Problem(path or "''", 0, *amiss)


def _amiss(path: str) -> tuple[str, str] | None:
    """Say what is wrong with a place such as FILE, FILE:LINE or @LIST, and the remedy."""
    if path.startswith("@"):
        remedy = "name a file that lists features, one each line"
        return None if os.path.isfile(path[1:]) else ("there is no such list", remedy)
    file, _, line = path.rpartition(":")
    if file.endswith(".feature") and os.path.isfile(file):
        is_line = line.isdecimal() and int(line) > 0
        return None if is_line else (f"{line!r} is no line", "lines are numbers, from 1")
    if not os.path.exists(path):
        return "there is no such file or folder", "correct the name, or start beside it"
    if os.path.isfile(path) and not path.endswith(".feature"):
        return "it is no feature", "name a file that ends in .feature"
    return None


def _matching(entry: str) -> list[str]:
    if glob.has_magic(entry):
        return sorted(glob.glob(entry))
    return [entry] if os.path.exists(FileLocationParser.parse(entry).filename) else []


def known_path(path: str) -> str:
    """Name a file by the path that this run knows it by, whatever links lead to it."""
    return os.path.relpath(os.path.realpath(path), os.path.realpath(os.curdir))
