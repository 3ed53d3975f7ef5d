"""One feature file, as behave reads it, and why it cannot."""

from __future__ import annotations

import codecs
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from behave.model import Feature, Scenario, Table
from behave.parser import ParserError, parse_feature

from behave_strict.endings import Problem, Refused
from behave_strict.gherkin.behaves_limits import only_gherkin_reads
from behave_strict.gherkin.rows import malformed_row


@dataclass(frozen=True)
class FeatureFile:
    """One feature file: its path relative to the working directory, its text, its model."""

    path: str
    source: str
    feature: Feature

    @cached_property
    def lines(self) -> list[str]:
        """Split the text into lines, as behave does."""
        return self.source.splitlines()

    def problem(self, line: int, what: str, remedy: str, rule: str = "") -> Problem:
        """Name a problem in this file; the rule, where it can be switched off."""
        return Problem(self.path, line, what, remedy, rule)

    def scenarios(self) -> list[Scenario]:
        """List every scenario; an outline counts once for each of its rows."""
        return list(self.feature.walk_scenarios())

    def outlines_and_scenarios(self) -> Iterator[Scenario]:
        """Yield every scenario as it is written; an outline counts once."""
        for container in self.containers():
            yield from container.scenarios

    def line_of(self, text: str, after: int) -> int:
        """Find the first line below line `after` that holds this text."""
        numbered = enumerate(self.lines[after:], after + 1)
        return next(number for number, line in numbered if line.strip() == text)

    def tables(self) -> Iterator[Table]:
        """Yield every table, of steps and of Examples."""
        statements = [c.background for c in self.containers() if c.background]
        statements += self.outlines_and_scenarios()
        for statement in statements:
            yield from (step.table for step in statement.steps if step.table)
            yield from (e.table for e in getattr(statement, "examples", []) if e.table)

    @staticmethod
    def lines_of(table: Table) -> list[int]:
        """List the lines of a table: its heading, then its rows."""
        return [table.line, *(row.line for row in table.rows)]

    def text(self, line: int) -> str:
        """Return the text of a line."""
        return self.lines[line - 1].rstrip()

    def containers(self) -> list[Any]:
        """List the feature and its rules."""
        return [self.feature, *self.feature.rules]


def read_feature(path: str, language: str | None) -> FeatureFile:
    """Read a feature as behave does. Raises Refused where that cannot be done."""
    text = _text(path)
    try:
        feature = parse_feature(text, language, path)
    except KeyError as error:
        what = f"the language {error} is unknown"
        raise Refused([Problem(path, 1, what, "see `behave --lang-list`")]) from None
    except ParserError as error:
        raise Refused([_unreadable(path, text, error, language)]) from None
    if feature is None:
        raise Refused([Problem(path, 1, "the file holds no Feature", "write one or remove it")])
    return FeatureFile(path, text, feature)


def unreadable(locations: Iterable[Any], language: str | None) -> Iterator[str | Problem]:
    """Say of each file that behave cannot read why it cannot."""
    for path in sorted({os.path.relpath(location.filename) for location in locations}):
        try:
            read_feature(path, language)
        except Refused as refused:
            yield from refused.problems


def _text(path: str) -> str:
    data = Path(path).read_bytes()
    if data.startswith(codecs.BOM_UTF8):
        what = "the file begins with a byte order mark, which behave takes for text"
        raise Refused([Problem(path, 1, what, "save the file as UTF-8 without BOM")])
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        problem = Problem(path, line, "this is not UTF-8", "save the file as UTF-8")
        raise Refused([problem]) from None


def _unreadable(path: str, text: str, error: ParserError, language: str | None) -> Problem:
    lines, line = text.splitlines(), error.line or 1
    if found := only_gherkin_reads(text, error, language or "en"):
        return Problem(path, line, *found)
    if found_row := malformed_row(lines, line):
        return Problem(path, *found_row)
    what, _, reason = str(error.args[0]).partition("REASON:")
    if error.line_text:
        what = f'"{error.line_text.strip()}" is not allowed here'
        remedy = "begin it with a keyword, and check the spelling"
        return Problem(path, line, what, reason.strip().rstrip(".") or remedy)
    what = what.partition(" at line")[0]
    return Problem(path, line, what, reason.strip().rstrip(".") or "correct the line")
