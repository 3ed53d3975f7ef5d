"""The judges of a mutant: the suite in its different views, and the unit tests."""

from __future__ import annotations

import sys
from dataclasses import dataclass

BEHAVE = (sys.executable, "-m", "behave", "--stop")
PYTEST = (sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider")


@dataclass(frozen=True)
class Judge:
    """A command that ends with another code than 0 if it finds the fault; `name` heads a column."""

    name: str
    command: tuple[str, ...]

    @property
    def plays_scenarios(self) -> bool:
        """True if the command is behave's."""
        return self.command[: len(BEHAVE)] == BEHAVE

    def only(self, scenarios: tuple[str, ...]) -> Judge:
        """Return the same judge for these scenarios alone, each as FILE:LINE."""
        return Judge(self.name, (*self.command, *scenarios))


STUB = Judge("stub", BEHAVE)
LIVE = Judge("live", (*BEHAVE, "-D", "products=live"))
BROWSER = Judge("browser", (*BEHAVE, "-D", "view=browser"))
OVERVIEW_TESTS = Judge(
    "unit tests", (*PYTEST, "tests/overview_service", "tests/test_real_overview.py")
)
PRODUCTS_TESTS = Judge(
    "unit tests", (*PYTEST, "tests/products_service", "tests/test_real_products.py")
)

# In this order, each judge sees what those before it have not found. The unit tests come before
# the browser, which takes longest.
JUDGES = {
    "overview_service": (STUB, OVERVIEW_TESTS, BROWSER),
    "products_service": (LIVE, PRODUCTS_TESTS),
}


def judges_of(file: str) -> tuple[Judge, ...]:
    """Return the judges of a fault in this file."""
    return JUDGES[file.partition("/")[0]]
