"""A name for each feature, rule, scenario and row that stays the same from run to run.

It follows from names, never from line numbers: history, links and shards go by it.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Sequence

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


def slug(text: str) -> str:
    """Write words as an address may hold them; what is too long, or no words, as a digest, too."""
    words = "-".join(re.findall(r"\w+", text.lower()))
    if words and len(words) <= LONGEST:
        return words
    digest = hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:6]
    return "-".join(filter(None, [words[: LONGEST - 7].rstrip("-"), digest]))
