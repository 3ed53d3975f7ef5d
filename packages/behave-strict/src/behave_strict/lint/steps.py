"""Rules for steps: each fits one definition, and each definition is used and does its work."""

from __future__ import annotations

import difflib
import dis
import inspect
import re
from collections.abc import Callable, Iterator
from typing import Any

from behave.i18n import languages
from behave.matchers import MatchWithError
from behave.model import Scenario, ScenarioOutline, Step

from behave_strict.endings import Problem
from behave_strict.feature_file import FeatureFile
from behave_strict.report.definitions import usual_kind
from behave_strict.report.snippets import snippets
from behave_strict.suite import Suite

STEP_KEYWORDS = ("given", "when", "then", "and", "but")
HOOKS = [
    f"{when}_{what}"
    for when in ("before", "after")
    for what in ("all", "feature", "rule", "scenario", "step", "tag")
]
# What a function whose body is empty consists of, from Python 3.10 to 3.14.
IDLE = {"RESUME", "NOP", "LOAD_CONST", "RETURN_CONST", "RETURN_VALUE"}

Problems = Iterator[Problem]


def unfit_step(suite: Suite) -> Problems:
    """Find a step that no definition fits, or two, or one that cannot read its arguments."""
    reported = set()
    for file, scenario in suite.scenarios():
        for step in scenario.all_steps:
            problem = _fit(suite, file, scenario, step)
            if problem and (file.path, step.line, problem.line) not in reported:
                reported.add((file.path, step.line, problem.line))
                yield problem


def _fit(suite: Suite, file: FeatureFile, scenario: Scenario, step: Step) -> Problem | None:
    found = suite.matches(step.step_type, step.name)
    sentence = f'"{step.step_type.title()} {step.name}"'
    if len(found) > 1:
        places = " and ".join(str(matcher.location) for matcher, _ in found)
        what = f"{sentence} is ambiguous, as it fits {places}"
        return file.problem(step.line, what, "reword one of them")
    if suite.settings.unfinished in scenario.effective_tags:
        return None
    if not found:
        return _undefined(suite, file, step)
    match = found[0][1]
    if isinstance(match, MatchWithError):
        line = _line_of_values(file, scenario, step)
        return file.problem(line, f"{sentence}: {match.stored_error}", _remedy(match.stored_error))
    return None


def _line_of_values(file: FeatureFile, scenario: Scenario, step: Step) -> int:
    """Find the line that holds the step's values: its own, or the row that fills it in."""
    outline = isinstance(scenario.parent, ScenarioOutline)
    line: int = scenario.line if outline and "<" in file.text(step.line) else step.line
    return line


def _remedy(error: Exception) -> str:
    """Leave out ours, where the project's own message is a whole sentence."""
    return "" if str(error).endswith((".", "!", "?")) else "correct the value"


def _undefined(suite: Suite, file: FeatureFile, step: Step) -> Problem:
    sentence = f'"{step.step_type.title()} {step.name}"'
    if suite.matches(step.step_type, re.sub(" +", " ", step.name)):
        return file.problem(step.line, f"{sentence} has two spaces in a row", "write one")
    tag = suite.settings.unfinished
    later = f"tag the scenario @{tag} for now, " if tag else ""
    remedy = f"correct its wording{_nearest(suite, step)}, {later}or define it:"
    snippet = snippets(step, usual_kind(suite.definitions()))[0]["code"]
    undefined = file.problem(step.line, f"{sentence} is not defined", remedy)
    return undefined._replace(snippet=snippet)


def _nearest(suite: Suite, step: Step) -> str:
    patterns = [m.pattern for m in suite.definitions() if m.step_type in (step.step_type, "step")]
    near = difflib.get_close_matches(step.name, patterns, n=1)
    return f' (did you mean "{near[0]}"?)' if near else ""


def swallowed_step(suite: Suite) -> Problems:
    """Find steps in a description: `Scenario One` lacks its colon, and is not a heading."""
    for file in suite.files:
        keywords = languages[file.feature.language]
        known = tuple(word for kind in STEP_KEYWORDS for word in keywords[kind] if word != "* ")
        for container in file.containers():
            for text in container.description:
                keyword = next(filter(text.startswith, known), None)
                if keyword and _is_defined(suite, text[len(keyword) :]):
                    line = file.line_of(text, container.line)
                    what = f'"{text}" is part of a description, and would not run'
                    yield file.problem(line, what, "correct the heading above it")


def _is_defined(suite: Suite, text: str) -> bool:
    return any(suite.matches(kind, text) for kind in ("given", "when", "then"))


def unused_definition(suite: Suite) -> Problems:
    """Find a step definition that no step of any feature fits."""
    # Nobody knows which definitions an unreadable file would use.
    if suite.unreadable:
        return
    used = set()
    for _, step in suite.steps():
        used |= {id(matcher) for matcher, _ in suite.matches(step.step_type, step.name)}
    for matcher in suite.definitions():
        if id(matcher) not in used:
            yield _about(
                matcher, "is used by no feature", "use it, or remove it", "unused-definitions"
            )


def broken_definition(suite: Suite) -> Problems:
    """Find a pattern that behave leaves out, and a body that never runs or checks nothing."""
    for matcher in suite.registry.error_handler.bad_step_definitions:
        yield _about(matcher, "cannot be read as a pattern", "correct it")
    for matcher in suite.definitions():
        function = inspect.unwrap(matcher.func)
        if inspect.isgeneratorfunction(function):
            yield _about(matcher, "is a generator, whose body never runs", "take out the yield")
        elif matcher.step_type == "then" and _does_nothing(function):
            yield _about(matcher, "checks nothing", "assert what the sentence says")


def _does_nothing(function: Any) -> bool:
    return (
        inspect.isfunction(function)
        and {instruction.opname for instruction in dis.get_instructions(function)} <= IDLE
    )


def _about(matcher: Any, what: str, remedy: str, rule: str = "") -> Problem:
    sentence = f'@{matcher.step_type}("{matcher.pattern}")'
    place = matcher.location
    return Problem(place.filename, place.line, f"{sentence} {what}", remedy, rule)


def misnamed_hook(suite: Suite) -> Problems:
    """Find a hook such as `before_scenaro`, which behave never calls, without a word."""
    for name, hook in suite.hooks.items():
        if re.match(r"(before|after)_", name) and name not in HOOKS and inspect.isfunction(hook):
            code = hook.__code__
            what = f"{name} is not a hook of behave, and is never called"
            remedy = f"name it as one of: {', '.join(HOOKS)}"
            yield Problem(code.co_filename, code.co_firstlineno, what, remedy)


RULES: list[Callable[[Suite], Problems]] = [
    unfit_step, swallowed_step, unused_definition, broken_definition, misnamed_hook,
]  # fmt: skip
