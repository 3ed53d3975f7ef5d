"""Show two tables side by side, as features write them: what was expected, and what was seen."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import zip_longest

from rich.cells import cell_len, set_cell_size

Row = tuple[str, ...]


def side_by_side(headings: Sequence[str], expected: Sequence[Row], seen: Sequence[Row]) -> str:
    """Format two tables with the same headings side by side; != marks the rows that differ."""
    pairs = list(_paired(expected, seen))
    left = _block("expected", headings, [row for row, _ in pairs])
    right = _block("seen", headings, [row for _, row in pairs])
    marks = ["", "", *("" if one == other else "!=" for one, other in pairs)]
    lines = zip(marks, left, right, strict=True)
    return "\n".join(f"{mark:>6} {one}   {other}".rstrip() for mark, one, other in lines)


def _paired(expected: Sequence[Row], seen: Sequence[Row]) -> Iterator[tuple[Row, Row]]:
    """Pair rows that belong together; a missing one is the empty row."""
    if len(expected) == len(seen):  # in another order, or about something else
        yield from zip(expected, seen, strict=True)
        return
    parts = SequenceMatcher(None, expected, seen, autojunk=False).get_opcodes()
    for _, begin, end, other_begin, other_end in parts:
        yield from zip_longest(expected[begin:end], seen[other_begin:other_end], fillvalue=())


def _block(title: str, headings: Sequence[str], rows: Sequence[Row]) -> list[str]:
    """Format a table under its title, all lines of one width; an empty row is an empty line."""
    table = [tuple(headings), *rows]
    widths = [max(map(cell_len, cells)) for cells in zip_longest(*table, fillvalue="")]
    lines = [" | ".join(map(set_cell_size, row, widths)) for row in table]
    lines = [title, *(f"| {line} |" if line else "" for line in lines)]
    return [set_cell_size(line, max(map(cell_len, lines))) for line in lines]
