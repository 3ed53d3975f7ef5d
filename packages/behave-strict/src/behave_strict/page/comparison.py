"""Find in the message of a failure what was expected and what was seen.

Known are the forms of Hamcrest, JUnit, Jest and their like (`Expected: ... but: ...`), and two
tables side by side under the headings `expected` and `seen`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest

FORMS = [
    re.compile(form, re.DOTALL | re.MULTILINE)
    for form in (
        r"^Expected: (?P<expected>.*?)\n +but: (?:was )?(?P<seen>.*?)(?=\n\s*\n|\Z)",
        r"[Ee]xpected:? ?<(?P<expected>.*?)> but was:? ?<(?P<seen>.*?)>",
        r"^ *Expected(?: \w+)?: +(?P<expected>.*?)\n *(?:Received|Actual|Got|Seen)(?: \w+)?: +"
        r"(?P<seen>.*?)(?=\n\s*\n|\Z)",
    )
]
HEADINGS = re.compile(r"^ *expected +seen *$", re.MULTILINE)
ALIKE = 0.4  # with less in common, to mark the differences would be to mark everything
LONGEST = 3_000  # characters that are compared word by word

Pieces = list[tuple[str, bool]]  # a text in pieces; those that differ are marked


@dataclass(frozen=True)
class Table:
    """Rows of cells, each in pieces."""

    heading: list[str]
    rows: list[list[Pieces]]


@dataclass(frozen=True)
class Comparison:
    """Two sides, and the rest of the message around them. A side has a text, a table or both."""

    before: str
    expected: Pieces
    seen: Pieces
    expected_table: Table | None
    seen_table: Table | None
    after: str


def compare(message: str) -> Comparison | None:
    """Find the two sides in a message; None where it has none."""
    found = next(filter(None, (form.search(message) for form in FORMS)), None)
    before, expected, seen, rest = "", "", "", message
    if found:
        before, rest = message[: found.start()], message[found.end() :]
        expected, seen = found["expected"], found["seen"]
    tables = _tables(rest)
    if not (found or tables):
        return None
    left, right, after = tables or (None, None, rest)
    if not found:
        before = rest[: _headings(rest).start()]
    return Comparison(before.strip(), *mark(expected, seen), left, right, after.strip("\n"))


def mark(one: str, other: str) -> tuple[Pieces, Pieces]:
    """Mark the words in which two texts differ."""
    if max(len(one), len(other)) > LONGEST:
        return [(one, False)], [(other, False)]
    left, right = _words(one), _words(other)
    if not one or not other or _likeness(left, right) < ALIKE:
        return [(one, False)], [(other, False)]
    matcher = SequenceMatcher(None, left, right, autojunk=False)
    pieces: tuple[Pieces, Pieces] = ([], [])
    for kind, begin, end, other_begin, other_end in matcher.get_opcodes():
        sides = left[begin:end], right[other_begin:other_end]
        for side, words in zip(pieces, sides, strict=True):
            if words:
                side.append(("".join(words), kind != "equal"))
    return pieces


def _likeness(left: list[str], right: list[str]) -> float:
    """Tell how much of two texts is the same, the spaces between words aside."""
    words = [[word for word in side if not word.isspace()] for side in (left, right)]
    return SequenceMatcher(None, words[0], words[1], autojunk=False).ratio()


def visible(text: str) -> str:
    """Show a difference that cannot be seen by its code points."""
    hidden = all(unicodedata.category(c) in ("Zs", "Cf", "Cc", "Mn") for c in text) and text != " "
    return "".join(f"\\u{ord(c):04x}" for c in text) if hidden else text


def _words(text: str) -> list[str]:
    return re.findall(r"\w+|\s|[^\w\s]", text)


def _headings(text: str) -> re.Match[str]:
    found = HEADINGS.search(text)
    assert found, "only asked for where there are tables"  # noqa: S101
    return found


def _tables(text: str) -> tuple[Table, Table, str] | None:
    """Read two tables side by side, and what comes after them."""
    found = HEADINGS.search(text)
    if not found:
        return None
    column = found[0].index("seen")
    lines, after = _block(text[found.end() :].lstrip("\n"))
    cells = [tuple(map(_cells, _split(line, column))) for line in lines]
    (left, right), body = cells[0], cells[1:]
    if not left or not right:
        return None
    rows = [_marked(*pair) for pair in body]
    return (
        Table(left, [row for row, _ in rows]),
        Table(right, [row for _, row in rows]),
        text[: found.start()].strip("\n") + after,
    )


def _block(text: str) -> tuple[list[str], str]:
    lines = text.split("\n")
    end = next((n for n, line in enumerate(lines) if "|" not in line), len(lines))
    return lines[:end] or [""], "\n".join(lines[end:])


def _split(line: str, column: int) -> tuple[str, str]:
    """Split a line at a column of the terminal, where some characters take two."""
    width = 0
    for place, character in enumerate(line):
        if width >= column:
            return line[:place], line[place:]
        wide = unicodedata.east_asian_width(character) in "WF"
        width += 0 if unicodedata.combining(character) else 1 + wide
    return line, ""


def _cells(line: str) -> list[str]:
    begin, end = line.find("|"), line.rfind("|")
    return [cell.strip() for cell in line[begin + 1 : end].split(" | ")] if begin < end else []


def _marked(left: Sequence[str], right: Sequence[str]) -> tuple[list[Pieces], list[Pieces]]:
    """Mark the cells of a row that differ; a row without a counterpart, as a whole."""
    if not left or not right:
        return [[(cell, True)] for cell in left], [[(cell, True)] for cell in right]
    pairs = list(_pairs(left, right))
    return [one for one, _ in pairs], [other for _, other in pairs]


def _pairs(left: Sequence[str], right: Sequence[str]) -> Iterator[tuple[Pieces, Pieces]]:
    for one, other in zip_longest(left, right, fillvalue=""):
        yield [(one, one != other)], [(other, one != other)]
