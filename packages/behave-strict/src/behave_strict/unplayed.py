"""Steps that return what should have been run: a coroutine, or a generator."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Iterable
from typing import Any


def refuse_unplayed(definitions: Iterable[Any]) -> None:
    """Have each step definition fail where the body of what it returns has not run.

    behave awaits a step that is an `async def` itself, but not one that a decorator hides.
    """
    for matcher in definitions:
        matcher.func = _played(matcher.func)


def _played(function: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(function)
    def step(*args: Any, **named: Any) -> None:
        returned = function(*args, **named)
        if inspect.iscoroutine(returned) or inspect.isgenerator(returned):
            returned.close()
            raise TypeError(f"The step returned a {_kind(returned)}, which never ran; run it.")
        if inspect.isasyncgen(returned):
            raise TypeError("The step returned an asynchronous generator, which never ran; run it.")

    return step


def _kind(returned: Any) -> str:
    return "coroutine" if inspect.iscoroutine(returned) else "generator"
