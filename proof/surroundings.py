"""`python -m proof.surroundings`: try what surrounds a run, and write down what happened."""

from __future__ import annotations

import sys

from proof.document import write_part
from proof.outcomes import run_tests, table_of_promises

FOLDER = "tests/surroundings"


def main() -> int:
    """Run the command; return 1 if a test failed."""
    outcomes = run_tests(["-m", "surroundings", FOLDER])
    write_part("surroundings", "make proof", table_of_promises(FOLDER, outcomes))
    return 1 if any(outcome.failed for outcome in outcomes.values()) else 0


if __name__ == "__main__":
    sys.exit(main())
