"""Which shard a run is, as `-D shard=2/5` says, or the engine that it names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

USE = "use a number and a total such as 2/5"


class Engine(NamedTuple):
    """How a CI engine tells each of several jobs which one it is."""

    number: str  # a variable
    total: str  # another one
    first: int
    remedy: str


ENGINES = {
    "gitlab": Engine("CI_NODE_INDEX", "CI_NODE_TOTAL", 1, 'add "parallel: 5" to the job'),
    "circleci": Engine(
        "CIRCLE_NODE_INDEX", "CIRCLE_NODE_TOTAL", 0, 'add "parallelism: 5" to the job'
    ),
}


@dataclass(frozen=True)
class Shard:
    """One of several runs that play a project together; numbers count from 1."""

    number: int
    total: int

    def __str__(self) -> str:
        return f"{self.number} of {self.total}"

    @property
    def folder(self) -> str:
        """Name the folder for its reports."""
        return f"shard-{self.number}-of-{self.total}"


def read_shard(text: str, environment: Mapping[str, str]) -> Shard:
    """Read "2/5", or the variables of the engine that is named. Raises ValueError."""
    if engine := ENGINES.get(text):
        return _of_engine(text, engine, environment)
    number, slash, total = text.partition("/")
    if not (slash and _is_number(number) and _is_number(total)):
        raise ValueError(f'"{text}" is not a shard', f"{USE}, or {' or '.join(ENGINES)}")
    return _checked(int(number), int(total))


def _of_engine(name: str, engine: Engine, environment: Mapping[str, str]) -> Shard:
    for variable in (engine.number, engine.total):
        if not _is_number(value := environment.get(variable, "")):
            is_what = f'is "{value}"' if variable in environment else "is not set"
            raise ValueError(f"{name} does not say which: {variable} {is_what}", engine.remedy)
    number, total = int(environment[engine.number]), int(environment[engine.total])
    return _checked(number - engine.first + 1, total)


def _checked(number: int, total: int) -> Shard:
    if not 1 <= number <= total:
        remedy = f"count from 1 to {total}" if total else USE
        raise ValueError(f"there is no shard {number} of {total}", remedy)
    return Shard(number, total)


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit()
