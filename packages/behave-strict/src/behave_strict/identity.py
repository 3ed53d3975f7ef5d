"""A name for each feature, rule, scenario and row that stays the same from run to run.

It follows from names, never from line numbers: history, links and shards go by it.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Sequence
from pathlib import PurePath
from typing import Any

LONGEST = 60  # characters of one part


class Identities:
    """Hands out identities. Two that would be alike are numbered, in the order of the features."""

    def __init__(self) -> None:
        self._taken: Counter[str] = Counter()

    def feature(self, uri: str) -> str:
        """Name a feature by its file."""
        path = re.sub(r"^\./|\.feature(\.md)?$", "", uri.replace("\\", "/"))
        return self._unique(slug(path.removeprefix("features/")))

    def part(self, feature: str, name: str) -> str:
        """Name a rule, a scenario or an outline of this feature."""
        return self._unique(f"{feature}.{slug(name)}")

    def row(self, outline: str, cells: Sequence[str]) -> str:
        """Name a row by what stands in it."""
        return self._unique(f"{outline}.{slug(' '.join(cells))}")

    def _unique(self, identity: str) -> str:
        self._taken[identity] += 1
        count = self._taken[identity]
        return identity if count == 1 else self._unique(f"{identity}-{count}")


def identities(features: Sequence[Any]) -> dict[int, str]:
    """Name each scenario of behave's features, by its id(), in whatever order they are to run."""
    taken = Identities()
    named: dict[int, str] = {}
    for feature in sorted(features, key=lambda feature: str(feature.filename)):
        identity = taken.feature(PurePath(feature.filename).as_posix())
        _name_all(feature, identity, taken, named)
    return named


def _name_all(container: Any, feature: str, taken: Identities, named: dict[int, str]) -> None:
    for item in sorted(container.run_items, key=lambda item: int(item.line)):
        identity = taken.part(feature, item.name or item.keyword)
        if item.type == "rule":
            _name_all(item, feature, taken, named)
        elif item.type == "scenario_outline":
            for row in sorted(item.scenarios, key=lambda row: int(row.line)):
                named[id(row)] = taken.row(identity, row._row.cells)
        else:
            named[id(item)] = identity


def slug(text: str) -> str:
    """Write words as an address may hold them; what is too long, or no words, as a digest, too."""
    words = "-".join(re.findall(r"\w+", text.lower()))
    if words and len(words) <= LONGEST:
        return words
    digest = hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:6]
    return "-".join(filter(None, [words[: LONGEST - 7].rstrip("-"), digest]))
