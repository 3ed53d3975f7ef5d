"""`python -m behave_strict.lint`: prints a line for each problem of the project in this folder."""

from __future__ import annotations

import sys

from behave_strict.lint import check
from behave_strict.suite import RefusedError, load_here


def main() -> int:
    """Returns the exit code: 1 where there is a problem."""
    try:
        suite = load_here()
        problems = check(suite)
    except RefusedError as refused:
        problems = refused.problems
    for problem in problems:
        print(problem)
    if not problems:
        scenarios = sum(len(file.scenarios()) for file in suite.files)
        print(f"{scenarios} scenarios, {len(suite.definitions())} step definitions: no problems.")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
