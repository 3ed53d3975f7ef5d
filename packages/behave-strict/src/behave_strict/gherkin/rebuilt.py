"""A document and its pickles made from behave's model, for a feature that Gherkin reads otherwise.

What was played is what the report must show, even where it is no Gherkin.
"""

from __future__ import annotations

from typing import Any

from gherkin.stream.id_generator import IdGenerator

from behave_strict.gherkin.official import Node, Reading
from behave_strict.gherkin.scenario import plain_name

TYPES = {"given": "Context", "when": "Action", "then": "Outcome"}


def rebuild(feature: Any, scenarios: list[Any], uri: str, ids: IdGenerator) -> Reading:
    """Make the document of a feature, and a pickle for each of these scenarios of it."""
    rebuilding = _Rebuilding(uri, ids)
    document = rebuilding.document(feature)
    return Reading(document, [rebuilding.pickle(each, feature.language) for each in scenarios])


class _Rebuilding:
    """Remembers which node each line and each tag became, as pickles refer to them."""

    def __init__(self, uri: str, ids: IdGenerator) -> None:
        self.uri, self.new_id = uri, ids.get_next_id
        self.by_line: dict[int, str] = {}
        self.by_tag: dict[str, str] = {}

    def document(self, feature: Any) -> Node:
        """Make the document."""
        about = {**self._titled(feature), "language": feature.language}
        inside = {"tags": self._tags(feature), "children": self._children(feature)}
        return {"uri": self.uri, "feature": {**about, **inside}, "comments": []}

    def _children(self, container: Any) -> list[Node]:
        children: list[Node] = []
        background = container.background
        if background and background.steps:
            children.append({"background": self._with_steps(background)})
        for item in container.run_items:
            if item.type == "rule":
                rule = {**self._identified(item), "tags": self._tags(item)}
                children.append({"rule": {**rule, "children": self._children(item)}})
            else:
                children.append({"scenario": self._scenario(item)})
        return children

    def _scenario(self, scenario: Any) -> Node:
        examples = [self._examples(each) for each in getattr(scenario, "examples", [])]
        about = {**self._with_steps(scenario), "tags": self._tags(scenario)}
        return {**about, "examples": examples}

    def _examples(self, examples: Any) -> Node:
        node = {**self._identified(examples), "tags": self._tags(examples), "tableBody": []}
        if examples.table:
            header, *body = self._rows(examples.table)
            node |= {"tableHeader": header, "tableBody": body}
        return node

    def _with_steps(self, statement: Any) -> Node:
        return {**self._identified(statement), "steps": [self._step(s) for s in statement.steps]}

    def _identified(self, statement: Any) -> Node:
        return {"id": self._at_line(statement.line), **self._titled(statement)}

    @staticmethod
    def _titled(statement: Any) -> Node:
        description = "\n".join(getattr(statement, "description", []))
        about = {"keyword": statement.keyword, "name": statement.name, "description": description}
        return {"location": {"line": statement.line}, **about}

    def _at_line(self, line: int) -> str:
        return self.by_line.setdefault(line, self.new_id())

    def _tags(self, statement: Any) -> list[Node]:
        return [self._tag(tag, statement.line) for tag in statement.tags]

    def _tag(self, tag: Any, line: int) -> Node:
        node = {"id": self.new_id(), "name": f"@{tag}"}
        self.by_tag.setdefault(str(tag), node["id"])
        return {**node, "location": {"line": getattr(tag, "line", line)}}

    def _step(self, step: Any) -> Node:
        about = {"id": self._at_line(step.line), "location": {"line": step.line}}
        node = {**about, "keyword": f"{step.keyword} ", "text": step.name}
        if step.table:
            node["dataTable"] = {
                "location": {"line": step.table.line},
                "rows": self._rows(step.table),
            }
        if step.text is not None:
            location = {"line": getattr(step.text, "line", step.line)}
            node["docString"] = {
                "location": location,
                "content": str(step.text),
                "delimiter": '"""',
            }
        return node

    def _rows(self, table: Any) -> list[Node]:
        rows = [(table.line, table.headings), *((row.line, row.cells) for row in table)]
        return [self._row(line or 0, cells) for line, cells in rows]

    def _row(self, line: int, cells: list[str]) -> Node:
        location = {"line": line}
        values = [{"location": location, "value": cell} for cell in cells]
        return {"id": self._at_line(line), "location": location, "cells": values}

    def pickle(self, scenario: Any, language: str) -> Node:
        """Make the pickle of a scenario; it refers to nodes of the document."""
        nodes = [self._at_line(scenario.line)]
        if scenario.parent.type == "scenario_outline":
            nodes.insert(0, self._at_line(scenario.parent.line))
        tags = [
            {"name": f"@{tag}", "astNodeId": self.by_tag.get(str(tag), nodes[0])}
            for tag in sorted(scenario.effective_tags)
        ]
        about = {"id": self.new_id(), "uri": self.uri, "location": {"line": scenario.line}}
        steps = [self._pickle_step(step) for step in scenario.all_steps]
        names = {"name": plain_name(scenario), "language": language}
        return {**about, "astNodeIds": nodes, "tags": tags, **names, "steps": steps}

    def _pickle_step(self, step: Any) -> Node:
        argument: Node = {}
        if step.table:
            rows = [step.table.headings, *(row.cells for row in step.table)]
            cells = [{"cells": [{"value": cell} for cell in row]} for row in rows]
            argument["dataTable"] = {"rows": cells}
        if step.text is not None:
            argument["docString"] = {"content": str(step.text)}
        about = {"id": self.new_id(), "text": step.name, "astNodeIds": [self._at_line(step.line)]}
        node = {**about, "type": TYPES.get(step.step_type, "Unknown")}
        return {**node, "argument": argument} if argument else node
