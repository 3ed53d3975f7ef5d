"""The public ways to end a scenario and a run: Failed and Refused."""

from __future__ import annotations

from typing import Any

import pytest

TWO = """\
Feature: Two
  Scenario: First
    When it runs
    Then it is well

  Scenario: Second
    When it runs once more
    Then it is well
"""
STEPS = """\
from behave import then, when


@when("it runs")
@when("it runs once more")
def it_runs(context):
    context.ran = True


@then("it is well")
def it_is_well(context):
    assert context.ran
"""
HOOKS = """\
from behave_strict import Failed, Problem, Refused


def before_all(context):
    context.add_cleanup(print, "CLEANED UP")
    {before_all}


def {hook}(context, subject):
    if "First" in getattr(subject, "name", ""):
        {action}


def after_all(context):
    print("AFTER ALL")
"""


@pytest.fixture
def two(project: Any) -> Any:
    (project.folder / "features/asking.feature").unlink()
    (project.folder / "steps/shelf.py").unlink()
    return project.write("features/two.feature", TWO).write("steps/two.py", STEPS)


def hooks(hook: str = "after_scenario", action: str = "pass", before_all: str = "pass") -> str:
    return HOOKS.format(hook=hook, action=action, before_all=before_all)


@pytest.mark.parametrize("hook", ["before_scenario", "after_scenario"])
def test_failed_makes_the_scenario_fail_everywhere(two: Any, hook: str) -> None:
    two.write("environment.py", hooks(hook, 'raise Failed("seen twice")'))
    outcome = two.behave()

    assert outcome.code == 1
    assert outcome.summary.startswith("2 scenarios: 1 passed, 1 failed, in ")
    assert "failed  features/two.feature:2  First" in outcome
    assert "    seen twice" in outcome
    assert not any("HOOK-ERROR" in line or "Traceback" in line for line in outcome.lines)
    assert two.case("First").find("failure").get("message") == "seen twice"
    assert two.case("First").find("error") is None
    assert (two.junit.get("failures"), two.junit.get("errors")) == ("1", "0")
    assert two.all("testRunFinished")[0]["success"] is False


def test_failed_stops_a_run_that_is_to_stop(two: Any) -> None:
    two.write("environment.py", hooks(action='raise Failed("seen twice")'))
    outcome = two.behave("--stop")

    assert outcome.code == 1
    assert outcome.summary.startswith("2 scenarios: 1 failed, 1 not run, in ")


def test_failed_counts_as_failed_in_behaves_own_summary(two: Any) -> None:
    two.change("pyproject.toml", "summary = false", "summary = true")
    two.write("environment.py", hooks(action='raise Failed("seen twice")'))

    assert "1 scenario passed, 1 failed, 0 skipped" in two.behave("-f", "plain")


@pytest.mark.parametrize("hook", ["before_step", "after_step"])
def test_failed_in_a_hook_of_a_step_makes_the_step_fail(two: Any, hook: str) -> None:
    hook_of_step = hooks(hook, 'raise Failed("seen twice")').replace('"First"', '"it runs"')
    two.write("environment.py", hook_of_step)
    outcome = two.behave("features/two.feature:2")

    assert outcome.code == 1
    assert outcome.summary.startswith("1 scenario: 1 failed, in ")
    assert "    seen twice" in outcome


def test_another_exception_in_a_hook_is_an_error(two: Any) -> None:
    two.write("environment.py", hooks(action='raise ValueError("broken")'))
    outcome = two.behave()

    assert outcome.code == 1
    assert outcome.summary.startswith("2 scenarios: 1 passed, 1 error, in ")
    assert two.case("First").find("error") is not None


def test_an_error_beside_failed_stays_an_error(two: Any) -> None:
    both = hooks(action='raise Failed("seen twice")') + (
        "\n\ndef before_scenario(context, scenario):\n    context.add_cleanup(lambda: 1 / 0)\n"
    )
    two.write("environment.py", both)

    assert two.behave().summary.startswith("2 scenarios: 2 error, in ")


def test_failed_after_a_step_that_failed_stays_failed(two: Any) -> None:
    two.change("steps/two.py", "    assert context.ran", "    assert not context.ran, 'it ran'")
    two.write("environment.py", hooks(action='raise Failed("seen twice")'))
    outcome = two.behave("features/two.feature:2")

    assert outcome.summary.startswith("1 scenario: 1 failed, in ")
    assert "    it ran" in outcome
    assert "    seen twice" in outcome


def test_failed_under_a_formatter_of_behaves_is_told_by_behave(two: Any) -> None:
    two.write("environment.py", hooks(action='raise Failed("seen twice")'))
    outcome = two.behave("-f", "plain")

    assert outcome.code == 1
    assert "HOOK-ERROR in after_scenario: Failed: seen twice" in outcome


def test_refused_ends_the_run_before_it_begins(two: Any) -> None:
    refused = 'raise Refused(["No browser; install one.", Problem("-D x", 0, "no", "yes")])'
    two.write("environment.py", hooks(before_all=refused))
    outcome = two.behave()

    assert outcome.code == 1
    assert outcome.lines == [
        "No browser; install one.",
        "-D x: no; yes",
        "Nothing was run: 2 problems.",
        "USING RUNNER: behave_strict.runner:Runner",
        "CLEANED UP",
    ]


def test_reports_say_that_the_run_was_refused(two: Any) -> None:
    two.write("environment.py", hooks(before_all='raise Refused(["No browser."])'))
    two.behave()

    (case,) = two.junit.iter("testcase")
    assert case.get("name") == "the run was refused"
    assert case.find("error").get("message") == "No browser."
    assert two.all("testRunFinished")[0]["success"] is False
    assert two.all("testCase") == []


def test_refused_elsewhere_than_in_before_all_is_an_error(two: Any) -> None:
    two.write("environment.py", hooks(action='raise Refused(["No browser."])'))

    assert two.behave().summary.startswith("2 scenarios: 1 passed, 1 error, in ")
