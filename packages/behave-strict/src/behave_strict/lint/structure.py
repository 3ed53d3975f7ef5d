"""Rules for the structure of features: what behave would read wrongly, or run for nothing."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterator, Sequence

from behave.i18n import languages
from behave.model import Examples, ScenarioOutline, Step
from behave.parser import State

from behave_strict.endings import Problem
from behave_strict.feature_file import FeatureFile

HEADINGS = ("feature", "rule", "background", "scenario", "scenario_outline", "examples")

Problems = Iterator[Problem]


def cut_off(file: FeatureFile) -> Problems:
    """Find a doc string or a tag at the end, which behave drops without a word."""
    parser = file.feature.parser
    if parser.state is State.MULTILINE_TEXT:
        what = "the doc string that begins here never ends, and swallows the rest of the file"
        remedy = f"close it with {parser.multiline_terminator}"
        yield file.problem(parser.multiline_start, what, remedy)
    elif parser.state is State.TAGGABLE_STATEMENT:
        yield file.problem(parser.tags[-1].line, "the tag belongs to nothing", "remove it")


def unclosed_row(file: FeatureFile) -> Problems:
    """Find a row that is not closed: behave cuts a character off its last cell."""
    for table in file.tables():
        for line in file.lines_of(table):
            if not file.text(line).endswith("|"):
                yield file.problem(line, "the table row is not closed", "end it with |")


def empty(file: FeatureFile) -> Problems:
    """Find a Feature, Rule or Background that holds nothing, and a scenario without steps."""
    for container in file.containers():
        if not container.run_items:
            what = f"the {container.keyword} holds no Scenario"
            yield file.problem(container.line, what, "write one")
        background = container.background
        # behave gives a Rule an empty Background, in the Rule's line, to inherit the Feature's.
        if background and not background.steps and background.line != container.line:
            yield file.problem(background.line, "the Background has no steps", "remove it")
    for scenario in file.outlines_and_scenarios():
        if not scenario.steps:
            yield file.problem(scenario.line, "the scenario has no steps", "write them")


def prose(file: FeatureFile) -> Problems:
    """Find prose where steps are: a mistyped keyword turns the first step into a description."""
    backgrounds = [c.background for c in file.containers() if c.background]
    for statement in [*backgrounds, *file.outlines_and_scenarios()]:
        if statement.description:
            text = statement.description[0]
            yield file.problem(
                file.line_of(text, statement.line),
                f'"{text}" is not a step, and would not run',
                "correct its keyword, or move prose under the Feature or Rule",
            )


def mistyped_heading(file: FeatureFile) -> Problems:
    """Find `Scenaro:` below a Feature or Rule: a whole scenario is part of the description."""
    keywords = languages[file.feature.language]
    known = [word.casefold() for heading in HEADINGS for word in keywords[heading]]
    for container in file.containers():
        for text in container.description:
            head, colon, _ = text.partition(":")
            if colon and _is_nearly(head.casefold(), known):
                line = file.line_of(text, container.line)
                what = f'"{head}:" is not a keyword'
                yield file.problem(line, what, "correct it, or reword the prose")


def _is_nearly(head: str, keywords: Sequence[str]) -> bool:
    """Tell a slip of the hand from prose: ". Example:" has a dot, "for example:" another word."""
    as_long = [word for word in keywords if len(word.split()) == len(head.split())]
    is_close = difflib.get_close_matches(head, as_long, n=1, cutoff=0.75)
    return head[:1].isalpha() and bool(is_close)


def outline(file: FeatureFile) -> Problems:
    """Find an outline without rows, with a row twice, or whose columns are not its placeholders."""
    for scenario in file.outlines_and_scenarios():
        if isinstance(scenario, ScenarioOutline):
            if not scenario.examples:
                yield file.problem(scenario.line, "the outline has no Examples", "add a table")
            for examples in scenario.examples:
                if examples.table is None or not examples.table.rows:
                    yield file.problem(examples.line, "the Examples have no rows", "add some")
                else:
                    yield from _columns(file, scenario, examples)
                    yield from _repeated_rows(file, examples)


def _columns(file: FeatureFile, scenario: ScenarioOutline, examples: Examples) -> Problems:
    columns = examples.table.headings
    used = _placeholders(scenario.name, *scenario.tags, *examples.tags)
    for step in scenario.background_steps:
        used |= _placeholders(*_texts(step))
    for step in scenario.steps:
        wanted = _placeholders(*_texts(step))
        used |= wanted
        for name in sorted(wanted - set(columns)):
            what = f"<{name}> is not a column of the Examples in line {examples.line}"
            yield file.problem(step.line, what, f"use one of: {', '.join(columns)}")
    for name in columns:
        if name not in used:
            what = f'no step uses the column "{name}"'
            remedy = f"write <{name}> in a step or in the name"
            yield file.problem(examples.table.line, what, remedy)


def _repeated_rows(file: FeatureFile, examples: Examples) -> Problems:
    first: dict[tuple[str, ...], int] = {}
    for row in examples.table.rows:
        line = first.setdefault(tuple(row.cells), row.line)
        if line != row.line:
            yield file.problem(row.line, f"the row repeats line {line}", "remove it")


def _texts(step: Step) -> list[str]:
    table = step.table
    cells = [*table.headings, *(cell for row in table for cell in row)] if table else []
    return [step.name, step.text or "", *cells]


def _placeholders(*texts: str) -> set[str]:
    return {name for text in texts for name in re.findall(r"<([^<>\n]+)>", text)}


RULES: list[Callable[[FeatureFile], Problems]] = [
    cut_off, unclosed_row, empty, prose, mistyped_heading, outline,
]  # fmt: skip
