"""`python -m proof.threats`: run what holds each threat, and write down what happened."""

from __future__ import annotations

import re
import sys
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from proof.document import ROOT, table, write_part
from proof.outcomes import Outcome, run_tests


@dataclass(frozen=True)
class Threat:
    """A threat, and the test that holds it: `name` in `file`, a module or a feature."""

    what: str
    file: str
    name: str

    @property
    def folder(self) -> str:
        """The folder that its tests run in: that of a package, or the project's root."""
        return "/".join(self.file.split("/")[:2]) if self.file.startswith("packages/") else "."


def main() -> int:
    """Run the command; return 1 if a threat is not held."""
    threats = list(read_threats((ROOT / "SECURITY.md").read_text(encoding="utf-8")))
    modules: dict[str, set[str]] = defaultdict(set)
    for threat in threats:
        if threat.file.endswith(".py"):
            modules[threat.folder].add(
                f"{threat.file.removeprefix(threat.folder + '/')}::{threat.name}"
            )
    outcomes = {
        folder: run_tests(["-m", "", *sorted(tests)], folder)
        for folder, tests in sorted(modules.items())
    }
    rows = [[threat.what, f"`{threat.name}`", _outcome(threat, outcomes)] for threat in threats]
    write_part("threats", "make proof", table(["threat", "held by", "what happened"], rows))
    return 1 if any("**" in str(row[2]) for row in rows) else 0


def read_threats(text: str) -> Iterator[Threat]:
    """Read the rows of SECURITY.md."""
    for what, file, name in re.findall(
        r"^\| (.+?) \| `(.+?)(?:::|: )(.+)` \|$", text, re.MULTILINE
    ):
        yield Threat(what, file, name)


def _outcome(threat: Threat, outcomes: dict[str, dict[str, Outcome]]) -> str:
    if threat.file.endswith(".feature"):
        return "see the features"
    return str(outcomes[threat.folder].get(threat.name, Outcome()))


if __name__ == "__main__":
    sys.exit(main())
