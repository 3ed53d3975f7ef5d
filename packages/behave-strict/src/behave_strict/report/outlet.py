"""Standard output that cannot take everything: `behave | head -1`, or an emoji in ASCII."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


class Outlet:
    """A stream that nobody may be reading any more; the rest goes nowhere then."""

    def __init__(self, stream: Any) -> None:
        self._stream = stream

    def write(self, text: str) -> int:
        """Write text, as far as anybody reads it."""
        try:
            self._stream.write(text)
        except BrokenPipeError:
            self._leave()
        return len(text)

    def flush(self) -> None:
        """Pass on what was written, as far as anybody reads it."""
        try:
            self._stream.flush()
        except BrokenPipeError:
            self._leave()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)

    def _leave(self) -> None:
        """Let the stream lead nowhere: Python writes what is left in it once more at its exit."""
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, self._stream.fileno())
        os.close(nowhere)


@contextmanager
def forgiving_output(config: Any) -> Iterator[None]:
    """Have standard output and error take everything while a run lasts, in behave's streams too."""
    usual = sys.stdout, sys.stderr
    sys.stdout, sys.stderr = map(_forgiving, usual)
    for opener in config.outputs:
        if not opener.name:
            opener.stream, opener.should_close_stream = sys.stdout, False
    try:
        yield
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        sys.stdout, sys.stderr = usual


def _forgiving(stream: Any) -> Any:
    if stream is None:  # it was closed before Python began
        return open(os.devnull, "w", encoding="utf-8")
    if hasattr(stream, "reconfigure"):
        stream.reconfigure(errors="backslashreplace")
    return Outlet(stream)
