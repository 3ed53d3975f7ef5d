"""Rules for features that a project can switch off, each by its name."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

from behave.i18n import languages
from behave.model import Scenario
from rich.cells import cell_len

from behave_strict.endings import Problem
from behave_strict.feature_file import FeatureFile
from behave_strict.suite import Suite

Problems = Iterator[Problem]

# Screens disagree on the width of these: marks that join or turn others, and emoji.
UNCERTAIN = re.compile(
    "[\u0300-\u036f\u0590-\u08ff\u200b-\u202e\ufe00-\ufe0f\U0001f000-\U0010ffff]"
)


def shape(suite: Suite) -> Problems:
    """Find scenarios that do nothing, look at nothing, or do two things."""
    for file in suite.files:
        for scenario in file.outlines_and_scenarios():
            if scenario.steps:
                yield from _acts_and_looks(file, scenario)
                yield from _acts_once(file, scenario)


def _acts_and_looks(file: FeatureFile, scenario: Scenario) -> Problems:
    kinds = [step.step_type for step in (*scenario.background_steps, *scenario.steps)]
    if "when" not in kinds:
        what, remedy = "the scenario has no When", "say what is done"
        yield file.problem(scenario.line, what, remedy, "needs-when")
    if "then" not in (kinds[kinds.index("when") :] if "when" in kinds else kinds):
        after = " after its When" if "when" in kinds else ""
        what, remedy = f"the scenario has no Then{after}", "say what must be seen"
        yield file.problem(scenario.line, what, remedy, "needs-then")


def _acts_once(file: FeatureFile, scenario: Scenario) -> Problems:
    acts = [step for step in scenario.steps if step.step_type == "when"]
    if len(acts) > 1:
        keyword = acts[1].keyword
        whens = [word.strip() for word in languages[file.feature.language]["when"] if word != "* "]
        again = f'"{keyword}" after a When is a second action'
        what = "a second When" if keyword in whens else again
        remedy = "make it a scenario of its own, or a Given"
        yield file.problem(acts[1].line, what, remedy, "one-when")


def most_steps(suite: Suite) -> Problems:
    """Find scenarios that are too long to be read at a glance."""
    most = suite.settings.most_steps
    for file in suite.files:
        for scenario in file.outlines_and_scenarios():
            if len(scenario.steps) > most:
                what = f"the scenario has {len(scenario.steps)} steps, and the most is {most}"
                remedy = "make it two, or use a Background"
                yield file.problem(scenario.line, what, remedy, "most-steps")


def unique_names(suite: Suite) -> Problems:
    """Find names that do not lead to one scenario, in a report and with --name."""
    seen: dict[tuple[str, str], str] = {}
    for file in suite.files:
        for item in [*file.containers(), *file.outlines_and_scenarios(), *file.scenarios()]:
            kind = "scenario" if isinstance(item, Scenario) else item.keyword.lower()
            place = f"{file.path}:{item.line}"
            first = seen.setdefault((kind, item.name), place)
            if not item.name:
                what = f"the {kind} has no name"
                yield file.problem(item.line, what, "give it one", "unique-names")
            elif first != place and kind != "rule":
                what = f'the {kind} "{item.name}" is already in {first}'
                yield file.problem(item.line, what, "give it a name of its own", "unique-names")


def tag_vocabulary(suite: Suite) -> Problems:
    """Find tags outside the vocabulary, at whatever level."""
    known = suite.known_tags()
    for file in suite.files if suite.has_vocabulary() else ():
        items: list[Any] = [*file.containers(), *file.outlines_and_scenarios()]
        items += [examples for item in items for examples in getattr(item, "examples", [])]
        for tag in (tag for item in items for tag in item.tags):
            if tag not in known and "<" not in tag:  # a tag made from a column is always refused
                yield file.problem(tag.line, *suite.unknown_tag(tag), "tag-vocabulary")


def aligned_tables(suite: Suite) -> Problems:
    """Find tables whose columns do not line up, as they look on a screen."""
    for file in suite.files:
        for table in file.tables():
            lines = [line for line in file.lines_of(table) if _is_measurable(file.text(line))]
            for line in lines[1:]:
                if _borders(file.text(line)) != _borders(file.text(lines[0])):
                    what = "the columns of the table do not line up"
                    remedy = f"align the row with line {lines[0]}"
                    yield file.problem(line, what, remedy, "aligned-tables")
                    break


def _is_measurable(row: str) -> bool:
    return row.endswith("|") and not UNCERTAIN.search(row)


def _borders(row: str) -> list[int]:
    """Measure where the borders of a row are; an escaped one is part of a cell."""
    return [cell_len(row[: border.start()]) for border in re.finditer(r"(?<!\\)\|", row)]


def unique_headings(suite: Suite) -> Problems:
    """Find tables with two columns of the same name, of which behave reads the first only."""
    for file in suite.files:
        for table in file.tables():
            twice = [name for name, n in Counter(table.headings).items() if name and n > 1]
            for name in twice:
                what = f'the table has two columns "{name}"'
                yield file.problem(table.line, what, "rename one of them", "unique-headings")


RULES: list[Callable[[Suite], Problems]] = [
    shape, most_steps, unique_names, tag_vocabulary, aligned_tables, unique_headings,
]  # fmt: skip
