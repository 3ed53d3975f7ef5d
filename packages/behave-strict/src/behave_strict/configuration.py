"""[tool.behave_strict] of the project's pyproject.toml, and what -D or the environment override."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from behave_strict.endings import Problem
from behave_strict.shards.durations import Durations, read_durations
from behave_strict.shards.shard import Shard, read_shard
from behave_strict.wording import suggestion

if sys.version_info >= (3, 11):
    import tomllib as toml
else:
    import tomli as toml

FILE = "pyproject.toml"
TABLE = "tool.behave_strict"
PREFIX = "BEHAVE_STRICT_"
WORKER, WORKERS = f"{PREFIX}WORKER", f"{PREFIX}WORKERS"  # which one of how many this is
OPTIONS = (
    "order",
    "shard",
    "durations",
    "again",
)  # of ours that -D and BEHAVE_STRICT_* set for one run
OF_A_RUN = ("shard", "durations", "again")  # that no file may set
NEVER_EMPTY = ("shard",)  # of the others a variable that is set and empty counts as not set
# What can be switched off, by the name that each problem of the kind ends with.
RULES = (
    "aligned-tables",
    "most-steps",
    "needs-then",
    "needs-when",
    "one-when",
    "tag-vocabulary",
    "unique-headings",
    "unique-names",
    "unused-definitions",
)
REPORTS: dict[str, str | bool] = {
    "messages": "reports/behave.ndjson",
    "page": "reports/behave.html",
    "junit": "reports/behave.xml",
    "console": True,
    "history": ".behave-strict/history.ndjson",
}


@dataclass
class Settings:
    """Hold what [tool.behave_strict] says; `tags` is None where there is no vocabulary."""

    order: str = "reading"
    unfinished: str = ""
    most_steps: int = 6
    off: tuple[str, ...] = ()
    tags: dict[str, str] | None = None
    parallel: str = ""  # what -j deals out: "scenario", "feature", or whichever fits
    title: str = ""
    facts: dict[str, str] = field(default_factory=dict)
    reports: dict[str, str | bool] = field(default_factory=lambda: dict(REPORTS))
    shard: Shard | None = None
    durations: Durations = field(default_factory=Durations)
    again: bool = False  # play what failed last time


def read_settings(
    folder: Path, userdata: dict[str, str], environment: Mapping[str, str]
) -> tuple[Settings, list[Problem]]:
    """Read the settings of a run, and what is wrong with them.

    Takes our own options out of behave's `userdata`, where hooks would not expect them.
    """
    settings, problems = Settings(), list(_wrong_variables(environment))
    readers = {
        **READERS,
        "shard": lambda text: read_shard(text, environment),
        "durations": read_durations,
        "again": _again,
    }
    for place, name, value in _given(folder, userdata, environment):
        try:
            if name not in readers:
                raise ValueError("is unknown", suggestion(name, READERS))
            if name in OF_A_RUN and place.startswith(FILE):
                raise ValueError("it is for one run only", f"give it as -D {name}=...")
            setattr(settings, name, readers[name](value))
        except ValueError as error:
            problems.append(Problem(place, 0, *error.args))
    if settings.durations.path and not settings.shard:
        what = "durations balance shards, and this run is not one"
        problems.append(Problem("-D durations", 0, what, "add -D shard=..., or leave it out"))
    if settings.again and settings.shard:
        what = "a shard is a part of all, and what failed is another one"
        problems.append(Problem("-D again", 0, what, "leave out -D shard"))
    return settings, problems


def _given(
    folder: Path, userdata: dict[str, str], environment: Mapping[str, str]
) -> Iterator[tuple[str, str, Any]]:
    """Yield each setting with its place and name; what comes later overrides."""
    for name, value in read_table(folder, "behave_strict").items():
        yield f"{FILE}: {TABLE}.{name}", name, value
    for name in OPTIONS:
        variable = f"{PREFIX}{name.upper()}"
        value = environment.get(variable)
        if value or (name in NEVER_EMPTY and value is not None):
            yield variable, name, value
        if name in userdata:
            yield f"-D {name}", name, userdata.pop(name)


def read_table(folder: Path, tool: str) -> dict[str, Any]:
    """Read the table of a tool from the folder's pyproject.toml; an empty one if there is none."""
    path = folder / FILE
    tools = toml.loads(path.read_text("utf-8")).get("tool", {}) if path.is_file() else {}
    return dict(tools.get(tool, {}))


