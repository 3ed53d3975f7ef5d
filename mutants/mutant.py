"""One deliberate fault: a file, and what stands in it instead."""

from __future__ import annotations

import difflib
import hashlib
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path


@dataclass(frozen=True)
class Mutant:
    """A file of the project with one deliberate fault; `what` names the fault in a few words."""

    file: str  # from the project's root
    what: str
    before: str
    after: str

    @cached_property
    def diff(self) -> str:
        """The fault as a unified diff with a line of context."""
        before, after = self.before.splitlines(), self.after.splitlines()
        lines = difflib.unified_diff(before, after, self.file, self.file, lineterm="", n=1)
        return "\n".join(lines)

    @cached_property
    def line(self) -> int:
        """The first line that differs."""
        before, after = self.before.splitlines(), self.after.splitlines()
        same = zip(before, after, strict=False)
        return next((n for n, (old, new) in enumerate(same, 1) if old != new), len(before))

    @cached_property
    def key(self) -> str:
        """Tell this mutant from all others, also when the lines above it have changed."""
        lines = [line for line in self.diff.splitlines() if not line.startswith("@@")]
        return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:16]


def only_thaws(before: str, after: str) -> bool:
    """Tell whether a dataclass is no longer frozen, which only keeps programmers from mistakes."""
    return after.count("frozen=True") < before.count("frozen=True")


def replaced(root: Path, file: str, what: str, old: str, new: str) -> Mutant:
    """Make the mutant that has `new` where the file has `old`.

    Raises ValueError if `old` is not there exactly once, as then nobody can tell what is meant.
    """
    before = (root / file).read_text(encoding="utf-8")
    if (found := before.count(old)) != 1:
        raise ValueError(f"{file} has {found} times, not once: {old!r}")
    return Mutant(file, what, before, before.replace(old, new))
