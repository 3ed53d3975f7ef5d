"""How long each scenario took in an earlier run, by which shards are balanced."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from behave_strict.history import BAD, History


@dataclass(frozen=True)
class Durations:
    """Seconds by scenario; `digest` tells one file of them from another."""

    path: str = ""
    digest: str = ""
    seconds: Mapping[str, float] = field(default_factory=dict)


def read_durations(path: str) -> Durations:
    """Read a history, or the messages of a run. Raises ValueError."""
    try:
        content = Path(path).read_bytes()
    except OSError as error:
        raise ValueError(f"{path} cannot be read: {error.strerror}", _REMEDY) from None
    is_history = _is_history(content, path)
    seconds = History(Path(path)).durations() if is_history else _of_messages(Path(path))
    return Durations(path, hashlib.sha256(content).hexdigest(), seconds)


_REMEDY = "give a history.ndjson, or the messages of a run"


def _is_history(content: bytes, path: str) -> bool:
    """Tell a history, which may be empty, from messages by its first line."""
    first = content.lstrip().split(b"\n", 1)[0]
    try:
        line = json.loads(first or b'{"version": 1}')
    except ValueError:
        line = None
    if not isinstance(line, dict):
        raise ValueError(f"{path} is no such file", _REMEDY)
    return "version" in line


def _of_messages(path: Path) -> dict[str, float]:
    from behave_strict.page import MessagesError, read, read_file

    try:
        cases = read(read_file(path)).cases
    except (MessagesError, LookupError, TypeError, AttributeError):
        raise ValueError(f"{path} holds no messages that can be read", _REMEDY) from None
    return {case.identity: case.seconds for case in cases if case.outcome in ("passed", *BAD)}
