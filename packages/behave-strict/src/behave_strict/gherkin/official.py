"""A feature as gherkin-official reads it: the document and the pickles of Cucumber Messages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from gherkin.ast_builder import AstBuilder
from gherkin.errors import CompositeParserException, ParserError
from gherkin.parser import Parser
from gherkin.pickles.compiler import Compiler
from gherkin.stream.id_generator import IdGenerator
from gherkin.token_matcher import TokenMatcher

from behave_strict.gherkin.scenario import Scenario, Step

Node = dict[str, Any]


@dataclass(frozen=True)
class Reading:
    """A document, and a pickle for each scenario and each row of an outline, in order."""

    document: Node
    pickles: list[Node]

    def scenarios(self) -> list[Scenario]:
        """Return the pickles in the form in which both parsers are compared."""
        lines = {node["id"]: node["location"]["line"] for node in _nodes(self.document)}
        return [_scenario(pickle, lines) for pickle in self.pickles]

    def titles(self) -> list[tuple[int, str]]:
        """Return the lines and names of the feature and its rules."""
        feature = self.document["feature"]
        rules = [child["rule"] for child in feature["children"] if "rule" in child]
        return [(each["location"]["line"], each["name"]) for each in [feature, *rules]]


class CannotReadError(Exception):
    """The first place where a text is no Gherkin, and why, in the parser's words."""

    def __init__(self, line: int, reason: str) -> None:
        super().__init__(f"line {line}: {reason}")
        self.line, self.reason = line, reason


def read(text: str, uri: str, language: str = "en", ids: IdGenerator | None = None) -> Reading:
    """Read a feature. `language` is what it is in, where it does not say so itself.

    Raises CannotReadError.
    """
    ids = ids or IdGenerator()
    try:
        document = Parser(AstBuilder(ids)).parse(text, TokenMatcher(language))
    except CompositeParserException as errors:
        raise _cannot(errors.errors[0]) from None
    except ParserError as error:
        raise _cannot(error) from None
    return Reading({**document, "uri": uri}, _Compiler(ids).compile({**document, "uri": uri}))


class _Compiler(Compiler):  # type: ignore[misc]
    """Fill in placeholders as Gherkin says.

    The original takes a heading for a regular expression, so that `<price (EUR)>` stays unfilled.
    """

    def _interpolate(
        self, name: str | None, variable_cells: Sequence[Node], value_cells: Sequence[Node]
    ) -> str | None:
        for variable, value in zip(variable_cells, value_cells, strict=False):
            name = name and name.replace(f"<{variable['value']}>", value["value"])
        return name


def _cannot(error: Any) -> CannotReadError:
    line = (getattr(error, "location", None) or {}).get("line", 1)
    return CannotReadError(line, str(error).partition("): ")[2] or str(error))


def _nodes(node: Any) -> Iterator[Node]:
    """Yield every node of a document that pickles refer to."""
    if isinstance(node, dict):
        if "id" in node:
            yield node
        for inner in node.values():
            yield from _nodes(inner)
    elif isinstance(node, list):
        for inner in node:
            yield from _nodes(inner)


def _scenario(pickle: Node, lines: dict[str, int]) -> Scenario:
    steps = tuple(_step(step, lines) for step in pickle["steps"])
    tags = frozenset(tag["name"][1:] for tag in pickle["tags"])
    return Scenario(lines[pickle["astNodeIds"][-1]], pickle["name"], tags, steps)


def _step(step: Node, lines: dict[str, int]) -> Step:
    argument = step.get("argument", {})
    rows = argument.get("dataTable", {}).get("rows", [])
    cells = tuple(tuple(cell["value"] for cell in row["cells"]) for row in rows)
    text = argument.get("docString", {}).get("content")
    return Step(lines[step["astNodeIds"][0]], step["text"], cells, text, (), 0)
