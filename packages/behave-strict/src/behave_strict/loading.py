"""Loading the Python files of a project, and saying in a sentence what keeps one from it."""

from __future__ import annotations

import os
import traceback
from collections.abc import Iterator
from contextlib import contextmanager

from behave.exception import ConfigError
from behave.step_registry import AmbiguousStep

from behave_strict.endings import Problem, Refused
from behave_strict.report.errors import frames_of_project


@contextmanager
def loading() -> Iterator[None]:
    """Turn what a Python file of the project raises while it is loaded into Refused.

    KeyboardInterrupt, and what the files have no part in, are raised as they are.
    """
    try:
        yield
    except (Refused, ConfigError, AmbiguousStep, KeyboardInterrupt):
        raise
    except BaseException as error:
        if problem := _problem(error):
            raise Refused([problem]) from error
        raise


def _problem(error: BaseException) -> Problem | None:
    """Name the innermost place in the project, and the one that led there, if it is another."""
    if isinstance(error, SyntaxError) and error.filename:
        file = os.path.relpath(error.filename)
        return Problem(file, error.lineno or 0, f"SyntaxError: {error.msg}", "correct it")
    frames = frames_of_project(error)
    if not frames:
        return None
    first, last = frames[0], frames[-1]
    by = f" (loaded by {_place(first)})" if first.filename != last.filename else ""
    file = os.path.relpath(last.filename)
    return Problem(file, last.lineno or 0, f"{_what(error)}{by}", _remedy(error))


def _place(frame: traceback.FrameSummary) -> str:
    return f"{os.path.relpath(frame.filename)}:{frame.lineno}"


def _what(error: BaseException) -> str:
    if isinstance(error, SystemExit):
        return f"sys.exit({error.code}) ended the run"
    if isinstance(error, ModuleNotFoundError):
        return str(error)
    return ": ".join(filter(None, [type(error).__name__, str(error).strip()]))


def _remedy(error: BaseException) -> str:
    if isinstance(error, SystemExit):
        return "remove it"
    missing = isinstance(error, ModuleNotFoundError)
    return "install it, or correct the name" if missing else "correct it"
