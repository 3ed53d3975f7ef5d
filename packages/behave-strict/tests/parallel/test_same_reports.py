"""A run by several workers leaves the same console, messages, page and JUnit file as by one."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Any

import pytest

from .projects import CONFIGURATION, plain, without_times

ENVIRONMENT = """
import json
from behave import fixture, use_fixture
from behave.contrib.scenario_autoretry import patch_scenario_with_autoretry
from behave_strict import Failed

@fixture
def lamp(context):
    context.lamp = "on"
    yield
    context.lamp = "off"

def before_all(context):
    print("the shop opens")
    context.attach("application/x.facts+json", json.dumps({"shop": "open"}).encode())

def before_tag(context, tag):
    if tag == "fixture.lamp":
        use_fixture(lamp, context)

def before_feature(context, feature):
    context.opened = feature.name
    if "unable" in feature.tags:
        raise RuntimeError("the lights are out")
    if "closed" in feature.tags:
        feature.skip("closed today")
    for scenario in feature.walk_scenarios():
        if "again" in scenario.effective_tags:
            patch_scenario_with_autoretry(scenario, max_attempts=3)

def after_feature(context, feature):
    if "untidy" in feature.tags:
        raise RuntimeError("the floor is wet")

def before_rule(context, rule):
    if "unable" in rule.tags:
        raise RuntimeError("the rule has no lights")

def before_scenario(context, scenario):
    print("begins", scenario.name)
    if "broken" in scenario.tags:
        raise RuntimeError("the hook broke")
    if "blind" in scenario.tags:
        scenario.skip("there is no browser")
    if "leaky" in scenario.tags:
        context.add_cleanup(leak)

def after_scenario(context, scenario):
    if "strict" in scenario.tags:
        raise Failed("nothing matched colour=red")
    if "lazy" in scenario.tags:
        context.attach("text/plain", b"late")

def after_all(context):
    print("the shop closes")

def leak():
    raise RuntimeError("the cleanup broke")
"""
STEPS = """
from behave import given, then, when

tries = []

class Odd(Exception):
    def __init__(self, one, two):
        super().__init__(one)
        self.two = lambda: two

    def __str__(self):
        return "odd, and no pickle takes it"

@given('{count:d} of "{name}"')
def holds(context, count, name):
    print("put there", count)
    context.attach("text/x.cucumber.log+plain", f"{count} put there".encode())

@given("the shelf holds:")
def holds_these(context):
    assert context.table

@when("the reader reads")
def reads(context):
    context.attach('image/png; name="shelf"', b"\\x89PNG")

@then("it is well")
def well(context):
    assert context.opened

@then("the lamp is on")
def lamp_is_on(context):
    assert context.lamp == "on"

@then("it is red")
def red(context):
    print("seen", context.opened)
    assert False, "Expected: <b>\\U0001f600"

@then("it breaks")
def breaks(context):
    try:
        {"é": 1}["missing"] + 1
    except KeyError as error:
        raise Odd(1, 2) from error

@then("it is well at the second try")
def second(context):
    tries.append(1)
    assert len(tries) > 1, "not yet"

@then("the other steps are skipped")
def skips(context):
    context.scenario.skip("nobody is there")

@then("it uses other steps")
def others(context):
    context.execute_steps("Then it is well\\nAnd it is red")
"""
SHOP = """
Feature: Zebra
  Background:
    Given 2 of "toys"

  Rule: A rule holds
    Background:
      Given the shelf holds:
        | name |
        | Lamp |

    @fixture.lamp
    Scenario: Under a rule
      When the reader reads
      Then the lamp is on

    Scenario Outline: A shelf with <count>
      Given <count> of "x"
      Then it is <end>

      Examples: two
        | count | end  |
        | 1     | well |
        | 3     | red  |

  @unable
  Rule: Another rule
    Scenario: Under the other rule
      Then it is well
"""
FEATURES = {
    "zebra": SHOP,
    "apple": """
