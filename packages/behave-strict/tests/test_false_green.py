"""A project of two features, configured by its runner alone: every kind of false green is red."""

from __future__ import annotations

from typing import Any, NamedTuple

import pytest

BEFORE = "def before_scenario(context, scenario):\n    "
AFTER = "from behave_strict import Failed\n\n\ndef after_scenario(context, scenario):\n    "
ADDED = """\
from behave.parser import parse_feature

TEXT = "Feature: Other\\n  Scenario: Made up\\n    When a reader borrows \\"Emma\\"\\n    Then the loan is granted"


def {hook}(context, *args):
    features = [context.feature] if context.feature else context._runner.features
    for feature in features:
        if not any(scenario.name == "Made up" for scenario in feature.run_items):
            (scenario,) = parse_feature(TEXT).scenarios
            scenario.feature = feature
            feature.add_scenario(scenario)
"""
STATUS = """\
from behave.model_type import Status


def before_step(context, step):
    if step.step_type == "then":
        context.granted = not context.granted


def after_step(context, step):
    step.set_status(Status.passed)
"""


class Break(NamedTuple):
    """How the project is broken (file, old text, new text), and what must be said."""

    path: str
    old: str
    new: str
    said: str
    arguments: tuple[str, ...] = ()


LEND, RETURN, CODE = "features/lending.feature", "features/returning.feature", "steps/books.py"
HOOKS = "environment.py"

BREAKS = {
    "nothing selected": Break(HOOKS, "", "", "is selected", ("--name=A book", "--tags=not @slow", "--exclude=lend")),
    "an unknown tag": Break(HOOKS, "", "", "no scenario has the tag @slwo", ("--tags=not @slwo",)),
    "an undefined step": Break(LEND, "loan is granted", "loan is given", "is not defined"),
    "an ambiguous step": Break(CODE, '@then("the loan is refused")', '@then("the loan is {x}")', "ambiguous"),
    "an empty scenario": Break(LEND, "  Rule:", "  Scenario: Later\n\n  Rule:", "has no steps"),
    "an outline without rows": Break(RETURN, "      | intact  |\n      | damaged |\n", "", "no rows"),
    "prose among steps": Break(LEND, 'lent\n      When a', 'lent\n      Whenn a', "is not allowed here"),
    "a mistyped first keyword": Break(LEND, 'Given "Emma"', 'Givn "Emma"', "is not a step"),
    "a swallowed scenario": Break(LEND, "Scenario: A book that", "Scenario A book that", "is not allowed here"),
    "a Then that checks nothing": Break(CODE, "assert context.granted", "pass", "checks nothing"),
    "a hook behave never calls": Break(HOOKS, "", "def after_scenaro(c, s):\n    raise Exception\n", "not a hook"),
    "a doc string in single quotes": Break(LEND, "granted\n", "granted\n      '''\n      a\n      '''\n", "Gherkin has no '''"),
    "no When": Break(LEND, '      Given "Emma" is lent\n      When a reader borrows "Emma"\n', "", "has no When"),
    "no Then": Break(LEND, "      Then the loan is refused\n", "", "has no Then"),
    "a verdict after the scenario": Break(HOOKS, "", AFTER + "raise Failed('twice')\n", "4 failed"),
    "a verdict with --stop": Break(HOOKS, "", AFTER + "raise Failed('twice')\n", "1 failed, 3 not run", ("--stop",)),
    "a skip without a reason": Break(HOOKS, "", BEFORE + "scenario.skip()\n", "skipped without a reason"),
    "everything skipped": Break(HOOKS, "", BEFORE + "scenario.skip('no time')\n", "nothing was tested"),
    "sys.exit(0) in a step": Break(CODE, "assert context.granted", "raise SystemExit(0)", "ended the run"),
    "a coroutine that a step returns": Break(CODE, "assert context.granted", "async def later(): assert False\n    return later()", "returned a coroutine, which never ran"),
    "a generator that a step returns": Break(CODE, "assert context.granted", "return (1 / 0 for _ in 'a')", "returned a generator, which never ran"),
    "steps that a hook takes away": Break(HOOKS, "", BEFORE + "scenario.steps = []\n", "passed without a step"),
    "a scenario that a hook adds": Break(HOOKS, "", ADDED.format(hook="before_feature"), 'added a scenario, "Made up"'),
    "a scenario that a hook adds late": Break(HOOKS, "", ADDED.format(hook="before_scenario"), 'added a scenario, "Made up"'),
    "a scenario that a hook adds to a worker": Break(HOOKS, "", ADDED.format(hook="before_feature"), 'added a scenario, "Made up"', ("-j", "2")),
    "a scenario that is added by all workers": Break(HOOKS, "", ADDED.format(hook="before_all"), 'added a scenario, "Made up"', ("-j", "2")),
    "a status that a hook sets": Break(HOOKS, "", STATUS, "the step failed, and counts as passed", ("--exclude=returning",)),
    "a run that a hook aborts": Break(HOOKS, "", BEFORE + "context.abort()\n", "aborted the run by context.abort()"),
    "a pending step": Break(CODE, "assert context.granted", "raise NotImplementedError", "1 error"),
    "a line beyond the end": Break(HOOKS, "", "", "the file has 14 lines", (f"{LEND}:99",)),
    "a setting that is not": Break("pyproject.toml", "paths", "paths", "did you mean most_steps?"),
}  # fmt: skip


def test_the_sound_project_is_green_and_leaves_its_reports(library: Any) -> None:
    library.run()

    assert library.exit_code == 0
    assert "\n4 scenarios: 4 passed, in " in library.output
    assert library.junit.get("tests") == "4"
    assert library.all("testRunFinished")[0]["success"] is True


@pytest.mark.parametrize("name", BREAKS)
def test_every_kind_of_false_green_is_red(library: Any, name: str) -> None:
    path, old, new, said, arguments = BREAKS[name]
    if name == "a setting that is not":
        library.configure("[tool.behave_strict]\nmost_stps = 3")
    elif old:
        library.change(path, old, new)
    else:
        library.write(path, new)
    library.run(*arguments)
    selects = arguments and arguments[0] not in ("--stop", "-j")
    library.reports = "reports/selection" if selects else "reports"

    assert library.exit_code == 1
    assert said in library.output
    assert "Traceback" not in library.output
    assert library.all("testRunFinished")[0]["success"] is False
    assert {"0"} != {library.junit.get("failures"), library.junit.get("errors")}
