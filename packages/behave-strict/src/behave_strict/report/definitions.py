"""The step definitions, parameter types and hooks of a project, with their places."""

from __future__ import annotations

import inspect
import os
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import PurePath
from typing import Any

from behave import runner as behave_runner
from behave.matchers import ParseMatcher

from behave_strict.report.arguments import arguments, regex_of

Node = dict[str, Any]
UNDEFINED: Node = {"stepDefinitionIds": [], "stepMatchArgumentsLists": []}


class Definitions:
    """The step definitions and parameter types of the run, used or not."""

    def __init__(self, new_id: Callable[[], str]) -> None:
        self.new_id = new_id
        self.registry = behave_runner.the_step_registry
        every = [matcher for kind in self.registry.steps.values() for matcher in kind]
        self.all = sorted(every, key=lambda each: (each.location.filename, each.location.line))
        self.ids = {id(definition): new_id() for definition in self.all}
        self.known: dict[tuple[str, str], Node] = {}
        self.usual_kind = usual_kind(self.all)

    def envelopes(self) -> Iterator[Node]:
        """Yield parameter types, then step definitions in the order of files and lines."""
        for about in (*_parse_types(), *_cucumber_types()):
            yield {"parameterType": {"id": self.new_id(), **about}}
        for definition in self.all:
            about = {"id": self.ids[id(definition)], "pattern": _pattern(definition)}
            yield {"stepDefinition": {**about, "sourceReference": source(definition.func)}}

    def match(self, step: Any) -> Node:
        """Find the definition that behave plays a step by, and its arguments."""
        key = step.step_type, step.name
        if key not in self.known:
            self.known[key] = self._match(step)
        return self.known[key]

    def _match(self, step: Any) -> Node:
        steps = self.registry.steps
        for definition in (*steps[step.step_type], *steps["step"]):
            regex = regex_of(definition)
            if regex.match(step.name) if regex else definition.match(step.name):
                lists = [{"stepMatchArguments": arguments(definition, step.name)}]
                ids = [self.ids[id(definition)]]
                return {"stepDefinitionIds": ids, "stepMatchArgumentsLists": lists}
        return UNDEFINED


def usual_kind(definitions: Iterable[Any]) -> str:
    """Tell which kind of pattern most definitions have (the NAME of behave's matcher)."""
    kinds = Counter(definition.NAME for definition in definitions)
    return max(kinds, key=kinds.__getitem__, default="parse")


def _pattern(definition: Any) -> Node:
    """Return a cucumber expression as it is written, and anything else as a regular expression."""
    if hasattr(definition, "cucumber_expression"):
        return {"source": definition.pattern, "type": "CUCUMBER_EXPRESSION"}
    regex = regex_of(definition)
    written = regex.pattern if regex else definition.pattern
    if written.startswith(r"\A") and written.endswith(r"\Z"):  # as `parse` writes it
        written = f"^{written[2:-2]}$"
    return {"source": written, "type": "REGULAR_EXPRESSION"}


def _parse_types() -> Iterator[Node]:
    """Return the types that the project has registered for `parse` patterns."""
    for name, convert in ParseMatcher.TYPE_REGISTRY.items():
        yield _parameter_type(name, [getattr(convert, "pattern", ".+?")], convert)


def _cucumber_types() -> Iterator[Node]:
    """Return the types that the project has defined for cucumber expressions, if it uses these."""
    if module := sys.modules.get("behave.cucumber_expression"):
        registry = module.StepMatcher4CucumberExpressions.TYPE_REGISTRY.parameter_types
        usual = {each.name for each in type(registry)().parameter_types}
        for each in registry.parameter_types:
            if each.name not in usual:
                about = _parameter_type(each.name, each.regexps, each.transformer)
                yield {
                    **about,
                    "useForSnippets": each.use_for_snippets,
                    "preferForRegularExpressionMatch": each.prefer_for_regexp_match,
                }


def _parameter_type(name: str, patterns: list[str], function: Any) -> Node:
    about = {"name": name, "regularExpressions": list(patterns), "useForSnippets": True}
    where = {"preferForRegularExpressionMatch": False, "sourceReference": source(function)}
    return {**about, **where}


def source(function: Any) -> Node:
    """Tell the file and line of a function; nothing of one that Python did not compile."""
    while isinstance(inner := getattr(function, "func", None), Callable):  # type: ignore[arg-type]
        function = inner
    code = getattr(inspect.unwrap(function), "__code__", None)
    if not code:
        return {}
    return {"uri": shown_path(code.co_filename), "location": {"line": code.co_firstlineno}}


def shown_path(path: str) -> str:
    """Return the path from the working directory, where it lies below that."""
    relative = os.path.relpath(path)
    return PurePath(path if relative.startswith("..") else relative).as_posix()
