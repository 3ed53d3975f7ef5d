"""`python -m proof.bad_input`: make up inputs that nobody meant, and write down what happened."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence

from proof.document import write_part
from proof.outcomes import run_tests, table_of_promises

FOLDER = "tests/bad_input"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; return 1 if a test failed."""
    parser = argparse.ArgumentParser(prog="python -m proof.bad_input", description=__doc__)
    parser.add_argument("--examples", type=int, default=2_000, metavar="N", help="for each test")
    parser.add_argument("--seed", type=int, default=1, metavar="N")
    asked = parser.parse_args(arguments)
    os.environ["EXAMPLES"] = str(asked.examples)
    outcomes = run_tests([f"--hypothesis-seed={asked.seed}", FOLDER])
    command = f"python -m proof.bad_input --examples {asked.examples} --seed {asked.seed}"
    write_part("bad input", command, table_of_promises(FOLDER, outcomes))
    return 1 if any(outcome.failed for outcome in outcomes.values()) else 0


if __name__ == "__main__":
    sys.exit(main())
