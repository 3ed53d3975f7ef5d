"""A scenario reduced to what is played, in a form that both parsers' readings can be put into."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from behave.model import ScenarioOutline, ScenarioOutlineBuilder


@dataclass(frozen=True)
class Step:
    """A step: its line, its sentence, the cells of its table, its doc string.

    Where the rows of the table and the doc string begin is for messages only.
    """

    line: int
    text: str
    cells: tuple[tuple[str, ...], ...]
    doc_string: str | None
    rows: tuple[int, ...] = field(compare=False)
    quotes: int = field(compare=False)


@dataclass(frozen=True)
class Scenario:
    """A scenario or a row of an outline, with the steps of its Backgrounds."""

    line: int
    name: str
    tags: frozenset[str]
    steps: tuple[Step, ...]


def played(scenarios: Iterable[Any]) -> list[Scenario]:
    """Put behave's scenarios, rows of outlines included, into this form."""
    return [_scenario(scenario) for scenario in scenarios]


def plain_name(scenario: Any) -> str:
    """Find the name of a behave scenario without the `-- @1.2 ...` that rows of outlines get."""
    outline = scenario.parent
    if not isinstance(outline, ScenarioOutline):
        return str(scenario.name)
    row = scenario._row
    index, row_index = row.id.split(".")
    fill = ScenarioOutlineBuilder.render_template
    params = {"examples.index": index, "row.index": row_index, "row.id": row.id}
    title = outline.examples[int(index) - 1].name or ""
    params["examples.name"] = fill(title, row, {**params, "examples.name": title})
    return str(fill(outline.name, row, params))


def _scenario(scenario: Any) -> Scenario:
    steps = tuple(_step(step) for step in scenario.all_steps)
    tags = frozenset(map(str, scenario.effective_tags))
    return Scenario(scenario.line, plain_name(scenario), tags, steps)


def _step(step: Any) -> Step:
    table = step.table
    rows = [table.headings, *(row.cells for row in table)] if table else []
    lines = [table.line, *(row.line for row in table)] if table else []
    text = None if step.text is None else str(step.text)
    quotes = getattr(step.text, "line", 0)
    return Step(step.line, step.name, tuple(map(tuple, rows)), text, tuple(lines), quotes)
