"""`python -m mutants.rules`: make each Rule false, and see whether a scenario of its own fails."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from gherkin.parser import Parser

from mutants.by_hand import by_rule
from mutants.judges import FEATURES
from mutants.mutant import Mutant
from mutants.scratch import Scratch
from proof.document import table, write_part

ROOT = Path(__file__).parents[1]


@dataclass(frozen=True)
class Rule:
    """A Rule of a feature, and the places of its scenarios: FILE:LINE."""

    file: str
    title: str
    scenarios: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.file}: {self.title}"


def main() -> int:
    """Try all Rules; return 1 if one has no fault, or no scenario that finds it."""
    try:
        faults = by_rule(ROOT)
    except ValueError as error:
        print(error, file=sys.stderr)
        return 1
    rules = list(rules_of(ROOT))
    with tempfile.TemporaryDirectory(prefix="rules-") as folder:
        copy = Scratch(ROOT, Path(folder))
        rows = [row for rule in rules if (row := _try(rule, faults, copy))]
    write_part("rules", "make rules", table(["rule", "made false by", "found by"], rows))
    return 1 if len(rows) < len(rules) or any("**" in row[2] for row in rows) else 0


def rules_of(root: Path) -> Iterator[Rule]:
    """Read the Rules of all features, in the order of their files."""
    for path in sorted((root / "features").glob("*.feature")):
        feature = Parser().parse(path.read_text(encoding="utf-8"))["feature"]
        file = path.relative_to(root).as_posix()
        for rule in (child["rule"] for child in feature["children"] if "rule" in child):
            scenarios = [child["scenario"] for child in rule["children"] if "scenario" in child]
            places = (f"{file}:{each['location']['line']}" for each in scenarios)
            yield Rule(file, rule["name"], tuple(places))


def _try(rule: Rule, faults: Mapping[str, Mutant], copy: Scratch) -> list[str] | None:
    """Play a Rule as it is, and with its fault; return the row that tells of it."""
    fault = faults.get(str(rule))
    if fault is None:
        print(f"{rule}: no fault of by_hand.txt makes it false", flush=True)
        return None
    judge = FEATURES[fault.file.split("/")[0]].only(rule.scenarios)
    if finding := copy.ask(judge):
        outcome = f"**red without the fault: {finding.by}**"
    else:
        with copy.with_fault(fault):
            outcome = "one of its scenarios" if copy.ask(judge) else "**nothing**"
    print(f"{rule}: {outcome}", flush=True)
    return [rule.title, f"{fault.file}: {fault.what}", outcome]


if __name__ == "__main__":
    sys.exit(main())
