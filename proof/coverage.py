"""`python -m proof.coverage`: measure how much of both services the features and unit tests reach.

Lines and branches are counted, in the processes of the services too.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from proof.document import ROOT, table, write_part

FEATURES = (("behave",), ("behave", "-D", "products=live"))
UNIT_TESTS = (
    ("pytest", "-q", "tests/overview_service", "tests/products_service", "tests/test_logs.py"),
    ("pytest", "-q", "tests/test_real_overview.py", "tests/test_real_products.py"),
)
HEADINGS = ("file", "by the features", "and by unit tests", "by nothing")
Command = tuple[str, ...]


class Reached(NamedTuple):
    """The share of a file that runs have reached, in percent, and the lines that none came to."""

    share: float
    missing: list[int]


def main() -> int:
    """Measure, and write the table; return 1 if nothing reaches some line, or a run is red."""
    with tempfile.TemporaryDirectory(prefix="coverage-") as folder:
        try:
            features = _measure(FEATURES, Path(folder))
            everything = _measure(UNIT_TESTS, Path(folder))  # added to what the features reach
        except subprocess.CalledProcessError as error:
            print(f"Nothing counts, as this is red: {' '.join(error.cmd)}", file=sys.stderr)
            return 1
    lines = table(HEADINGS, _rows(features, everything))
    print("\n".join(lines))
    write_part("coverage", "make coverage", lines)
    return 1 if any(reached.missing for reached in everything.values()) else 0


def _measure(commands: tuple[Command, ...], folder: Path) -> dict[str, Reached]:
    """Run the commands, add what they reach to what is known in `folder`, and return all of it."""
    for command in commands:
        _coverage(folder, "run", "-m", *command)
    _coverage(folder, "combine", "--append", "--quiet")
    report = folder / "coverage.json"
    _coverage(folder, "json", "--quiet", "-o", str(report))
    return read_report(json.loads(report.read_text(encoding="utf-8")))


def _coverage(folder: Path, *arguments: str) -> None:
    environment = {**os.environ, "COVERAGE_FILE": str(folder / "data")}
    command = [sys.executable, "-m", "coverage", *arguments]
    subprocess.run(command, cwd=ROOT, env=environment, check=True)


def read_report(report: Mapping[str, Any]) -> dict[str, Reached]:
    """Read coverage's own report in JSON, by file."""
    return {
        file: Reached(about["summary"]["percent_covered"], about["missing_lines"])
        for file, about in sorted(report["files"].items())
    }


def _rows(
    features: Mapping[str, Reached], everything: Mapping[str, Reached]
) -> Iterator[tuple[str, ...]]:
    for file, reached in everything.items():
        by_features = features[file].share if file in features else 0.0
        missing = f"**{', '.join(map(str, reached.missing))}**" if reached.missing else ""
        yield file, f"{by_features:.1f} %", f"{reached.share:.1f} %", missing


if __name__ == "__main__":
    sys.exit(main())
