"""Numbers and outcomes, in words; the words are those of the console and of JUnit."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence

from markupsafe import Markup, escape

from behave_strict.page.changes import Changes, entry_of
from behave_strict.page.comparison import Pieces, compare, visible
from behave_strict.page.model import BAD, Case, Fact, Group, Played, Run

LETTERS = {
    "passed": "p",
    "failed": "f",
    "error": "e",
    "skipped": "s",
    "not run": "n",
    "left out": "l",
}
MARKS = {"p": "✓", "f": "✗", "e": "!", "s": "–", "n": "○", "l": "·"}
NAMES = {letter: outcome for outcome, letter in LETTERS.items()}
REASONS = {"skipped": "No reason given.", "not run": "The run ended before it."}
TOLD = ("passed", "failed", "error", "skipped", "not run")  # in the order of the console


def seconds(value: float) -> str:
    """Write a duration as people read it; no line ends between a number and its unit."""
    if value < 0.0995:
        return f"{value * 1000:.0f}\u00a0ms"
    if value < 99.5:
        return f"{value:.1f}\u00a0s"
    minutes, rest = divmod(round(value), 60)
    return f"{minutes}\u00a0min {rest}\u00a0s"


def count(number: int, noun: str) -> str:
    """Count something: 1 scenario, 2 scenarios."""
    return f"{number} {noun}{'' if number == 1 else 's'}"


def played(run: Run) -> int:
    """Count the scenarios that were to be played."""
    return sum(case.selected for case in run.cases)


def green(run: Run) -> bool:
    """Tell whether a run ended well."""
    return bool(run.success) and not any(run.counts[outcome] for outcome in BAD)


def sign(run: Run) -> str:
    """Choose the letter whose mark stands for a run; one in which nothing passed has no tick."""
    return "f" if not green(run) else "p" if run.counts["passed"] else "s"


def verdict(run: Run) -> str:
    """Say in one sentence what came of the run."""
    total, counts = played(run), run.counts
    parts = [f"{counts['failed']} failed"] if counts["failed"] else []
    parts += [count(counts["error"], "error")] if counts["error"] else []
    if parts:
        return f"{' and '.join(parts)} of {count(total, 'scenario')}"
    if not run.success:
        return "The run did not end" if run.success is None else "The run failed"
    if not counts["passed"]:
        return "Nothing was played"
    if counts["passed"] == total:
        return {1: "The scenario", 2: "Both scenarios"}.get(
            total, f"All {total} scenarios"
        ) + " passed"
    return f"{counts['passed']} of {count(total, 'scenario')} passed"


def summary(run: Run) -> str:
    """Repeat the last line of the console."""
    parts = [f"{run.counts[outcome]} {outcome}" for outcome in TOLD if run.counts[outcome]]
    return f"{count(played(run), 'scenario')}: {', '.join(parts) or 'none'}"


def share(run: Run) -> str:
    """Tell how many of those that came to an end passed, and of how many that is."""
    judged = sum(run.counts[outcome] for outcome in ("passed", *BAD))
    percent = 100 * run.counts["passed"] / judged if judged else 0.0
    exact = f"{percent:.0f}" if percent in (0, 100) else f"{min(max(percent, 0.1), 99.9):.1f}"
    return f"{exact} %" if judged == played(run) else f"{exact} % of {judged} played"


def tally(group: Group) -> str:
    """Count a feature's scenarios by outcome, the passed ones without a word."""
    counts = {o: sum(case.outcome == o for case in group.cases) for o in LETTERS}
    if counts["passed"] == len(group.cases):
        return count(counts["passed"], "scenario")
    return ", ".join(f"{number} {outcome}" for outcome, number in counts.items() if number)


def reasons(run: Run) -> list[tuple[str, list[Case]]]:
    """Group what was skipped or did not run by the reason."""
    groups: dict[str, list[Case]] = defaultdict(list)
    for case in run.cases:
        if case.outcome in REASONS:
            groups[case.reason or REASONS[case.outcome]].append(case)
    return sorted(groups.items(), key=lambda group: -len(group[1]))


def short(reason: str) -> str:
    """Return the first sentence or clause of a reason, without its full stop."""
    return re.split(r"(?<=\w)[.;:](?=\s|$)|\n", reason.strip())[0]


