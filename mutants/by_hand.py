"""The mutants of by_hand.yaml: of what is not Python, or what no operator does to Python."""

from __future__ import annotations

from pathlib import Path

import yaml

from mutants.mutant import Mutant, replaced

FILE = Path(__file__).with_name("by_hand.yaml")


def by_hand(root: Path) -> list[Mutant]:
    """Read them all.

    Raises ValueError, with the fault's name, if one does not fit the file that it is about.
    """
    mutants = []
    for file, faults in yaml.safe_load(FILE.read_text(encoding="utf-8")).items():
        for what, (old, new) in faults.items():
            try:
                mutants.append(replaced(root, file, what, old, new))
            except (ValueError, OSError) as error:
                raise ValueError(f"{FILE.name}, {what!r}: {error}") from None
    return mutants
