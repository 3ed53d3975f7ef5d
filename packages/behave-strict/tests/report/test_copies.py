"""A step or hook that copies its process by os.fork: the run goes on once."""

from __future__ import annotations

from typing import Any

import pytest

FORK = """\
import os, sys


def fork(ending):
    copy = os.fork()
    if not copy:
        exec(ending)
    elif os.waitpid(copy, 0)[1] and "raise" in ending:
        assert "the copy" == "well"
"""
STEPS = """\
from behave import then


@then("all is well")
def then_all_is_well(context):
    {}
"""
FEATURE = """\
Feature: Copies

  Scenario: One
    Then all is well

  Scenario: Two
    Then all is well
"""
ENDINGS = ["pass", "raise ValueError('in the copy')", "sys.exit(0)", "os._exit(0)"]


@pytest.mark.parametrize("jobs", ["1", "2"])
@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize("where", ["step", "hook"])
def test_the_run_goes_on_once(project: Any, where: str, ending: str, jobs: str) -> None:
    call = f"__import__('forking').fork({ending!r})"
    step, hook = (call, "pass") if where == "step" else ("pass", call)
    project.write("forking.py", FORK).write("steps/steps.py", STEPS.format(step))
    project.write("environment.py", f"def after_scenario(c, s):\n    {hook}\n")
    project.write("features/a.feature", FEATURE).run("-j", jobs)

    assert project.output.count("2 scenarios: ") == 1
    assert len(project.all("testRunFinished")) == 1
    assert project.exit_code == ("raise" in ending)
    assert ("A copy of the run, made by os.fork in" in project.output) == (ending != "os._exit(0)")
