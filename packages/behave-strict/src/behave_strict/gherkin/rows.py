"""The rows of a table as text, where behave cannot make a table of them."""

from __future__ import annotations

import re
from collections import Counter

CELL_BORDER = re.compile(r"(?<!\\)\|")


def malformed_row(lines: list[str], line: int) -> tuple[int, str, str] | None:
    """Find the row that is unlike the others in the table of a line; behave names the next."""
    if not _is_row(lines, line):
        return None
    rows = _rows_around(lines, line)
    cells = {number: len(CELL_BORDER.findall(lines[number - 1].strip())) - 1 for number in rows}
    usual = Counter(cells.values()).most_common(1)[0][0]
    heading, others = rows[0], set(cells.values()) - {cells[rows[0]]}
    odd = next((number for number in rows if cells[number] != usual), None)
    if odd is None or not others:
        return None
    if odd == heading:
        return odd, _heading(cells[odd], usual), "correct the heading"
    what = f"the row has {cells[odd]} cells, and the heading in line {heading} has {cells[heading]}"
    return odd, what, "correct the row"


def _heading(cells: int, usual: int) -> str:
    return f"the heading has {cells} cell{'' if cells == 1 else 's'}, and the rows have {usual}"


def _rows_around(lines: list[str], line: int) -> list[int]:
    """List the lines of a table; comments and blank lines may be between its rows."""
    first = last = line
    while first > 1 and (_is_row(lines, first - 1) or _is_ignored(lines, first - 1)):
        first -= 1
    while last < len(lines) and (_is_row(lines, last + 1) or _is_ignored(lines, last + 1)):
        last += 1
    return [number for number in range(first, last + 1) if _is_row(lines, number)]


def _is_row(lines: list[str], line: int) -> bool:
    return any(text.strip().startswith("|") for text in lines[line - 1 : line])


def _is_ignored(lines: list[str], line: int) -> bool:
    text = lines[line - 1].strip()
    return not text or text.startswith("#")
