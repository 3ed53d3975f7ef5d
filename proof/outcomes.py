"""The outcomes of tests, by name: how often each passed, failed, or could not be tried here."""

from __future__ import annotations

import ast
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree.ElementTree import Element, parse

from proof.document import ROOT, table


@dataclass
class Outcome:
    """The outcome of a test in all its cases; a reason for each that was not tried or failed."""

    passed: int = 0
    failed: list[str] = field(default_factory=list)
    not_tried: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        if self.failed:
            return f"**failed**: {self.failed[0]}"
        if self.not_tried:
            return f"not tried here: {self.not_tried[0]}"
        times = f" {self.passed} times" if self.passed > 1 else ""
        return f"passed{times}" if self.passed else "**did not run**"


def run_tests(arguments: Sequence[str], folder: str = ".") -> dict[str, Outcome]:
    """Run pytest in a folder of the project; return the outcomes by the tests' names."""
    with tempfile.TemporaryDirectory() as scratch:
        file = Path(scratch, "junit.xml")
        command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", f"--junitxml={file}"]
        subprocess.run([*command, *arguments], cwd=ROOT / folder, check=False)
        return read_outcomes(file)


def table_of_promises(folder: str, outcomes: Mapping[str, Outcome]) -> list[str]:
    """Tell what the tests of a folder do and promise, by their docstrings, and what happened."""
    rows = [
        [done, promised, outcomes.get(test, Outcome())]
        for test, done, promised in _promises(folder)
    ]
    return table(["what was done", "promised", "what happened"], rows)


def _promises(folder: str) -> Iterator[tuple[str, str, str]]:
    for file in sorted((ROOT / folder).glob("test_*.py")):
        for node in ast.parse(file.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
                done, _, promised = (ast.get_docstring(node) or "").partition(": ")
                yield node.name, done, promised.rstrip(".")


def read_outcomes(file: Path) -> dict[str, Outcome]:
    """Read a JUnit file of pytest's; it has none where pytest could not begin."""
    outcomes: dict[str, Outcome] = defaultdict(Outcome)
    for case in parse(file).iter("testcase") if file.exists() else ():  # noqa: S314 - pytest's own
        _add(outcomes[str(case.get("name")).partition("[")[0]], case)
    return outcomes


def _add(outcome: Outcome, case: Element) -> None:
    for kind, reasons in {
        "failure": outcome.failed,
        "error": outcome.failed,
        "skipped": outcome.not_tried,
    }.items():
        if (found := case.find(kind)) is not None:
            reasons.append(str(found.get("message")).partition("\n")[0])
            return
    outcome.passed += 1
