"""Cucumber Messages in a file, one JSON object a line, for the tools that read them."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from behave_strict.report.formatter import FileReport
from behave_strict.report.messages import finished
from behave_strict.report.recording import Recording


class Messages(FileReport):
    """Write Cucumber Messages (NDJSON) to its file."""

    name = "messages"
    description = "Cucumber Messages (NDJSON), for tools that read them"

    def write(self, recording: Recording) -> None:
        """Write the file."""
        write(self.path, finished(recording))


def write(path: Path, messages: Iterable[str]) -> None:
    """Write messages to a file, each of which is a line."""
    with path.open("wb") as file:
        file.writelines(utf8(f"{message}\n") for message in messages)


def utf8(text: str) -> bytes:
    """Encode as UTF-8; half a surrogate pair, which no encoding has, becomes a question mark."""
    return text.encode("utf-8", "replace")
