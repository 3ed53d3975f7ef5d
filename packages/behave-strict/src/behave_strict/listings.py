"""Lists what features may use: the tags, and the sentences of the step definitions."""

from __future__ import annotations

import os
import sys
from collections import Counter
from collections.abc import Iterator
from typing import Any

from behave.model import Step

from behave_strict.suite import FeatureFile, RefusedError, Suite, load_here

KINDS = ("given", "when", "then", "step")


def tags(suite: Suite) -> Iterator[str]:
    """Each tag of the vocabulary, its meaning, and how many scenarios have it."""
    scenarios = [scenario for file in suite.files for scenario in file.scenarios()]
    counts = Counter(tag for scenario in scenarios for tag in scenario.effective_tags)
    rows = [(f"@{tag}", means, counts[tag]) for tag, means in suite.tags.items()]
    width = max((len(tag) for tag, _, _ in rows), default=0)
    wide = max((len(means) for _, means, _ in rows), default=0)
    for tag, means, count in rows:
        yield f"{tag:{width}}  {means:{wide}}  {count:4} scenario{'' if count == 1 else 's'}"


def steps(suite: Suite) -> Iterator[str]:
    """Each sentence with its first use, by noun (step module), then Given, When, Then."""
    nouns: dict[str, list[Any]] = {}
    for matcher in suite.definitions():
        module = os.path.basename(matcher.location.filename)
        nouns.setdefault(module.removesuffix(".py").replace("_", " "), []).append(matcher)
    uses = _first_uses(suite)
    for noun in sorted(nouns):
        yield from ["", noun.capitalize(), ""] if noun != min(nouns) else [noun.capitalize(), ""]
        for matcher in sorted(nouns[noun], key=lambda m: KINDS.index(m.step_type)):
            yield from _entry(matcher, uses.get(id(matcher)))


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


LISTINGS = {"tags": tags, "steps": steps}


def main(arguments: list[str]) -> int:
    """Prints the listing that is named. Returns the exit code."""
    if len(arguments) != 1 or arguments[0] not in LISTINGS:
        print(f"say what to list: {' or '.join(LISTINGS)}", file=sys.stderr)
        return 2
    try:
        suite = load_here()
    except RefusedError as refused:
        print(refused, file=sys.stderr)
        return 1
    for problem in suite.unreadable:
        print(problem, file=sys.stderr)
    try:
        print("\n".join(LISTINGS[arguments[0]](suite)), flush=True)
    except BrokenPipeError:  # as in `make steps | head`; Python flushes once more as it ends
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 1 if suite.unreadable else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
