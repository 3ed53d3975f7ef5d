"""Scenarios that are selected by their names, or as a part of what was asked for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Set
from typing import Any


def take_names_as_written(config: Any, names: list[str]) -> None:
    """Select by a name that was copied, whatever signs are in it.

    To behave a name is a regular expression, so that "Is it open?" is not found.
    """
    if config.name:
        config.name = [_as_written(pattern, names) for pattern in config.name]
        config.name_re = config.build_name_re(config.name)


def _as_written(pattern: str, names: list[str]) -> str:
    is_part_of_a_name = any(pattern in name for name in names)
    matches = any(re.search(pattern, name) for name in names)
    return re.escape(pattern) if is_part_of_a_name and not matches else pattern


def play_only(items: Iterable[Any], kept: Set[int]) -> None:
    """Have behave skip all but these scenarios (by their id()), with the hooks around them."""
    for item in items:
        inner = getattr(item, "run_items", getattr(item, "scenarios", ()))
        play_only(inner, kept)
        if id(item) not in kept and all(each.should_skip for each in inner):
            item.mark_skipped()
