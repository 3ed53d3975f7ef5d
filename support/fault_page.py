"""Makes docs/faults.md, every fault and its outcome, from the features: `-m support.fault_page`."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from gherkin.errors import ParserError
from gherkin.parser import Parser
from gherkin.pickles.compiler import Compiler

from support.errors import AcceptanceError
from support.products.faults import FAULTS

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs/faults.md"
FEATURES = [ROOT / "features/faults.feature", ROOT / "features/programs.feature"]
REMEDY = "`make faults` makes it anew"

SUBJECT, OFFERS = "the products service ", "the products service offers"
SHOPPER, STATUS, ASKED, LATER = "the shopper gets", "status", "asked", "come back in"
# The column that a Then belongs to, what it says, and how the page puts that.
OUTCOMES = [
    (SHOPPER, r'the shopper is told "(.+)"', "“{}”"),
    (SHOPPER, r'the shopper is first told "(.+)"', "first “{}”"),
    (SHOPPER, r"the overview shows, in this order:", "the products"),
    (SHOPPER, r"the overview then shows:", "then the products"),
    (STATUS, r"the answer has the status (\d+)", "{}"),
    (ASKED, r"the log tells that the products service was asked (\d+) x", "{} x"),
    (LATER, r"the answer asks to come back in (.+) seconds?", "{} s"),
    (LATER, r"the answer does not say when to come back", "not said"),
]
INTRODUCTION = """\
# Faults, and what comes of them

What the products service can do to the overview, in the words of the features, and what comes of
it. The headings are rules; the lines under them are scenarios, which every run plays. This page is
made by `make faults` from [faults.feature](../features/faults.feature), which is about shoppers,
and [programs.feature](../features/programs.feature), which is about programs: mend those, not this.

| column | tells |
|---|---|
| the shopper gets | what a person sees |
| status | what a program is answered |
| asked | how often the products service is asked, for one question of a shopper |
| come back in | what the program is told to wait, in `Retry-After` |

A cell is empty where no scenario is about it. The rule behind the statuses: no usable start of an
answer is 503; a start, but not a whole and true answer, is 502; time is always 504.
"""


class Played(NamedTuple):
    """One scenario: the Rule it stands under, what fails in it, and what its Thens say."""

    rule: str
    fault: str
    outcome: Mapping[str, str]


@dataclass
class Row:
    """A fault, the Rule that it first stands under, and its outcome by column."""

    rule: str
    outcome: dict[str, str] = field(default_factory=dict)


def page(features: Sequence[Path], faults: Iterable[str]) -> str:
    """The page, as Markdown.

    Raises AcceptanceError for a fault without an outcome, or with two that contradict each other,
    and for a feature that cannot be read.
    """
    rows = collect(scenario for feature in features for scenario in read(feature))
    told = {fault.split(", but only ")[0] for fault, row in rows.items() if row.outcome}
    if missing := [fault for fault in faults if fault not in told]:
        names = " and ".join(feature.name for feature in features)
        raise AcceptanceError(
            f"What comes of these faults is told by no scenario of {names}: {'; '.join(missing)}."
        )
    rules = list(dict.fromkeys(row.rule for row in rows.values()))
    return "\n".join([INTRODUCTION, *(line for rule in rules for line in section(rule, rows))])


def read(feature: Path) -> Iterator[Played]:
    """The scenarios of a feature in which the products service fails, an outline row by row.

    Those tagged @wip, which are not run, are left out.
    """
    try:
        document = Parser().parse(feature.read_text(encoding="utf-8"))
    except (OSError, ValueError, ParserError) as error:
        raise AcceptanceError(f"{feature} cannot be read: {error}") from None
    rules = rules_of(document)
    for pickle in Compiler().compile({**document, "uri": feature.name}):
        texts: dict[str, list[str]] = {"Context": [], "Action": [], "Outcome": []}
        for step in pickle["steps"]:
            texts[step["type"]].append(step["text"])
        fault = fault_of(texts["Context"])
        if fault and "@wip" not in (tag["name"] for tag in pickle["tags"]):
            rule = rules.get(pickle["astNodeIds"][0], feature.name)
            yield Played(rule, fault, outcome_of(texts["Outcome"]))


def rules_of(document: Any) -> dict[str, str]:
    """The Rule that each scenario stands under, by the scenario's id."""
    return {
        child["scenario"]["id"]: part["rule"]["name"]
        for part in (document.get("feature") or {}).get("children", [])
        for child in part.get("rule", {}).get("children", [])
        if "scenario" in child
    }


def fault_of(givens: Iterable[str]) -> str:
    """What fails, in the words of the Givens; empty if nothing does."""
    failing = [given for given in givens if not given.startswith(OFFERS)]
    if not any(given.startswith(SUBJECT) for given in failing):
        return ""
    return "; ".join(given.removeprefix(SUBJECT) for given in failing)


def outcome_of(thens: Iterable[str]) -> dict[str, str]:
    """What comes of it, by column."""
    cells: dict[str, list[str]] = {}
    for then in thens:
        for column, pattern, form in OUTCOMES:
            if found := re.fullmatch(pattern, then):
                cells.setdefault(column, []).append(form.format(*found.groups()))
    return {column: ", ".join(parts) for column, parts in cells.items()}


def collect(scenarios: Iterable[Played]) -> dict[str, Row]:
    """All that is told of each fault; raises AcceptanceError for a contradiction."""
    rows: dict[str, Row] = {}
    for rule, fault, outcome in scenarios:
        row = rows.setdefault(fault, Row(rule))
        for column, cell in outcome.items():
            if row.outcome.setdefault(column, cell) != cell:
                raise AcceptanceError(
                    f'Two scenarios tell different things of "{fault}" ({column}): '
                    f"{row.outcome[column]} and {cell}."
                )
    return rows


def section(rule: str, rows: Mapping[str, Row]) -> Iterator[str]:
    """The heading and the table of a Rule; what all its shoppers get is said above the table."""
    here = {fault: row.outcome for fault, row in rows.items() if row.rule == rule}
    columns = [
        column
        for column in (SHOPPER, STATUS, ASKED, LATER)
        if any(column in outcome for outcome in here.values())
    ]
    yield from (f"## {rule}", "")
    shared = {outcome.get(SHOPPER, "") for outcome in here.values()}
    if SHOPPER in columns and len(shared) == 1:
        columns.remove(SHOPPER)
        yield from (f"{SHOPPER.capitalize()}: {shared.pop()}", "")
    yield line(["the products service …", *columns])
    yield f"|{'---|' * (1 + len(columns))}"
    for fault, outcome in here.items():
        yield line([fault, *(outcome.get(column, "") for column in columns)])
    yield ""


def line(cells: Iterable[str]) -> str:
    """A row of a table."""
    escaped = (cell.replace("|", r"\|") for cell in cells)
    return f"| {' | '.join(escaped)} |"


def main(arguments: list[str]) -> int:
    """Write the page, or with --check tell whether it is out of date. Returns the exit code."""
    if arguments not in ([], ["--check"]):
        print("Nothing but --check can be asked for.", file=sys.stderr)
        return 2
    try:
        made = page(FEATURES, FAULTS)
    except AcceptanceError as error:
        print(error, file=sys.stderr)
        return 1
    if not arguments:
        PAGE.parent.mkdir(exist_ok=True)
        PAGE.write_text(made, encoding="utf-8")
    elif not PAGE.is_file() or PAGE.read_text(encoding="utf-8") != made:
        print(f"{PAGE.relative_to(ROOT)} is not what the features say; {REMEDY}.", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
