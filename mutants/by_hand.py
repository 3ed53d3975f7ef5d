"""The mutants of by_hand.txt: of what is not Python, or what no operator does to Python."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from mutants.mutant import Mutant, replaced

FILE = Path(__file__).with_name("by_hand.txt")


class Fault(NamedTuple):
    """A fault as it is written: `new` takes the place of `old`, and makes `rules` false.

    A rule is named by its feature and title: `features/sorting.feature: The order is ascending`.
    """

    file: str
    what: str
    old: str
    new: str
    rules: tuple[str, ...]


def by_hand(root: Path) -> list[Mutant]:
    """Read them all.

    Raises ValueError, with the fault's name, if one does not fit the file that it is about.
    """
    return [_mutant(root, fault) for fault in _faults(FILE.read_text(encoding="utf-8"))]


def by_rule(root: Path) -> dict[str, Mutant]:
    """Read those that make a rule false, by the rule. Raises ValueError as by_hand() does."""
    faults = _faults(FILE.read_text(encoding="utf-8"))
    return {rule: _mutant(root, fault) for fault in faults for rule in fault.rules}


def _mutant(root: Path, fault: Fault) -> Mutant:
    try:
        return replaced(root, fault.file, fault.what, fault.old, fault.new)
    except (ValueError, OSError) as error:
        raise ValueError(f"{FILE.name}, {fault.what!r}: {error}") from None


def _faults(text: str) -> Iterator[Fault]:
    for of_file in text.split("\n# ")[1:]:
        file, *faults = of_file.split("\n## ")
        for fault in faults:
            what, *lines = fault.rstrip().split("\n")
            old, new = ("\n".join(_marked(mark, lines)) for mark in "-+")
            yield Fault(file.strip(), what, old, new, tuple(_marked("=", lines)))


def _marked(mark: str, lines: list[str]) -> list[str]:
    return [line[2:] for line in lines if line.startswith(mark)]
