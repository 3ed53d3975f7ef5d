"""List what features may use: the tags, and the sentences of the step definitions."""

from __future__ import annotations

import os
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from textwrap import wrap
from typing import Any

from behave.matchers import ParseMatcher
from behave.model import Step

from behave_strict.endings import Refused
from behave_strict.feature_file import FeatureFile
from behave_strict.gaps import Gap
from behave_strict.suite import Suite, load_here

TYPES = re.compile(r"{\w*:(\w+)}")  # of the gaps in a sentence
WIDTH = 100  # characters of a line
KINDS = ("given", "when", "then", "step")


def tags(suite: Suite) -> Iterator[str]:
    """List each tag, its meaning, and how many scenarios have it."""
    counts = Counter(tag for _, scenario in suite.scenarios() for tag in scenario.effective_tags)
    meanings = dict(suite.settings.tags or {})
    for tag in sorted(suite.known_tags()):
        meanings.setdefault(tag, "")
    width = max(map(len, meanings), default=0)
    wide = max(map(len, meanings.values()), default=0)
    for tag, meaning in meanings.items():
        number = counts[tag]
        yield f"@{tag:{width}}  {meaning:{wide}}  {number:4} scenario{'' if number == 1 else 's'}"


def steps(suite: Suite) -> Iterator[str]:
    """List each sentence with its first use, by step module, then Given, When, Then."""
    nouns: dict[str, list[Any]] = {}
    for matcher in suite.definitions():
        module = os.path.basename(matcher.location.filename)
        nouns.setdefault(module.removesuffix(".py").replace("_", " "), []).append(matcher)
    uses = _first_uses(suite)
    for noun in sorted(nouns):
        yield from ["", noun.capitalize(), ""] if noun != min(nouns) else [noun.capitalize(), ""]
        for matcher in sorted(nouns[noun], key=lambda m: KINDS.index(m.step_type)):
            yield from _entry(matcher, uses.get(id(matcher)))
    yield from _words(suite)


def _words(suite: Suite) -> Iterator[str]:
    """List the words of each gap that a sentence has."""
    types = {name for one in suite.definitions() for name in TYPES.findall(one.pattern)}
    gaps = {name: ParseMatcher.TYPE_REGISTRY.get(name) for name in types}
    listed = {name: each for name, each in sorted(gaps.items()) if isinstance(each, Gap)}
    yield from ["", "Words", ""] if listed else []
    width = max((len(name) + 6 for name in listed), default=0)
    for name, each in listed.items():
        head = f"{f'  {{{name}}}':{width}}"
        yield from wrap(
            ", ".join(each.words), WIDTH, initial_indent=head, subsequent_indent=width * " "
        )
        yield f"{'':{width}}(to add one, see {each.file})"


def _first_uses(suite: Suite) -> dict[int, tuple[FeatureFile, Step]]:
    uses: dict[int, tuple[FeatureFile, Step]] = {}
    for file, step in suite.steps():
        for matcher, _ in suite.matches(step.step_type, step.name)[:1]:
            uses.setdefault(id(matcher), (file, step))
    return uses


def _entry(matcher: Any, use: tuple[FeatureFile, Step] | None) -> Iterator[str]:
    kind = "Any" if matcher.step_type == "step" else matcher.step_type.title()
    yield f"  {kind:5}  {matcher.pattern}"
    if use is None:
        yield f"{'':9}(no feature uses it)"
        return
    file, step = use
    yield f"{'':9}e.g. {step.name}  ({file.path}:{step.line})"
    if step.table:
        rows = [step.table.headings, *(row.cells for row in step.table.rows[:1])]
        widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
        for row in rows:
            yield f"{'':14}| {' | '.join(map(str.ljust, row, widths))} |"


def show(listing: Callable[[Suite], Iterator[str]]) -> int:
    """Print a listing of the project in this folder. Returns the exit code."""
    try:
        suite = load_here()
    except Refused as refused:
        print(refused, file=sys.stderr)
        return 1
    for problem in suite.unreadable:
        print(problem, file=sys.stderr)
    print("\n".join(listing(suite)), flush=True)
    return 1 if suite.unreadable else 0
