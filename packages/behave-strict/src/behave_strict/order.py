"""The order in which features run."""

from __future__ import annotations

import os
from random import Random
from typing import Any

from behave_strict.report.recording import reading_order


def put_in_order(features: list[Any], order: str, paths: list[str]) -> None:
    """Put features into reading order, unless files are named one by one; or shuffle them.

    A number shuffles, always in the same way.
    """
    if order != "reading":
        _shuffle(features, Random(int(order)))  # noqa: S311 - not for secrets
    elif all(os.path.isdir(path) for path in paths):
        features.sort(key=lambda feature: reading_order(feature.filename))


def _shuffle(items: list[Any], chance: Random) -> None:
    """Shuffle features, and in each its rules and scenarios; a rule's own stay together."""
    chance.shuffle(items)
    for item in items:
        _shuffle(getattr(item, "run_items", getattr(item, "scenarios", [])), chance)
