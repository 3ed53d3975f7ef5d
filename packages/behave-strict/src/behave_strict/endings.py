"""How a scenario or a run can end: failed, or refused before it begins."""

from __future__ import annotations

from collections.abc import Iterable
from textwrap import indent
from typing import NamedTuple

from behave_strict.invisible import show_spaces, tame


class Problem(NamedTuple):
    """Say in one line where something is wrong, what it is, and what to do about it.

    A `snippet` is code to paste, on lines of its own below.

    `file` is relative to the working directory, or the option that is wrong; `line` counts
    from 1, and 0 stands for the whole. `remedy` is empty where `what` is a whole sentence that says
    what to do. `rule` names a rule that can be switched off.
    """

    file: str
    line: int
    what: str
    remedy: str
    rule: str = ""
    snippet: str = ""

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        rule = f" [{self.rule}]" if self.rule else ""
        remedy = f"; {self.remedy}" if self.remedy else ""
        lines = f"{place}: {self.what}{remedy}{rule}".splitlines()
        sentence = " ".join(line.strip() for line in lines)
        snippet = indent(f"\n{self.snippet}", "    ") if self.snippet else ""
        return tame(show_spaces(sentence + snippet))


class Failed(AssertionError):  # noqa: N818 - what it says of the scenario
    """Make the scenario fail, from one of its hooks: `raise Failed("seen twice")`.

    Console, JUnit and messages count the scenario as failed, the exit code is 1, and `--stop`
    stops. Any other exception in a hook counts as an error.
    """


class Refused(Exception):  # noqa: N818 - what it says of the run
    """End the run before it begins, from `before_all`: `raise Refused(["no such browser"])`.

    Each problem is printed on a line of its own, then "Nothing was run". The exit code is 1.
    """

    def __init__(self, problems: Iterable[str | Problem]) -> None:
        self.problems = list(problems)
        super().__init__("\n".join(map(str, self.problems)))
