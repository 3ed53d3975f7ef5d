"""Gherkin documents, as messages hold them, as features of the model."""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import dedent
from typing import Any

from behave_strict.identity import Identities
from behave_strict.page.model import (
    Background,
    Case,
    Examples,
    Group,
    Outline,
    Part,
    Row,
    Scenario,
    Step,
)

Node = dict[str, Any]


class Documents:
    """Reads one document after the other, and remembers what its nodes are called."""

    def __init__(self) -> None:
        self.features: list[Group] = []
        self.cases: dict[str, Case] = {}  # by the node of a scenario or a row
        self.steps: dict[str, Step] = {}  # by the node of a step
        self._identities = Identities()

    def read(self, document: Node) -> None:
        """Add a document's feature; one without a feature is an empty file."""
        if node := document.get("feature"):
            group = Group(**_part(node), uri=document.get("uri", ""))
            group.identity = self._identities.feature(group.uri)
            group.language = node.get("language", "en")
            group.children = list(self._children(node, group, group.tags))
            self.features.append(group)

    def unknown(self, uri: str, name: str, line: int) -> Case:
        """Make a case of a scenario whose document is missing."""
        group = next((f for f in self.features if f.uri == uri), None)
        if not group:
            group = Group("Feature", uri, uri=uri, identity=self._identities.feature(uri))
            self.features.append(group)
        case = Case(self._identities.part(group.identity, name), name, uri, line)
        group.children.append(Scenario("Scenario", name, identity=case.identity, case=case))
        return case

    def _children(self, node: Node, feature: Group, tags: list[str]) -> Iterator[Part]:
        for child in node.get("children", ()):
            if inner := child.get("background"):
                yield Background(**_part(inner), steps=self._steps(inner, of_background=True))
            elif inner := child.get("rule"):
                yield self._rule(inner, feature, tags)
            elif inner := child.get("scenario"):
                yield self._scenario(inner, feature, tags)

    def _rule(self, node: Node, feature: Group, tags: list[str]) -> Group:
        rule = Group(**_part(node), uri=feature.uri)
        rule.identity = self._identities.part(feature.identity, rule.name or rule.keyword)
        rule.children = list(self._children(node, feature, [*tags, *rule.tags]))
        return rule

    def _scenario(self, node: Node, feature: Group, tags: list[str]) -> Scenario | Outline:
        about = _part(node)
        identity = self._identities.part(feature.identity, node["name"] or node["keyword"])
        steps, tags = self._steps(node), [*tags, *about["tags"]]
        if not node.get("examples"):
            case = Case(identity, node["name"], feature.uri, _line(node), tags, steps)
            self.cases[node["id"]] = case
            return Scenario(**about, identity=identity, case=case)
        place = f"{feature.uri}:{_line(node)}"
        outline = Outline(**about, identity=identity, place=place, steps=steps)
        outline.examples = [
            self._examples(number, each, outline, feature, tags)
            for number, each in enumerate(node["examples"], 1)
        ]
        return outline

    def _examples(
        self, number: int, node: Node, outline: Outline, feature: Group, tags: list[str]
    ) -> Examples:
        examples = Examples(**_part(node), heading=_cells(node.get("tableHeader") or {}))
        for row_number, row in enumerate(node.get("tableBody", ()), 1):
            cells = _cells(row)
            identity = self._identities.row(outline.identity, cells)
            case = Case(identity, outline.name, feature.uri, _line(row), [*tags, *examples.tags])
            case.steps, case.row, case.outline = outline.steps, cells, outline.name
            case.place_in_outline = f"{number}.{row_number} {examples.name}"
            self.cases[row["id"]] = case
            examples.rows.append(Row(cells, case))
        return examples

    def _steps(self, node: Node, of_background: bool = False) -> list[Step]:
        steps = []
        for inner in node.get("steps", ()):
            step = Step(inner["keyword"].strip(), inner["text"], _line(inner))
            step.table = [_cells(row) for row in inner.get("dataTable", {}).get("rows", ())]
            step.doc_string = inner.get("docString", {}).get("content")
            step.of_background = of_background
            self.steps[inner["id"]] = step
            steps.append(step)
        return steps


def _part(node: Node) -> dict[str, Any]:
    return {
        "keyword": node["keyword"].strip(),
        "name": node["name"],
        "description": dedent(node.get("description", "")).strip(),
        "tags": [tag["name"] for tag in node.get("tags", ())],
    }


def _cells(row: Node) -> list[str]:
    return [cell["value"] for cell in row.get("cells", ())]


def _line(node: Node) -> int:
    return int(node.get("location", {}).get("line", 0))
