"""A behave project as a whole: its features, step definitions, hooks and tags."""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from behave.configuration import Configuration
from behave.exception import ConfigError
from behave.matchers import Match
from behave.model import Feature, Scenario, Step
from behave.model_type import FileLocation
from behave.parser import ParserError, parse_feature
from behave.runner import Runner, the_step_registry
from behave.runner_util import collect_feature_locations
from behave.step_registry import AmbiguousStep

from behave_strict.gherkin.behaves_limits import only_gherkin_reads

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib


class Problem(NamedTuple):
    """What is wrong, where, and what to do about it; it prints as one line.

    `file` is relative to the working directory, or the option that is wrong; `line` counts
    from 1, 0 stands for the whole.
    """

    file: str
    line: int
    what: str
    remedy: str

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        return " ".join(f"{place}: {self.what}; {self.remedy}".split())


class RefusedError(Exception):
    """The project, or what was asked of it, has problems, and nothing was run."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = problems


@dataclass(frozen=True)
class FeatureFile:
    """One feature file: its path relative to the working directory, its lines, its model."""

    path: str
    lines: list[str]
    feature: Feature

    def problem(self, line: int, what: str, remedy: str) -> Problem:
        """A problem in this file."""
        return Problem(self.path, line, what, remedy)

    def scenarios(self) -> list[Scenario]:
        """Every scenario; an outline counts once for each of its rows."""
        return list(self.feature.walk_scenarios())

    def outlines_and_scenarios(self) -> Iterator[Scenario]:
        """Every scenario as it is written; an outline counts once."""
        for container in self.containers():
            yield from container.scenarios

    def line_of(self, text: str, after: int) -> int:
        """The first line below line `after` that holds this text."""
        numbered = enumerate(self.lines[after:], after + 1)
        return next(number for number, line in numbered if line.strip() == text)

    def containers(self) -> list[Any]:
        """The feature and its rules."""
        return [self.feature, *self.feature.rules]


@dataclass
class Suite:
    """All that a behave project consists of, loaded as behave loads it.

    `tags` maps each tag of the vocabulary to its meaning; `hooks` are the names that
    environment.py defines; `unreadable` holds a problem for each file left out of `files`.
    """

    files: list[FeatureFile]
    unreadable: list[Problem]
    registry: Any
    hooks: dict[str, Any]
    tags: dict[str, str]
    _matches: dict[tuple[str, str], list[tuple[Any, Match]]] = field(default_factory=dict)

    def definitions(self) -> list[Any]:
        """Every step definition (behave's matchers), in the order of loading."""
        return [matcher for kind in self.registry.steps.values() for matcher in kind]

    def matches(self, kind: str, text: str) -> list[tuple[Any, Match]]:
        """The definitions that fit a step of a kind (given, when, then), and how."""
        key = (kind, text)
        if key not in self._matches:
            candidates = [*self.registry.steps[kind], *self.registry.steps["step"]]
            found = ((matcher, matcher.match(text)) for matcher in candidates)
            self._matches[key] = [(matcher, match) for matcher, match in found if match]
        return self._matches[key]

    def outside_vocabulary(self, tag: str) -> tuple[str, str]:
        """What to say of a tag that the vocabulary does not have, and the remedy."""
        allowed = ", ".join(f"@{name}" for name in self.tags) or "none"
        return f"@{tag} is not in the vocabulary", f"[tool.acceptance.tags] has: {allowed}"

    def steps(self) -> Iterator[tuple[FeatureFile, Step]]:
        """Every step as it will run: backgrounds included, outlines filled in."""
        for file in self.files:
            for scenario in file.scenarios():
                for step in scenario.all_steps:
                    yield file, step


def load(runner: Any, load_steps: Callable[[], None]) -> Suite:
    """The suite of a runner that has loaded environment.py; loads the step modules.

    Features are all those of the configured paths and of the folders that the selected ones
    lie in, whatever is selected. Raises RefusedError when two step definitions clash on loading.
    """
    try:
        load_steps()
    except AmbiguousStep as clash:
        raise RefusedError([_clash(clash)]) from None
    suite = Suite(
        files=[],
        unreadable=[],
        # Under its public name, behave's reset_runtime() puts another one that stays empty.
        registry=the_step_registry,
        hooks=runner.hooks,
        tags=read_tags(Path(runner.base_dir)),
    )
    for path in _feature_paths(runner):
        try:
            suite.files.append(_read(path, runner.config.lang))
        except RefusedError as refused:
            suite.unreadable += refused.problems
    return suite


def load_here() -> Suite:
    """The suite of the working directory. Raises RefusedError where it cannot be loaded."""
    try:
        runner = Runner(Configuration([]))
        with runner.path_manager:
            runner.setup_paths()
            runner.load_hooks()
            return load(runner, runner.load_step_definitions)
    except ConfigError as error:
        raise RefusedError(
            [Problem("behave", 0, str(error), "see pyproject.toml, and start beside it")]
        ) from None


def read_tags(folder: Path) -> dict[str, str]:
    """The vocabulary of tags, from [tool.acceptance.tags] in the folder's pyproject.toml."""
    settings = folder / "pyproject.toml"
    if not settings.is_file():
        return {}
    tools = tomllib.loads(settings.read_text(encoding="utf-8")).get("tool", {})
    return {tag: str(means) for tag, means in tools.get("acceptance", {}).get("tags", {}).items()}


def _feature_paths(runner: Any) -> list[str]:
    selected = collect_feature_locations(runner.config.paths)
    folders = {os.path.dirname(location.filename) or "." for location in selected}
    configured = runner.config.defaults.get("paths") or []
    every = collect_feature_locations([*configured, *sorted(folders)])
    return sorted({os.path.relpath(location.filename) for location in every})


def _read(path: str, language: str | None) -> FeatureFile:
    try:
        text = Path(path).read_bytes().decode("utf-8")
        feature = parse_feature(text, language, path)
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise RefusedError(
            [Problem(path, line, "this is not UTF-8", "save the file as UTF-8")]
        ) from None
    except KeyError as error:
        what = f"the language {error} is unknown"
        raise RefusedError([Problem(path, 1, what, "see `behave --lang-list`")]) from None
    except ParserError as error:
        if found := only_gherkin_reads(text, error, language or "en"):
            raise RefusedError([Problem(path, error.line or 1, *found)]) from None
        raise RefusedError([_syntax(path, error)]) from None
    if feature is None:
        raise RefusedError(
            [Problem(path, 1, "the file holds no Feature", "write one or remove it")]
        )
    return FeatureFile(path, text.splitlines(), feature)


def _syntax(path: str, error: ParserError) -> Problem:
    text, _, reason = str(error.args[0]).partition("REASON:")
    what, remedy = text.partition(" at line")[0], "mend the line"
    if error.line_text:
        what = f'"{error.line_text.strip()}" cannot stand here'
        remedy = "start it with a keyword, and mind the spelling"
    return Problem(path, error.line or 1, what, reason.strip().rstrip(".") or remedy)


def _clash(clash: AmbiguousStep) -> Problem:
    # The message names the earlier definition only; the later one is on the stack.
    frames = [frame for frame, _ in traceback.walk_tb(clash.__traceback__)]
    function = next(f.f_locals["func"] for f in reversed(frames) if "func" in f.f_locals)
    place = FileLocation.for_function(function)
    return Problem(place.filename, place.line, str(clash), "reword one of the two")
