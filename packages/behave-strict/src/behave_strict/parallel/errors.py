"""Errors of a worker, made anew in the main process: not every error can be pickled."""

from __future__ import annotations

import ast
import traceback
from types import TracebackType
from typing import Any, NamedTuple

from behave_strict.endings import Failed, Refused

# Reports tell errors apart by these.
KINDS: tuple[type[BaseException], ...] = (
    Failed, Refused, AssertionError, KeyboardInterrupt, SystemExit, Exception, BaseException
)  # fmt: skip


class Frame(NamedTuple):
    """A line of a traceback."""

    file: str
    function: str
    place: dict[str, int]


def take_apart(error: BaseException) -> tuple[Any, ...]:
    """Take from an error what reports show of it, in the form of `object.__reduce__`."""
    kind = next(kind for kind in KINDS if isinstance(error, kind))
    name = type(error).__module__, type(error).__qualname__
    code = error.code if isinstance(error, SystemExit) else None
    state: dict[str, Any] = {
        "__cause__": error.__cause__,
        "__context__": error.__context__,
        "__suppress_context__": error.__suppress_context__,
    }
    if notes := getattr(error, "__notes__", None):
        state["__notes__"] = [str(note) for note in notes]
    frames = [_frame(summary) for summary in traceback.extract_tb(error.__traceback__)]
    made = kind, name, _text(error), code if isinstance(code, int) else str(code), frames
    return _make, made, state, None, None, _set_state


def _text(error: BaseException) -> str:
    try:
        return str(error)
    except Exception as broken:
        return f"(its text cannot be shown: {type(broken).__name__})"


def _make(
    kind: type[BaseException], name: tuple[str, str], text: str, code: Any, frames: list[Frame]
) -> BaseException:
    about = {"__module__": name[0], "__qualname__": name[1], "__str__": lambda self: text}
    twin = type(name[1].rpartition(".")[2], (kind,), about)
    given: Any = [text] if kind is Refused else code if kind is SystemExit else text
    error: BaseException = twin(given)
    return error.with_traceback(_traceback(frames))


def _set_state(error: BaseException, state: dict[str, Any]) -> None:
    for name, value in state.items():
        setattr(error, name, value)


def _frame(summary: traceback.FrameSummary) -> Frame:
    line = summary.lineno or 1
    place = {
        "lineno": line,
        "col_offset": getattr(summary, "colno", None) or 0,  # Python 3.10 has lines only
        "end_lineno": getattr(summary, "end_lineno", None) or line,
        "end_col_offset": getattr(summary, "end_colno", None) or 0,
    }
    return Frame(summary.filename, summary.name, place)


def _traceback(frames: list[Frame]) -> TracebackType | None:
    """Make a traceback that reads as the one that these frames are of."""
    trace = None
    for frame in reversed(frames):
        here = _raise_at(frame)
        trace = TracebackType(trace, here.tb_frame, here.tb_lasti, here.tb_lineno)
    return trace


def _raise_at(frame: Frame) -> Any:
    """Raise an error at a place in a file: Python makes tracebacks in no other way."""
    statement = ast.Raise(exc=ast.Constant(None))
    for node in ast.walk(statement):
        for name, number in frame.place.items():
            setattr(node, name, number)
    code = compile(ast.Module([statement], []), frame.file, "exec")
    try:
        exec(code.replace(co_name=frame.function), {})  # noqa: S102 - our own statement  # nosec B102
    except TypeError as error:
        return error.__traceback__.tb_next if error.__traceback__ else None
