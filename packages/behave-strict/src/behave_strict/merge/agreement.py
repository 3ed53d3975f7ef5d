"""Do these shards make one whole run?"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from behave_strict.merge.shard_file import MergeError, ShardFile

# What must be the same in all shards, and how to find it out.
SAME: dict[str, Callable[[ShardFile], Any]] = {
    "how many shards there are": lambda file: file.shard.total,
    "the commit": lambda file: file.run.fact("commit"),
    "the settings": lambda file: file.run.settings,
    "the order": lambda file: file.about["order"],
    "the file of durations": lambda file: file.about["durations"],
    "the selection": lambda file: (file.about["selection"], file.about["whole"]),
    "the runner": lambda file: _made_with(file, "implementation"),
    "the version of Python": lambda file: _made_with(file, "runtime"),
}


def require_agreement(files: Sequence[ShardFile]) -> None:
    """Raise MergeError where shards are not of one run, or one is missing or there twice."""
    first, *others = files
    for other in others:
        for what, find in SAME.items():
            if (mine := find(first)) != (theirs := find(other)):
                raise MergeError(
                    f"{other.path} and {first.path} differ in {what}{_shown(theirs, mine)}; "
                    "merge shards of one run."
                )
    _require_each_once(files)
    played = sorted(position for file in files for position in file.positions)
    if played != list(range(first.about["selected"])):
        raise MergeError(
            "The shards do not add up to the whole, as they were not dealt out in the same way; "
            "play all of them again."
        )


def _require_each_once(files: Sequence[ShardFile]) -> None:
    by_number: dict[int, ShardFile] = {}
    for file in files:
        earlier = by_number.setdefault(file.shard.number, file)
        if earlier is not file:
            both = f"{earlier.path} and {file.path} are both shard {file.shard}"
            raise MergeError(f"{both}; give each shard once.")
    total = files[0].shard.total
    if missing := [n for n in range(1, total + 1) if n not in by_number]:
        numbers = ", ".join(map(str, missing))
        are = "Shard {} of {} is" if len(missing) == 1 else "Shards {} of {} are"
        what = f"{are.format(numbers, total)} missing"
        raise MergeError(f"{what}; give the messages of all {total}.")


def _made_with(file: ShardFile, part: str) -> str:
    """Tell a program; its last number makes no difference."""
    about = file.all("meta")[0][part]
    return f"{about['name']} {'.'.join(about['version'].split('.')[:2])}"


def _shown(theirs: object, mine: object) -> str:
    """Show the two where that is short."""
    if isinstance(mine, dict) and isinstance(theirs, dict):
        names = [name for name in {**theirs, **mine} if theirs.get(name) != mine.get(name)]
        return _shown(*(f"{names[0]}={each.get(names[0], 'none')}" for each in (theirs, mine)))
    shown = f"{theirs or 'none'} and {mine or 'none'}"
    return f" ({shown})" if len(shown) < 100 and not isinstance(mine, tuple) else ""
