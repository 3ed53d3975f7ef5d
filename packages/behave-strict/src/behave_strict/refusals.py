"""Find options and selections that would make a run green for nothing, before it begins."""

from __future__ import annotations

import fnmatch
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from behave.model import Scenario

from behave_strict.configuration import FILE, OPTIONS, read_table
from behave_strict.endings import Problem
from behave_strict.places import known_path
from behave_strict.suite import Suite
from behave_strict.wording import count, quoted

Problems = Iterator[Problem]

INI_FILES = ("tox.ini", "setup.cfg", ".behaverc", "behave.ini")  # as behave reads them
SECTIONS = {"userdata": "userdata", "formatters": "more_formatters", "runners": "more_runners"}


def useless_options(config: Any) -> Problems:
    """Find options that behave accepts and ignores, or that leave out hooks or checks."""
    if sys.flags.optimize:
        what = "Python leaves out every assert, so that steps check nothing"
        yield Problem("python -O", 0, what, "unset PYTHONOPTIMIZE and the option")
    if config.stage:
        what = "a stage would run without the hooks of environment.py"
        yield Problem(f"--stage={config.stage}", 0, what, "unset BEHAVE_STAGE and the option")


def forgotten_settings(config: Any, folder: Path) -> Problems:
    """Find tables of pyproject.toml that behave drops where there is an INI file beside it."""
    files = [name for name in INI_FILES if (folder / name).is_file()]
    for section, attribute in SECTIONS.items():
        wanted = set(read_table(folder, "behave").get(section, {})) - set(OPTIONS)
        if files and not wanted <= set(getattr(config, attribute) or {}):
            what = f"behave ignores [tool.behave.{section}] where there is a {files[-1]}"
            yield Problem(FILE, 0, what, f"move it to [behave.{section}] there")


def unknown_tags(config: Any, suite: Suite) -> Problems:
    """Find tags that are selected by, on the command line or in the configuration, and unknown.

    Tag expressions may be of both kinds: `not @a and (b or c*)`, and the older `~@a,b:3`.
    """
    known = suite.known_tags()
    if suite.settings.tags is None:  # then the configuration itself is where a tag is introduced
        known |= {tag for _, tag in _tags_of(config.config_tags or config.default_tags)}
    for text, tag in _tags_of(config.tags):
        if not fnmatch.filter(known, tag):
            yield Problem(f"--tags={text}", 0, *suite.unknown_tag(tag))


def _tags_of(expressions: str | list[str] | None) -> Iterator[tuple[str, str]]:
    texts = [expressions] if isinstance(expressions, str) else expressions or []
    for text in texts:
        for word in re.findall(r"[^\s(),]+", text):
            if word not in ("and", "or", "not"):
                yield text, word.lstrip("~-@").partition(":")[0]


def lines_beyond_the_end(runner: Any, suite: Suite) -> Problems:
    """Find lines beyond the end of a file, for which behave takes its last scenario."""
    lengths = {file.path: len(file.lines) for file in suite.files}
    for location in runner.feature_locations():
        length = lengths[known_path(location.filename)]
        if (location.line or 0) > length:
            what = f"the file has {count(range(length), 'line')}"
            yield Problem(location.filename, location.line, what, "name the line of a scenario")


def names_of_nothing(config: Any, names: list[str]) -> Problems:
    """Find names by which no scenario is selected."""
    for pattern in config.name or []:
        if not any(re.search(pattern, name) for name in names):
            what = "no scenario has such a name"
            yield Problem(f"--name={pattern}", 0, what, "use a part of a scenario's name")


def empty_selection(config: Any, scenarios: list[Scenario], selected: list[Scenario]) -> Problems:
    """Find that no scenario would run; name all that takes part in the choice."""
    if not selected:
        options = {"tags": config.tags, "name": config.name,
                   "include": config.include_re, "exclude": config.exclude_re}  # fmt: skip
        given = [f"--{name}={quoted(value)}" for name, value in options.items() if value]
        what = f"none of {count(scenarios, 'scenario')} is selected"
        yield Problem(" ".join([*config.paths, *given]), 0, what, "select less narrowly")