def left_out(run: Run) -> list[tuple[str, list[Case]]]:
    """Group what was not selected by its tags."""
    groups: dict[str, list[Case]] = defaultdict(list)
    for case in run.cases:
        if case.outcome == "left out":
            groups[" ".join(case.tags) or "without a tag"].append(case)
    return sorted(groups.items(), key=lambda group: -len(group[1]))


def failures(run: Run) -> list[tuple[str, list[Case]]]:
    """Group what failed by the message, as it is told, so that one cause is told once."""
    groups: dict[str, list[Case]] = defaultdict(list)
    for case in run.cases:
        if case.outcome in BAD:
            groups[gist(message(case.problems))].append(case)
    return list(groups.items())


def feature_names(run: Run) -> dict[str, str]:
    """Tell the name of each scenario's feature, by the scenario's identity."""
    return {
        case.identity: feature.name or feature.uri
        for feature in run.features
        for case in feature.cases
    }


def message(problems: Sequence[Played]) -> str:
    """Say in short why something failed."""
    if not problems:
        return "No step failed."
    problem = problems[0]
    text = problem.result.message.strip()
    return text or f"{problem.result.status.capitalize()}: {problem.step.text}"


def gist(text: str, lines: int = 3, width: int = 160) -> str:
    """Shorten a message to its beginning, and to the first row that differs if any was seen."""
    kept = text.partition("\n\n")[0].split("\n")
    more = len(kept) > lines or any(len(line) > width for line in kept)
    begins = "\n".join(line[:width] for line in kept[:lines]) + (" …" if more else "")
    return "\n".join(filter(None, [begins, _first_difference(text)[: 2 * width]]))


def _first_difference(text: str) -> str:
    found = compare(text)
    if not (found and found.expected_table and found.seen_table and any(found.seen_table.rows)):
        return ""
    rows = zip(found.expected_table.rows, found.seen_table.rows, strict=True)
    for number, sides in enumerate(rows, 1):
        if any(differs for side in sides for cell in side for _, differs in cell):
            expected, seen = (
                " | ".join(_plain(cell) for cell in side) or "nothing" for side in sides
            )
            return f"Row {number}: expected {expected}; seen {seen}."
    return ""


def _plain(cell: Pieces) -> str:
    return "".join(visible(text) if differs else text for text, differs in cell)


def told(changed: Changes) -> str:
    """Count what has changed."""
    counts: dict[str, Sequence[object]] = {
        "newly failing": changed.broke,
        "mended": changed.mended,
        "still failing": changed.still,
        "no longer played": changed.dropped,
        "played again": changed.resumed,
        "new": changed.new,
        "gone": changed.gone,
        "unstable": changed.unstable,
        "slower": changed.slower,
    }
    parts = [f"{len(cases)} {name}" for name, cases in counts.items() if cases]
    return ", ".join(parts) or ("nothing has changed" if changed.since else "")


def nothing_changed(run: Run, changed: Changes) -> str:
    """Say what it means that nothing has changed."""
    if changed.still:
        return f"Nothing: {len(changed.still)} still failing."
    outcomes = {*entry_of(run).counts, *(changed.since.counts if changed.since else ())}
    if outcomes == {"passed"}:
        return "Nothing: everything passed then, and passes now."
    return "Nothing broke, and nothing was mended."


def in_order(facts: Sequence[Fact]) -> list[Fact]:
    """Put first what a project tells of itself, and last what it is played with."""
    last = "played by", "on"
    return sorted(facts, key=lambda fact: (fact.name in last, not fact.setting))


def slowest(items: Iterable[Case | Group], most: int = 10) -> list[Case | Group]:
    """List what took the longest."""
    ran = [item for item in items if item.seconds >= 0.01]
    return sorted(ran, key=lambda item: -item.seconds)[:most]


def tags(run: Run) -> list[str]:
    """List all tags."""
    return sorted({tag for case in run.cases for tag in case.tags})


def highlighted(text: str, places: Sequence[tuple[int, int]]) -> Markup:
    """Set the arguments of a step apart."""
    parts, end = [], 0
    for start, stop in sorted(places):
        if end <= start < stop:
            parts += [escape(text[end:start]), Markup("<b>{}</b>").format(text[start:stop])]
            end = stop
    return Markup("").join([*parts, escape(text[end:])])


def placeholders(text: str) -> Markup:
    """Set the names of columns apart."""
    places = [found.span() for found in re.finditer(r"<[^<>]+>", text)]
    return highlighted(text, places)
