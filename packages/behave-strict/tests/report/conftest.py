"""Projects that break every rule of the lint, for the reports: they run by ReportingRunner."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

CONFIGURATION = """
[tool.behave]
runner = "behave_strict:ReportingRunner"
paths = ["features"]
summary = false
show_snippets = false
"""

MIXTURE = {
    "environment.py": """
def before_feature(context, feature):
    if "unable" in feature.tags:
        raise RuntimeError("the lights are out")

def before_scenario(context, scenario):
    if "broken" in scenario.tags:
        raise RuntimeError("the hook broke")
    if "blind" in scenario.tags:
        scenario.skip("there is no browser")
    if "leaky" in scenario.tags:
        context.add_cleanup(leak)

def after_scenario(context, scenario):
    if scenario.status == "failed":
        context.attach('text/plain; name="log lines"', "one\\ntwo")
    if "strict" in scenario.tags:
        raise AssertionError("nothing matched colour=red")

def leak():
    raise RuntimeError("the cleanup broke")
""",
    "steps/steps.py": """
from behave import given, then, when

@given('the shelf holds {count:d} of "{name}"')
def holds(context, count, name):
    context.attach("text/x.cucumber.log+plain", f"{count} put there")

@given("the shelf holds:")
def holds_these(context):
    assert context.table

@when("the reader reads:")
def reads(context):
    context.attach("image/png; name=shelf", b"\\x89PNG")

@then("it is well")
def well(context):
    pass

@then("it is red")
def red(context):
    assert False, "Expected: </script><!-- \\x07 \\ud800 \\U0001f600"

@then("it breaks")
def breaks(context):
    context.attach("text/plain", b"\\xff is no UTF-8")
    {}["missing"]
""",
    "features/README.md": "1. [Last](zebra.feature)\n2. [First](apple.feature)\n",
    "features/zebra.feature": """
@smoke
Feature: Zebra
  A feature's prose.

  Background:
    Given the shelf holds 2 of "😀 <b>Toys</b>"

  Rule: A rule holds

    A rule's prose.

    Background:
      Given the shelf holds:
        | name      | price |
        | Desk Lamp | 24.50 |

    @narrow
    Scenario: Under a rule
      When the reader reads:
        \"\"\"
        a text
        \"\"\"
      Then it is well

    Scenario Outline: A shelf with <count>
      Given the shelf holds <count> of "x"
      Then it is <end>

      Examples: two
        | count | end  |
        | 1     | well |
        | 3     | red  |
""",
    "features/apple.feature": """
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
""",
    "features/bear.feature": """
@unable
Feature: Bear
  Scenario: Unable
    Then it is well
""",
}


@pytest.fixture(scope="session")
def node_modules() -> Path:
    """The node_modules of a folder above, which has the schema of the messages."""
    folders = (folder / "node_modules" for folder in Path(__file__).parents)
    found = next((f for f in folders if (f / "@cucumber/messages").is_dir()), None)
    return found or pytest.skip("there is no @cucumber/messages; run npm ci")


def small(project: Any) -> Any:
    """Configure a project."""
    return project.write("pyproject.toml", CONFIGURATION)


@pytest.fixture
def project(tmp_path: Path, new_project: Any) -> Any:
    """A project with one step, `it is well`, and no feature yet."""
    step = "from behave import then\n\n@then('it is well')\ndef it_is_well(context):\n    pass\n"
    return small(new_project(tmp_path)).write("steps/steps.py", step)


@pytest.fixture(scope="session")
def mixture(tmp_path_factory: pytest.TempPathFactory, new_project: Any) -> Any:
    """A run with a scenario of each kind, in features that have an order of their own."""
    project = small(new_project(tmp_path_factory.mktemp("mixture")))
    for path, text in MIXTURE.items():
        project.write(path, text)
    return project.run()