def _wrong_variables(environment: Mapping[str, str]) -> Iterator[Problem]:
    known = [f"{PREFIX}{name.upper()}" for name in OPTIONS]
    known += [WORKER, WORKERS]  # this run is within another one
    for variable in sorted(environment):
        if variable.startswith(PREFIX) and variable not in known:
            yield Problem(
                variable, 0, "the environment variable is unknown", suggestion(variable, known)
            )


# --- a reader for each key: the value to use, or a ValueError of what is wrong and the remedy ----


def _order(value: Any) -> str:
    text = str(value)
    if text != "reading" and not (text.isascii() and text.isdigit()):
        raise ValueError(f'"{text}" is not an order', 'use "reading", or a number to shuffle by')
    return text


def _again(value: Any) -> bool:
    if value != "true":  # as behave has it for an option without a value
        raise ValueError(f'"{value}" is no value', "give -D again without one")
    return True


def _unfinished(value: Any) -> str:
    if not isinstance(value, str) or not value.strip("@"):
        raise ValueError(f"{value!r} is not a tag", 'name one, such as "wip"')
    return value.removeprefix("@")


def _most_steps(value: Any) -> int:
    if type(value) is not int or value < 1:
        raise ValueError(f"{value!r} is not a number of steps", "use a whole number from 1")
    return value


def _off(value: Any) -> tuple[str, ...]:
    names = value if isinstance(value, list) else [value]
    for name in names:
        if name not in RULES:
            raise ValueError(f"{name!r} cannot be switched off", suggestion(str(name), RULES))
    return tuple(names)


def _tags(value: Any) -> dict[str, str]:
    if not isinstance(value, dict) or not all(isinstance(text, str) for text in value.values()):
        raise ValueError("must be a table of tags", 'give each a meaning: smoke = "a quick look"')
    return {tag.removeprefix("@"): text for tag, text in value.items()}


def _reports(value: Any) -> dict[str, str | bool]:
    if not isinstance(value, dict):
        raise ValueError("must be a table", 'name files: junit = "reports/junit.xml"')
    for name, file in value.items():
        if name not in REPORTS:
            raise ValueError(f"{name} is not a report", suggestion(name, REPORTS))
        if name == "console" and not isinstance(file, bool):
            raise ValueError(f"console = {file!r}", "use true or false")
        if name != "console" and not (file is False or (isinstance(file, str) and file)):
            raise ValueError(f"{name} = {file!r}", "name a file, or use false for none")
    return {**REPORTS, **value}


def _parallel(value: Any) -> str:
    if value not in ("scenario", "feature"):
        raise ValueError(f"{value!r} cannot be dealt out", 'use "scenario" or "feature"')
    return str(value)


def _title(value: Any) -> str:
    if not isinstance(value, str):
        raise ValueError(f"{value!r} is no title", 'give one, such as "The library"')
    return value


def _facts(value: Any) -> dict[str, str]:
    if not isinstance(value, dict) or any(isinstance(v, (dict, list)) for v in value.values()):
        raise ValueError("it is no table of facts", 'give each a text: database = "PostgreSQL 17"')
    return {name: str(text) for name, text in value.items()}


READERS: dict[str, Callable[[Any], Any]] = {
    "order": _order,
    "unfinished": _unfinished,
    "most_steps": _most_steps,
    "off": _off,
    "tags": _tags,
    "parallel": _parallel,
    "title": _title,
    "facts": _facts,
    "reports": _reports,
}
