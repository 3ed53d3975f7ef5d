"""The page of each sample of the kit: complete, and with the outcomes that the messages tell."""

from __future__ import annotations

import re

import pytest
from behave_strict.page import read, read_file, render
from behave_strict.page.model import Run
from cucumber_compatibility_kit import CompatibilityKit

SAMPLES = {folder.name: folder for folder in sorted(CompatibilityKit().gherkin())}
# What Cucumber calls a failure is an error here, unless an expectation was not met.
COUNTS = {
    "all-statuses": {"passed": 1, "error": 4, "skipped": 1},
    "attachments": {"passed": 7, "error": 1},
    "empty": {"passed": 1},
    "examples-tables": {"passed": 5, "failed": 2},
    "examples-tables-undefined": {"error": 3},
    "global-hooks-beforeall-error": {"not run": 1},
    "hooks": {"passed": 1, "error": 1},
    "hooks-skipped": {"skipped": 3},
    "pending": {"error": 3},
    "retry": {"passed": 3, "error": 1},
    "rules": {"passed": 3},
    "skipped": {"skipped": 2},
    "test-run-exception": {"not run": 1},
}


def run_of(name: str) -> Run:
    return read(read_file(SAMPLES[name] / f"{name}.ndjson"))


@pytest.mark.parametrize("name", SAMPLES)
def test_the_page_shows_each_scenario_step_and_attachment(name: str) -> None:
    run, files = run_of(name), dict[str, bytes]()
    page = render(run, files=files)
    assert ("<title>✓" in page) is bool(run.success and run.counts["passed"])
    for case in run.cases:
        assert page.count(f'id="{case.identity}"') == 1
    attached = [a for c in run.cases for t in c.attempts for p in t.played for a in p.attachments]
    shown = page.count('<details class="E"') + page.count('class="file"')
    assert shown + page.count('class="same"') + page.count('class="command"') >= len(attached)


@pytest.mark.parametrize("name", COUNTS)
def test_outcomes_are_counted(name: str) -> None:
    assert run_of(name).counts == COUNTS[name]


def test_a_row_that_failed_is_marked_and_no_other() -> None:
    page = render(run_of("examples-tables"))
    marks = re.findall(r'<tr class="r (\w)" id="([^"]*)"', page)
    failed = [identity.rpartition(".")[2] for mark, identity in marks if mark == "f"]
    assert (len(marks), failed) == (7, ["12-20-0", "0-1-0"])


def test_each_attempt_is_there() -> None:
    page = render(run_of("retry"))
    assert page.count("Attempt 1: error") == 3
    assert page.count("Attempt 2: error") == 2


def test_the_exception_that_ended_a_run_is_told() -> None:
    assert '<pre class="why">Whoops!</pre>' in render(run_of("test-run-exception"))
