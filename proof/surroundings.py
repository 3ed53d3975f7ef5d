"""`python -m proof.surroundings`: try what surrounds a run, and write down what happened."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator

from proof.document import ROOT, table, write_part
from proof.outcomes import run_tests

FOLDER = "tests/surroundings"


def main() -> int:
    """Run the command; return 1 if a test failed."""
    outcomes = run_tests(["-m", "surroundings", FOLDER])
    rows = [[done, promised, outcomes[test]] for test, done, promised in _tests()]
    headings = ["what was done", "promised", "what happened"]
    write_part("surroundings", "make proof", table(headings, rows))
    return 1 if any(outcome.failed for outcome in outcomes.values()) else 0


def _tests() -> Iterator[tuple[str, str, str]]:
    """Yield each test, with what it does and what it promises, by its docstring."""
    for file in sorted((ROOT / FOLDER).glob("test_*.py")):
        for node in ast.parse(file.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
                done, _, promised = (ast.get_docstring(node) or "").partition(": ")
                yield node.name, done, promised.rstrip(".")


if __name__ == "__main__":
    sys.exit(main())
