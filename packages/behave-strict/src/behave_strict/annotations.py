"""Problems as GitHub shows them on the lines of a pull request."""

from __future__ import annotations

import os

from behave_strict.endings import Problem


def annotation(problem: str | Problem) -> str:
    """Format a problem as a workflow command, which a job prints."""
    if not isinstance(problem, Problem):
        return f"::error title=behave-strict::{_data(problem)}"
    place = ""
    if problem.line or os.path.isfile(problem.file):
        place = f"file={_property(problem.file)},line={problem.line or 1},"
    text = str(problem).removeprefix(f"{problem.file}:{problem.line}: ") if place else str(problem)
    return f"::error {place}title=behave-strict::{_data(text)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
