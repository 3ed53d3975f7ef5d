"""The messages of one shard, as they are in its file."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from behave_strict.page import MessagesError, read, read_file
from behave_strict.page.facts import MEDIA_TYPE
from behave_strict.page.model import Run
from behave_strict.shards.shard import Shard

Envelope = dict[str, Any]


class MergeError(Exception):
    """The shards cannot be merged; says which file is wrong, and what to do."""


@dataclass(frozen=True)
class ShardFile:
    """One shard: its messages, what its run tells about it, and the run as the page reads it.

    `positions` tell of each pickle when one run would have played it.
    """

    path: Path
    messages: list[Envelope]
    shard: Shard
    about: dict[str, Any]  # what Part.fact has told
    facts: dict[str, Any] = field(repr=False)
    run: Run = field(repr=False)

    def all(self, kind: str) -> list[Any]:
        """List the messages of a kind."""
        return [message[kind] for message in self.messages if kind in message]

    @property
    def positions(self) -> list[int]:
        """Tell of each pickle when one run would have played it."""
        return list(self.about["positions"])


def read_shard_file(path: Path) -> ShardFile:
    """Read a file. Raises MergeError where it is not that of a shard that came to its end."""
    try:
        messages = list(read_file(path))
    except MessagesError as error:
        raise MergeError(str(error)) from None
    try:
        return _checked(path, messages)
    except (LookupError, TypeError, AttributeError, ValueError):
        raise MergeError(f"{path} holds messages that nobody can read; {_AGAIN}.") from None


_AGAIN = "play that shard again"


def _checked(path: Path, messages: list[Envelope]) -> ShardFile:
    facts = _facts(messages)
    if not any("testRunStarted" in message for message in messages):
        raise MergeError(f"{path} holds no run; give the messages of a shard.")
    if not any("testRunFinished" in message for message in messages):
        raise MergeError(f"{path} stops before the end of its run; {_AGAIN}.")
    about = facts.get("shard", {}).get("part")
    if about is None:
        raise MergeError(f"{path} is not of a shard; play one with -D shard=1/2.")
    file = ShardFile(
        path, messages, Shard(about["shard"], about["of"]), about, facts, read(messages)
    )
    finished = file.all("testRunFinished")[0]
    if about["interrupted"] or "exception" in finished:
        raise MergeError(f"{path}: shard {file.shard} was broken off; {_AGAIN}.")
    if not file.positions:
        why = f": {finished['message']}" if "message" in finished else ""
        raise MergeError(f"{path}: nothing was run in shard {file.shard}{why}; {_AGAIN}.")
    if len(file.positions) != len(file.all("pickle")):
        raise MergeError(f"{path} was changed after its run; {_AGAIN}.")
    return file


def _facts(messages: list[Envelope]) -> dict[str, Any]:
    """Find what behave-strict itself has told about the run."""
    attached = [message["attachment"] for message in messages if "attachment" in message]
    of_the_run = (a for a in attached if "testRunStartedId" in a and a["mediaType"] == MEDIA_TYPE)
    return next((dict(json.loads(each["body"])) for each in of_the_run), {})
