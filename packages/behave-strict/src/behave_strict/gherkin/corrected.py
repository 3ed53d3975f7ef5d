"""Gherkin's reading of a feature, corrected to what behave has played, where only texts differ."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from behave_strict.gherkin.official import Node, Reading
from behave_strict.gherkin.scenario import plain_name


class OtherShapeError(Exception):
    """The two readings differ in more than texts."""


def correct(reading: Reading, feature: Any, scenarios: list[Any]) -> Reading | None:
    """Put the texts that were played into a reading. None where that is not enough."""
    statements = {statement.line: statement for statement in _statements(feature)}
    by_line = {pickle["location"]["line"]: pickle for pickle in reading.pickles}
    try:
        for node in _nodes(reading.document["feature"]):
            _correct_node(node, statements)
        for scenario in scenarios:
            _correct_pickle(by_line[scenario.line], scenario)
    except (KeyError, OtherShapeError):
        return None
    return reading


def _statements(container: Any) -> Iterator[Any]:
    """Everything in a feature that has a keyword, steps too."""
    yield container
    if container.background:
        yield from container.background.steps
        yield container.background
    for item in container.run_items:
        if item.type == "rule":
            yield from _statements(item)
        else:
            yield from (item, *item.steps, *getattr(item, "examples", []))


def _nodes(node: Any) -> Iterator[Node]:
    if isinstance(node, dict):
        if "keyword" in node:
            yield node
        node = list(node.values())
    for inner in node if isinstance(node, list) else []:
        yield from _nodes(inner)


def _correct_node(node: Node, statements: dict[int, Any]) -> None:
    statement = statements[node["location"]["line"]]
    node["text" if "text" in node else "name"] = statement.name
    if "tableHeader" in node:
        _correct_rows([node["tableHeader"], *node["tableBody"]], statement.table)
    if "text" in node:
        _correct_argument(node, statement)
    elif [tag["name"][1:] for tag in node.get("tags", [])] != list(getattr(statement, "tags", [])):
        raise OtherShapeError


def _correct_pickle(pickle: Node, scenario: Any) -> None:
    steps = list(scenario.all_steps)
    tags = {tag["name"][1:] for tag in pickle["tags"]}
    if len(steps) != len(pickle["steps"]) or tags != scenario.effective_tags:
        raise OtherShapeError
    pickle["name"] = plain_name(scenario)
    for node, step in zip(pickle["steps"], steps, strict=True):
        node["text"] = step.name
        _correct_argument(node.get("argument", {}), step)


def _correct_argument(node: Node, step: Any) -> None:
    if ("dataTable" in node, "docString" in node) != (bool(step.table), step.text is not None):
        raise OtherShapeError
    if step.table:
        _correct_rows(node["dataTable"]["rows"], step.table)
    if step.text is not None:
        node["docString"]["content"] = str(step.text)


def _correct_rows(rows: list[Node], table: Any) -> None:
    played = [table.headings, *(row.cells for row in table)]
    if [len(row["cells"]) for row in rows] != [len(cells) for cells in played]:
        raise OtherShapeError
    for row, cells in zip(rows, played, strict=True):
        for cell, text in zip(row["cells"], cells, strict=True):
            cell["value"] = text