Feature: Apple
  Scenario: Failed
    Then it is red
    And it is well

  Scenario: Undefined
    When the reader flies
    Then it is well

  Scenario: Broken step
    Then it breaks

  @broken
  Scenario: Broken hook
    Then it is well

  @strict
  Scenario: Strict
    Then it is well

  @leaky
  Scenario: Leaky
    Then it is well

  @blind
  Scenario: Skipped
    Then it is well
    And it is well

  @lazy
  Scenario: Lazy
    Then it is well

  @again
  Scenario: Tried again
    Then it is well at the second try

  Scenario: Left halfway
    Then it is well
    And the other steps are skipped
    And it is red

  Scenario: Nested
    Then it uses other steps
""",
    "bear": """
@unable
Feature: Bear
  Scenario: Unable
    Then it is well
""",
    "cat": """
@untidy
Feature: Cat
  Scenario: Tidy
    Then it is well
""",
    "dog": """
@closed
Feature: Dog
  Scenario: Closed
    Then it is well
""",
}
FORMATS = [f"-f{name} -o{name}.txt" for name in ("plain", "progress3", "json", "rerun")]


@pytest.fixture(scope="module", params=["", "scenario"])
def both(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, new_project: Any
) -> tuple[Any, Any]:
    """The same project, played by one process and by three workers."""
    folder = tmp_path_factory.mktemp("both")
    setting = f'\n[tool.behave_strict]\nparallel = "{request.param}"\n' if request.param else ""
    runs = []
    for jobs in (1, 3):
        project = new_project(folder / "shop").write("pyproject.toml", CONFIGURATION + setting)
        project.write("environment.py", ENVIRONMENT).write("steps/steps.py", STEPS)
        for name, text in FEATURES.items():
            project.write(f"features/{name}.feature", text)
        options = " ".join(FORMATS).split()
        # Else standard output waits in a buffer, and standard error overtakes it.
        unbuffered = {"PYTHONUNBUFFERED": "1"}
        project.run(f"-j{jobs}", "--junit", "--junit-directory=junit", *options, **unbuffered)
        shutil.move(folder / "shop", folder / str(jobs))
        project.folder = folder / str(jobs)
        runs.append(project)
    return runs[0], runs[1]


def test_exit_code_and_console(both: tuple[Any, Any]) -> None:
    one, three = both
    # By one process each attempt at a scenario is told of at once; by several, only the last.
    told = one.output.replace("failed  features/apple.feature:36  Tried again\n", "", 1)
    output, gain = re.subn("3 workers played .* s in all.\n", "", three.output)
    assert gain == 1
    assert without_times(output) == without_times(told)
    assert three.exit_code == one.exit_code == 1


def test_messages(both: tuple[Any, Any]) -> None:
    one, three = both
    assert plain(three.messages) == plain(one.messages)


def test_junit(both: tuple[Any, Any]) -> None:
    one, three = (without_times(Path(p.folder, "reports/behave.xml").read_text()) for p in both)
    assert three == one


def test_page(both: tuple[Any, Any]) -> None:
    one, three = (_headings(without_times(project.page)) for project in both)
    assert three == one


@pytest.mark.parametrize("name", ["plain", "progress3", "json", "rerun"])
def test_formats_of_behave(both: tuple[Any, Any], name: str) -> None:
    one, three = (Path(project.folder, f"{name}.txt").read_text() for project in both)
    one, three = (re.sub(r'"duration": [0-9.e-]+', "", text) for text in (one, three))
    assert without_times(three) == without_times(one)


def test_junit_of_behave(both: tuple[Any, Any]) -> None:
    one, three = both
    for file in Path(one.folder, "junit").iterdir():
        other = Path(three.folder, "junit", file.name).read_text()
        assert without_times(other) == without_times(file.read_text())


def _headings(page: str) -> list[str]:
    """Headings and outcomes; of durations a page shows only those that are long enough."""
    return re.findall(r"<h4>.*?</h4>|<em.*?</em>", page, re.S)
