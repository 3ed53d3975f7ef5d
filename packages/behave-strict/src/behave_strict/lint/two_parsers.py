"""behave plays what its own parser reads; every other tool, the reports too, reads Gherkin.

Both read each feature before the run, and it is refused where they differ.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import zip_longest
from typing import Any

from behave.i18n import languages
from behave.parser import State

from behave_strict.endings import Problem
from behave_strict.feature_file import FeatureFile
from behave_strict.gherkin import official
from behave_strict.gherkin.behaves_limits import lower_case_keyword
from behave_strict.gherkin.scenario import Scenario, Step, played

# Where behave begins a new line (as str.splitlines does), and Gherkin does not.
BREAKS = re.compile("[\v\f\x1c-\x1e\x85\u2028\u2029]|\r(?!\n)")
HEADINGS = ("feature", "rule", "background", "scenario", "scenario_outline", "examples")
ONLY_PIPES = r"write no \\ or \n in the cell: behave knows nothing but \|"
SEE_AROUND = "see that it and the lines above it are as Gherkin has them"

Problems = Iterator[Problem]
Found = tuple[str, str]  # what is wrong, and the remedy


def read_differently(file: FeatureFile) -> Problems:
    """Find where behave plays a feature in another way than the reports tell it."""
    text = file.source
    if found := BREAKS.search(text):
        line = text.count("\n", 0, found.start()) + 1
        what = f"behave begins a new line at the character U+{ord(found[0]):04X}, Gherkin does not"
        yield file.problem(line, what, "write a space, or a line break")
    elif not _is_cut_off(file):
        yield from dict.fromkeys(_compare(file))


def _is_cut_off(file: FeatureFile) -> bool:
    """Does it end within a doc string, or with tags? That is refused by a rule of its own."""
    return file.feature.parser.state in (State.MULTILINE_TEXT, State.TAGGABLE_STATEMENT)


def _compare(file: FeatureFile) -> Problems:
    try:
        reading = official.read(file.source, file.path, file.feature.language)
    except official.CannotReadError as error:
        line = _line(file.lines, error.line)
        if not line.startswith("|") or line.endswith("|"):  # a torn row has a rule of its own
            yield file.problem(error.line, *_unknown_to_gherkin(file, line, error.reason))
        return
    scenarios, pickles = file.scenarios(), reading.scenarios()
    titles = [(container.line, container.name) for container in file.containers()]
    if titles != reading.titles():
        yield from _only_in_one(file, dict(titles), dict(reading.titles()))
    elif [scenario.line for scenario in scenarios] != [pickle.line for pickle in pickles]:
        yield from _only_in_one(file, {s.line: s for s in scenarios}, {p.line: p for p in pickles})
    else:
        for scenario, mine, theirs in zip(scenarios, played(scenarios), pickles, strict=True):
            if scenario.steps and mine != theirs:  # an empty one is refused anyway
                yield _filled_in_tag(file, scenario) or _difference(file, mine, theirs)


# --- one of the two cannot read it ----------------------------------------------------------------


def _unknown_to_gherkin(file: FeatureFile, text: str, reason: str) -> Found:
    if text.startswith("'''"):
        return "Gherkin has no ''' for doc strings", 'write """'
    if keyword := lower_case_keyword(text, file.feature.language):
        return _lower_case(text, keyword)
    if text.startswith("|") and r"\\" in text:
        return rf'the row "{text}" has more cells to Gherkin than to behave', r"write no \\ in it"
    return f'behave reads "{text}", Gherkin does not ({reason})', "write it as Gherkin has it"


def _lower_case(text: str, keyword: str) -> Found:
    what = f'"{text}" is a step to behave, but not to Gherkin'
    return what, f'write "{keyword.capitalize()}", or begin prose with another word'


def _line(lines: list[str], number: int) -> str:
    return "".join(lines[number - 1 : number]).strip()


# --- both can read it -----------------------------------------------------------------------------


def _only_in_one(file: FeatureFile, mine: dict[int, Any], theirs: dict[int, Any]) -> Problems:
    """Rules or scenarios, by their lines, that only one of the two knows."""
    outlines = {s.line for s in file.outlines_and_scenarios()} - {s.line for s in file.scenarios()}
    for line in sorted({*mine, *theirs} - outlines):  # an outline without rows has its own rule
        if line not in mine:
            yield file.problem(line, *_unknown_heading(file, _line(file.lines, line)))
        elif line not in theirs:
            what = f'"{_line(file.lines, line)}" is known to behave, but not to Gherkin'
            yield file.problem(line, what, SEE_AROUND)


