"""The judges of a mutant: the suite in its different views, and the unit tests."""

from __future__ import annotations

import sys
from dataclasses import dataclass, replace

BEHAVE = (sys.executable, "-m", "behave", "--stop")
PYTEST = (sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider")


@dataclass(frozen=True)
class Judge:
    """A command that ends with another code than 0 if it finds the fault; `name` heads a column.

    It runs in `folder`, from the project's root.
    """

    name: str
    command: tuple[str, ...]
    folder: str = "."

    @property
    def plays_scenarios(self) -> bool:
        """True if the command is behave's."""
        return self.command[: len(BEHAVE)] == BEHAVE

    def only(self, scenarios: tuple[str, ...]) -> Judge:
        """Return the same judge for these scenarios alone, each as FILE:LINE."""
        return replace(self, command=(*self.command, *scenarios))

    def tagged(self, tags: str) -> Judge:
        """Return the same judge for the scenarios with these tags alone."""
        return replace(self, command=(*self.command, f"--tags={tags}"))


def unit_tests(*tests: str, folder: str = ".") -> Judge:
    """Return the judge that runs these unit tests."""
    return Judge("unit tests", (*PYTEST, *tests), folder)


STUB = Judge("stub", BEHAVE)
LIVE = Judge("live", (*BEHAVE, "-D", "products=live"))
FEATURES = {"overview_service": STUB, "products_service": LIVE}
WEB_PAGE = Judge("browser", BEHAVE).tagged("@browser")
WEB_PAGE_LIVE = Judge("browser", LIVE.command).tagged("@browser")
BROWSER = Judge("browser", (*BEHAVE, "-D", "view=browser")).tagged("not @browser")
OVERVIEW_TESTS = unit_tests(
    "tests/overview_service", "tests/test_logs.py", "tests/test_real_overview.py"
)
PRODUCTS_TESTS = unit_tests(
    "tests/products_service", "tests/test_logs.py", "tests/test_real_products.py"
)

# In this order, each judge sees what those before it have not found. Whatever needs the browser
# comes last, as it takes longest; but first for what only a browser shows.
ON_STUB, ON_LIVE = STUB.tagged("not @browser"), LIVE.tagged("not @browser")
OF_THE_PAGE = (WEB_PAGE, ON_STUB, OVERVIEW_TESTS, BROWSER)
SERVICES = {
    "overview_service/static": OF_THE_PAGE,
    "overview_service/templates": OF_THE_PAGE,
    "overview_service/web_page.py": OF_THE_PAGE,
    "overview_service": (ON_STUB, OVERVIEW_TESTS, WEB_PAGE, BROWSER),
    "products_service": (ON_LIVE, PRODUCTS_TESTS, WEB_PAGE_LIVE),
}

SUPPORT_TESTS = unit_tests("tests/support")
BEHAVE_STRICT = "packages/behave-strict"
BEHAVE_STRICT_TESTS = unit_tests(
    *("tests/test_false_green.py", "tests/test_lint.py", "tests/test_runner.py"),
    *("tests/gherkin", "tests/kit", "tests/report"),
    folder=BEHAVE_STRICT,
)
WIREMOCK_STRICT = "packages/wiremock-strict"
WIREMOCK_STRICT_TESTS = unit_tests("tests", folder=WIREMOCK_STRICT)
OF_CONTRACT = ("contract_documents", "contract_requests", "contract_responses", "coverage")
CONTRACT_TESTS = unit_tests(
    *(f"tests/test_{name}.py" for name in OF_CONTRACT), folder=WIREMOCK_STRICT
)
RULES_TESTS = unit_tests(
    "tests/test_rules.py", "tests/test_journal.py", "tests/test_stubs.py", folder=WIREMOCK_STRICT
)

# The checks have no judges but unit tests; those nearest to a check come first.
CHECKS = {
    "support/judging": (unit_tests("tests/support/judging"), SUPPORT_TESTS),
    "support/overview": (unit_tests("tests/support/overview"), SUPPORT_TESTS),
    "support/products": (unit_tests("tests/support/products"), SUPPORT_TESTS),
    f"{BEHAVE_STRICT}/src/behave_strict/gherkin": (
        unit_tests("tests/gherkin", folder=BEHAVE_STRICT),
        BEHAVE_STRICT_TESTS,
    ),
    f"{BEHAVE_STRICT}/src/behave_strict/lint": (
        unit_tests("tests/test_lint.py", folder=BEHAVE_STRICT),
        BEHAVE_STRICT_TESTS,
    ),
    f"{BEHAVE_STRICT}/src/behave_strict/requirements.py": (BEHAVE_STRICT_TESTS,),
    f"{BEHAVE_STRICT}/src/behave_strict/selection.py": (BEHAVE_STRICT_TESTS,),
    f"{BEHAVE_STRICT}/src/behave_strict/endings.py": (BEHAVE_STRICT_TESTS,),
    f"{BEHAVE_STRICT}/src/behave_strict/outcomes.py": (BEHAVE_STRICT_TESTS,),
    f"{WIREMOCK_STRICT}/src/wiremock_strict/openapi": (CONTRACT_TESTS, WIREMOCK_STRICT_TESTS),
    f"{WIREMOCK_STRICT}/src/wiremock_strict/journal.py": (RULES_TESTS, WIREMOCK_STRICT_TESTS),
    f"{WIREMOCK_STRICT}/src/wiremock_strict/rules.py": (RULES_TESTS, WIREMOCK_STRICT_TESTS),
    f"{WIREMOCK_STRICT}/src/wiremock_strict/stubs.py": (RULES_TESTS, WIREMOCK_STRICT_TESTS),
    f"{WIREMOCK_STRICT}/src/wiremock_strict/under_test/rules.py": (
        unit_tests("tests/under_test", folder=WIREMOCK_STRICT),
        WIREMOCK_STRICT_TESTS,
    ),
}


def judges_of(file: str) -> tuple[Judge, ...]:
    """Return the judges of a fault in this file.

    Raises ValueError if it has none.
    """
    for place, judges in {**SERVICES, **CHECKS}.items():
        if file == place or file.startswith(f"{place}/"):
            return judges
    raise ValueError(f"{file} has no judge; mutants/judges.py lists what has.")
