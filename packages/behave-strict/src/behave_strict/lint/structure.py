"""Rules for features: what behave would read wrongly, or run without testing anything."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterator
from typing import Any

from behave.i18n import languages
from behave.model import Examples, Scenario, ScenarioOutline, Step
from behave.parser import State

from behave_strict.suite import FeatureFile, Problem, Suite

MOST_STEPS = 6
HEADINGS = ("feature", "rule", "background", "scenario", "scenario_outline", "examples")

Problems = Iterator[Problem]


def cut_off(file: FeatureFile) -> Problems:
    """A doc string or a tag at the end, which behave drops without a word, and what follows."""
    parser = file.feature.parser
    if parser.state is State.MULTILINE_TEXT:
        what = "the doc string that begins here never ends, and swallows the rest"
        yield file.problem(
            parser.multiline_start, what, f"close it with {parser.multiline_terminator}"
        )
    elif parser.state is State.TAGGABLE_STATEMENT:
        yield file.problem(parser.tags[-1].line, "a tag stands before nothing", "remove it")


def torn_row(file: FeatureFile) -> Problems:
    """A row that is not closed: behave cuts a character off its last cell."""
    for number, row in _rows(file):
        if not row.endswith("|"):
            yield file.problem(number, "the table row is not closed", "end it with |")


def _rows(file: FeatureFile) -> Iterator[tuple[int, str]]:
    statements = [c.background for c in file.containers() if c.background]
    statements += file.outlines_and_scenarios()
    tables = [step.table for statement in statements for step in statement.steps]
    tables += [e.table for s in statements for e in getattr(s, "examples", [])]
    for table in filter(None, tables):
        for number in (table.line, *(row.line for row in table.rows)):
            yield number, file.lines[number - 1].strip()


def empty(file: FeatureFile) -> Problems:
    """A Feature, Rule or Background that holds nothing."""
    for container in file.containers():
        kind = container.keyword
        if not container.run_items:
            yield file.problem(container.line, f"the {kind} holds no Scenario", "write one")
        background = container.background
        # behave gives a Rule an empty Background, in the Rule's line, to inherit the Feature's.
        if background and not background.steps and background.line != container.line:
            yield file.problem(background.line, "the Background has no steps", "remove it")


def prose(file: FeatureFile) -> Problems:
    """Prose where steps are: a mistyped keyword turns the first step into a description."""
    backgrounds = [c.background for c in file.containers() if c.background]
    for statement in [*backgrounds, *file.outlines_and_scenarios()]:
        if statement.description:
            text = statement.description[0]
            yield file.problem(
                file.line_of(text, statement.line),
                f'"{text}" is no step, and would not run',
                "mend its keyword, or move prose under the Feature or Rule",
            )


def mistyped_heading(file: FeatureFile) -> Problems:
    """`Scenaro:` below a Feature or a Rule makes a whole scenario part of the description."""
    keywords = languages[file.feature.language]
    known = [word.casefold() for heading in HEADINGS for word in keywords[heading]]
    for container in file.containers():
        for text in container.description:
            head, colon, _ = text.partition(":")
            if colon and difflib.get_close_matches(head.casefold(), known, cutoff=0.75):
                line = file.line_of(text, container.line)
                yield file.problem(line, f'"{head}:" is no keyword', "mend it, or reword the prose")


def shape(file: FeatureFile) -> Problems:
    """A scenario is short, does one thing, and looks at what came of it."""
    when = [word.strip() for word in languages[file.feature.language]["when"] if word != "* "]
    for scenario in file.outlines_and_scenarios():
        background = [step.step_type for step in scenario.background_steps]
        kinds = background + [step.step_type for step in scenario.steps]
        acts = [step for step in scenario.steps if step.keyword in when]
        if not scenario.steps:
            yield file.problem(scenario.line, "the scenario has no steps", "write them")
        elif "when" not in kinds:
            yield file.problem(scenario.line, "the scenario has no When", "say what is done")
        elif "then" not in kinds[kinds.index("when") :]:
            what = "the scenario has no Then after its When"
            yield file.problem(scenario.line, what, "say what is to be seen")
        if len(acts) > 1:
            yield file.problem(acts[1].line, "a second When", "make it a scenario of its own")
        if len(scenario.steps) > MOST_STEPS:
            what = f"the scenario has {len(scenario.steps)} steps, the most is {MOST_STEPS}"
            yield file.problem(scenario.line, what, "make it two, or use a Background")


def outline(file: FeatureFile) -> Problems:
    """An outline without rows, or whose placeholders and columns are not the same."""
    for scenario in file.outlines_and_scenarios():
        if isinstance(scenario, ScenarioOutline):
            if not scenario.examples:
                yield file.problem(scenario.line, "the outline has no Examples", "add a table")
            for examples in scenario.examples:
                if examples.table is None or not examples.table.rows:
                    yield file.problem(examples.line, "the Examples have no rows", "add some")
                else:
                    yield from _columns(file, scenario, examples)


def _columns(file: FeatureFile, scenario: ScenarioOutline, examples: Examples) -> Problems:
    columns = examples.table.headings
    used = _placeholders(scenario.name, *scenario.tags, *examples.tags)
    for step in scenario.background_steps:
        used |= _placeholders(*_texts(step))
    for step in scenario.steps:
        wanted = _placeholders(*_texts(step))
        used |= wanted
        for name in sorted(wanted - set(columns)):
            what = f"<{name}> is no column of the Examples in line {examples.line}"
            yield file.problem(step.line, what, f"use one of: {', '.join(columns)}")
    for name in columns:
        if name not in used:
            what = f'no step uses the column "{name}"'
            yield file.problem(
                examples.table.line, what, f"write <{name}> in a step or in the name"
            )


def _texts(step: Step) -> list[str]:
    table = step.table
    cells = [*table.headings, *(cell for row in table for cell in row)] if table else []
    return [step.name, step.text or "", *cells]


def _placeholders(*texts: str) -> set[str]:
    return {name for text in texts for name in re.findall(r"<([^<>\n]+)>", text)}


RULES: list[Callable[[FeatureFile], Problems]] = [
    cut_off, torn_row, empty, prose, mistyped_heading, shape, outline,
]  # fmt: skip


def unnamed_or_twice(suite: Suite) -> Problems:
    """A name must lead to one scenario, in a report and with --name."""
    seen: dict[tuple[str, str], str] = {}
    for file in suite.files:
        for item in [*file.containers(), *file.outlines_and_scenarios(), *file.scenarios()]:
            kind = "scenario" if isinstance(item, Scenario) else item.keyword.lower()
            place = f"{file.path}:{item.line}"
            first = seen.setdefault((kind, item.name), place)
            if not item.name:
                yield file.problem(item.line, f"the {kind} has no name", "give it one")
            elif first != place and kind != "rule":
                what = f'the {kind} "{item.name}" stands in {first} already'
                yield file.problem(item.line, what, "give it a name of its own")


def unknown_tag(suite: Suite) -> Problems:
    """A tag outside the vocabulary, at whatever level."""
    for file in suite.files:
        items: list[Any] = [*file.containers(), *file.outlines_and_scenarios()]
        items += [examples for item in items for examples in getattr(item, "examples", [])]
        for tag in (tag for item in items for tag in item.tags):
            if (
                tag not in suite.tags and "<" not in tag
            ):  # one that names a column is refused anyway
                yield file.problem(tag.line, *suite.outside_vocabulary(tag))


SUITE_RULES: list[Callable[[Suite], Problems]] = [unnamed_or_twice, unknown_tag]
