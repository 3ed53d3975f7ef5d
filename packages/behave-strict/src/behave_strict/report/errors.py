"""Errors in words, and as stack traces without the frames of behave and Python itself."""

from __future__ import annotations

import os
import traceback
from collections.abc import Sequence
from typing import Any

import behave

from behave_strict.endings import Failed
from behave_strict.invisible import reveal

OURS = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
INSTALLED = os.path.dirname(os.path.dirname(behave.__file__))
BEHIND = (INSTALLED, os.path.dirname(os.__file__), OURS)


def explain(error: BaseException) -> str:
    """Put an error into words: an assertion's own; of others the kind, the text and the place."""
    text = str(error).strip()
    if isinstance(error, AssertionError) and text:
        return reveal(text)
    if isinstance(error, KeyboardInterrupt):
        return "The run was interrupted here."
    frames = frames_of_project(error)
    place = f" ({os.path.relpath(frames[-1].filename)}:{frames[-1].lineno})" if frames else ""
    return ": ".join(filter(None, [type(error).__name__, reveal(text)])) + place


def kind(error: BaseException, *, in_hook: bool = False) -> str:
    """Name an error, so that the name tells verdicts from breakdowns.

    A verdict is called AssertionError, or Failed where a hook raised it; nothing else is.
    """
    name = type(error).__name__
    verdict = Failed if isinstance(error, Failed) else AssertionError
    if isinstance(error, verdict):
        named = name if name == verdict.__name__ else f"{verdict.__name__} ({name})"
        return f"HookError ({name})" if in_hook and verdict is AssertionError else named
    return f"{type(error).__module__}.{name}" if name in ("AssertionError", "Failed") else name


def exception(
    error: BaseException, step: Any = None, of_hooks: Sequence[BaseException] = ()
) -> dict[str, str]:
    """Tell the kind, text and stack trace of an error; that of a step begins in its feature."""
    trace = "".join(traceback.format_list([_short(frame) for frame in frames_of_project(error)]))
    if step:
        feature = f'  File "{step.filename}", line {step.line}, in {step.keyword} {step.name}\n'
        trace = feature + trace
    ending = "".join(traceback.format_exception_only(type(error), error))
    stack = f"Traceback (most recent call last):\n{trace}{ending}".rstrip("\n")
    name = kind(error, in_hook=error in of_hooks)
    return {"type": name, "message": str(error), "stackTrace": stack}


def frames_of_project(error: BaseException) -> list[traceback.FrameSummary]:
    """List the places that an error has come through, without those of libraries."""
    frames = traceback.extract_tb(error.__traceback__)
    return [frame for frame in frames if not frame.filename.startswith(BEHIND)]


def _short(frame: traceback.FrameSummary) -> traceback.FrameSummary:
    """Return the frame, with its file's path from the working directory where that is shorter."""
    path = min(os.path.relpath(frame.filename), frame.filename, key=len)
    return traceback.FrameSummary(path, frame.lineno, frame.name, line=frame.line)