def _unknown_heading(file: FeatureFile, text: str) -> Found:
    keywords = languages[file.feature.language]
    head = text.partition(":")[0]
    if ":" in text and not any(head in keywords[heading] for heading in HEADINGS):
        return f'behave does not know the keyword "{head}"', "write another that means the same"
    return f'"{text}" is known to Gherkin, but not to behave', SEE_AROUND


def _filled_in_tag(file: FeatureFile, scenario: Any) -> Problem | None:
    """Return a tag of an outline, or of its Examples, that names a column."""
    outline = scenario.parent
    tags = [*outline.tags, *(t for e in getattr(outline, "examples", []) for t in e.tags)]
    for tag in tags:
        if "<" in tag:
            what = f"behave fills in the tag @{tag} from the Examples, Gherkin does not"
            return file.problem(tag.line, what, "write out each tag, over Examples of its own")
    return None


def _difference(file: FeatureFile, mine: Scenario, theirs: Scenario) -> Problem:
    """Return the first thing that differs in a scenario."""
    if mine.name != theirs.name:
        what = f"the name is {_shown(mine.name)} to behave, {_shown(theirs.name)} to Gherkin"
        remedy = ONLY_PIPES if "\\" in mine.name else "use nothing but names of columns in < >"
        return file.problem(mine.line, what, remedy)
    if mine.tags != theirs.tags:
        return file.problem(mine.line, *_tags(mine.tags, theirs.tags))
    pairs = zip_longest(mine.steps, theirs.steps)
    step, other = next((ours, others) for ours, others in pairs if ours != others)
    if step is None or other is None or step.line != other.line:
        return _step_of_one(file, step, other)
    line, what, remedy = _in_step(step, other)
    if "<" in _line(file.lines, line) and "Background" not in remedy:
        line = mine.line  # the cause is in the row that fills it in
    return file.problem(line, what, remedy)


def _tags(mine: frozenset[str], theirs: frozenset[str]) -> Found:
    here, there = (
        ", ".join(f"@{tag}" for tag in sorted(tags)) or "none of these"
        for tags in (mine - theirs, theirs - mine)
    )
    what = f"the tags are {here} to behave, {there} to Gherkin"
    return what, "put a space between two tags, and no other signs in them than . _ -"


def _step_of_one(file: FeatureFile, step: Step | None, theirs: Step | None) -> Problem:
    first = min((s for s in (step, theirs) if s), key=lambda each: each.line)
    text = _line(file.lines, first.line)
    if keyword := lower_case_keyword(text, file.feature.language):
        return file.problem(first.line, *_lower_case(text, keyword))
    one, other = ("behave", "Gherkin") if first is step else ("Gherkin", "behave")
    return file.problem(first.line, f'"{text}" is a step to {one}, but not to {other}', SEE_AROUND)


def _in_step(step: Step, theirs: Step) -> tuple[int, str, str]:
    """Return the line of a step, and what differs there."""
    if step.text != theirs.text:
        what = f"the step is {_shown(step.text)} to behave, {_shown(theirs.text)} to Gherkin"
        if "<" in theirs.text:
            return step.line, what, "move it out of the Background"
        return step.line, what, ONLY_PIPES if "\\" in step.text else "reword it"
    if step.cells != theirs.cells:
        return _in_table(step, theirs)
    return _in_doc_string(step, theirs)


def _in_table(step: Step, theirs: Step) -> tuple[int, str, str]:
    for line, ours, others in zip(step.rows, step.cells, theirs.cells, strict=False):
        for cell, other in zip_longest(ours, others):
            if cell != other:
                what = f"the cell is {_shown(cell)} to behave, {_shown(other)} to Gherkin"
                return line, what, ONLY_PIPES
    what = f"the table has {len(step.cells)} rows to behave, {len(theirs.cells)} to Gherkin"
    return step.line, what, SEE_AROUND


def _in_doc_string(step: Step, theirs: Step) -> tuple[int, str, str]:
    ours, others = (text.split("\n") for text in (step.doc_string or "", theirs.doc_string or ""))
    pairs = enumerate(zip_longest(ours, others, fillvalue=""), step.quotes + 1)
    line, (mine, other) = next((n, pair) for n, pair in pairs if pair[0] != pair[1])
    what = f"the doc string's line is {_shown(mine)} to behave, {_shown(other)} to Gherkin"
    if mine == other.rstrip():
        return line, what, "remove the spaces at its end"
    if mine.lstrip() == other.lstrip():
        return line, what, "put the doc string above the step's table, not below"
    return line, what, "write it without backslashes before quotes"


def _shown(text: str | None) -> str:
    return "missing" if text is None else f'"{text}"'.replace("\n", "(line break)")


RULES = [read_differently]
