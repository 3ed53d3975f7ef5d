"""The mutants of by_hand.txt: of what is not Python, or what no operator does to Python."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from mutants.mutant import Mutant, replaced

FILE = Path(__file__).with_name("by_hand.txt")


def by_hand(root: Path) -> list[Mutant]:
    """Read them all.

    Raises ValueError, with the fault's name, if one does not fit the file that it is about.
    """
    mutants = []
    for file, what, old, new in _faults(FILE.read_text(encoding="utf-8")):
        try:
            mutants.append(replaced(root, file, what, old, new))
        except (ValueError, OSError) as error:
            raise ValueError(f"{FILE.name}, {what!r}: {error}") from None
    return mutants


def _faults(text: str) -> Iterator[tuple[str, str, str, str]]:
    """Yield file, fault, the text that is there, and the text that takes its place."""
    for of_file in text.split("\n# ")[1:]:
        file, *faults = of_file.split("\n## ")
        for fault in faults:
            what, *lines = fault.rstrip().split("\n")
            yield file.strip(), what, _marked("-", lines), _marked("+", lines)


def _marked(mark: str, lines: list[str]) -> str:
    return "\n".join(line[2:] for line in lines if line.startswith(mark))
