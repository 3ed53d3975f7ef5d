"""Copies of a run that a step or hook makes by os.fork, and that would go on as the run does."""

from __future__ import annotations

import functools
import os
from collections.abc import Callable
from typing import Any

SENTENCE = "A copy of the run, made by os.fork in {}, is ended here; end it by os._exit.\n"


def ending_copies(function: Callable[..., Any], name: str) -> Callable[..., Any]:
    """Wrap a function, so that a copy of this process ends with it.

    Else it would play all scenarios that are left, write the reports and end the servers.
    """

    @functools.wraps(function)
    def call(*args: Any, **named: Any) -> Any:
        process = os.getpid()
        try:
            return function(*args, **named)
        finally:
            if os.getpid() != process:
                os.write(2, SENTENCE.format(name).encode())
                os._exit(1)

    return call
