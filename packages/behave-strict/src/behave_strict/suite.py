"""A behave project as a whole: its features, step definitions, hooks and tags."""

from __future__ import annotations

import os
import traceback
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from behave.configuration import Configuration
from behave.exception import ConfigError
from behave.matchers import Match
from behave.model import Scenario, Step
from behave.model_type import FileLocation
from behave.runner import the_step_registry
from behave.step_registry import AmbiguousStep

from behave_strict.configuration import Settings
from behave_strict.endings import Problem, Refused
from behave_strict.feature_file import FeatureFile, read_feature
from behave_strict.places import find_features, known_path
from behave_strict.report.runner import ReportingRunner


@dataclass
class Suite:
    """All that a behave project consists of, loaded as behave loads it.

    `hooks` are the names that environment.py defines; `unreadable` holds a problem for each file
    that is left out of `files`.
    """

    files: list[FeatureFile]
    unreadable: list[Problem]
    registry: Any
    hooks: dict[str, Any]
    settings: Settings
    _matches: dict[tuple[str, str], list[tuple[Any, Match]]] = field(default_factory=dict)

    def definitions(self) -> list[Any]:
        """List every step definition (behave's matchers), in the order of loading."""
        return [matcher for kind in self.registry.steps.values() for matcher in kind]

    def matches(self, kind: str, text: str) -> list[tuple[Any, Match]]:
        """Find the definitions that fit a step of a kind (given, when, then), and how they do."""
        key = (kind, text)
        if key not in self._matches:
            candidates = [*self.registry.steps[kind], *self.registry.steps["step"]]
            found = ((matcher, matcher.match(text)) for matcher in candidates)
            self._matches[key] = [(matcher, match) for matcher, match in found if match]
        return self._matches[key]

    def known_tags(self) -> set[str]:
        """Collect the tags of the vocabulary; without one, those that features use."""
        known = set(self.settings.tags or ()) | {self.settings.unfinished} - {""}
        if not self.has_vocabulary():
            known |= {
                tag for file in self.files for s in file.scenarios() for tag in s.effective_tags
            }
        return known

    def has_vocabulary(self) -> bool:
        """Tell whether features may use the tags of the vocabulary only."""
        return self.settings.tags is not None and "tag-vocabulary" not in self.settings.off

    def unknown_tag(self, tag: str) -> tuple[str, str]:
        """Say what is wrong with an unknown tag, and the remedy."""
        known = ", ".join(f"@{name}" for name in sorted(self.known_tags())) or "none"
        if self.has_vocabulary():
            return f"@{tag} is not in the vocabulary", f"[tool.behave_strict.tags] has: {known}"
        return f"no scenario has the tag @{tag}", f"there are: {known}"

    def scenarios(self) -> Iterator[tuple[FeatureFile, Scenario]]:
        """Yield every scenario with its file; an outline counts once for each of its rows."""
        for file in self.files:
            for scenario in file.scenarios():
                yield file, scenario

    def steps(self) -> Iterator[tuple[FeatureFile, Step]]:
        """Yield every step as it will run: backgrounds included, outlines filled in."""
        for file, scenario in self.scenarios():
            for step in scenario.all_steps:
                yield file, step


def load(runner: Any, load_steps: Callable[[], None]) -> Suite:
    """Load the step modules and the features for a runner that has loaded environment.py.

    Features are all those of the configured paths and of the folders that the selected ones
    lie in, whatever is selected. Raises Refused when two step definitions clash on loading.
    """
    try:
        load_steps()
    except AmbiguousStep as clash:
        raise Refused([_clash(clash)]) from None
    suite = Suite(
        files=[],
        unreadable=[],
        # Under its public name, behave's reset_runtime() puts another one that stays empty.
        registry=the_step_registry,
        hooks=runner.hooks,
        settings=runner.settings,
    )
    for path in _feature_paths(runner):
        try:
            suite.files.append(read_feature(path, runner.config.lang))
        except Refused as refused:
            suite.unreadable += [p for p in refused.problems if isinstance(p, Problem)]
    return suite


def load_here() -> Suite:
    """Load the suite of the working directory. Raises Refused where that cannot be done."""
    try:
        runner = ReportingRunner(Configuration([]))
        with runner.path_manager:
            runner.configure()
            runner.setup_paths()
            runner.load_hooks()
            return load(runner, runner.load_step_definitions)
    except ConfigError as error:
        remedy = "see pyproject.toml, and start beside it"
        raise Refused([Problem("behave", 0, str(error), remedy)]) from None


def _feature_paths(runner: Any) -> list[str]:
    selected = find_features(runner.config.paths)
    folders = {os.path.dirname(location.filename) or "." for location in selected}
    configured = runner.config.defaults.get("paths") or []
    every = [*find_features([*configured, *sorted(folders)]), *selected]
    return sorted({known_path(location.filename) for location in every})


def _clash(clash: AmbiguousStep) -> Problem:
    # The message names the earlier definition only; the later one is on the stack.
    frames = [frame for frame, _ in traceback.walk_tb(clash.__traceback__)]
    function = next(f.f_locals["func"] for f in reversed(frames) if "func" in f.f_locals)
    place = FileLocation.for_function(function)
    return Problem(place.filename, place.line, str(clash), "reword one of the two")
