"""The document that holds what was measured: a part for each command, which only that replaces."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterable
from datetime import datetime, timezone
from pathlib import Path

ROOT = Path(__file__).parents[1]
DOCUMENT = ROOT / "docs/proof.md"


def write_part(name: str, command: str, lines: Iterable[str], document: Path = DOCUMENT) -> None:
    """Replace a part of the document; it begins with the command, the day and the commit.

    Raises ValueError if the document has no such part.
    """
    text = document.read_text(encoding="utf-8")
    begin, end = f"<!-- {name} -->", f"<!-- end of {name} -->"
    head, found, rest = text.partition(begin)
    _, closed, tail = rest.partition(end)
    if not (found and closed):
        raise ValueError(f"{document.name} has no part {begin} ... {end}")
    part = "\n".join([f"`{command}`, {_today()}, commit {_commit()}.", "", *lines])
    document.write_text(f"{head}{begin}\n{part}\n{closed}{tail}", encoding="utf-8")


def table(headings: Iterable[str], rows: Iterable[Iterable[object]]) -> list[str]:
    """Format rows as a table of Markdown; a cell with a line break or a bar stays one cell."""
    listed: list[list[object]] = [list(headings), *map(list, rows)]
    lines = ["| " + " | ".join(map(_cell, row)) + " |" for row in listed]
    return [lines[0], "|" + "---|" * len(listed[0]), *lines[1:]]


def _cell(value: object) -> str:
    return re.sub(r"\s*\n\s*", " ", str(value)).replace("|", "\\|")


def _today() -> str:
    return datetime.now(timezone.utc).date().isoformat()


def _commit() -> str:
    command = ["git", "describe", "--always", "--dirty", "--abbrev=8"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    return done.stdout.strip() or "unknown"
