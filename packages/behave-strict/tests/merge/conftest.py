"""A project with one of everything, played whole and in shards."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any

import pytest

CONFIGURATION = """
[tool.behave]
runner = "behave_strict:Runner"
paths = ["features"]
capture_hooks = false

[tool.behave_strict]
title = "One of everything"
off = ["needs-when", "needs-then", "one-when"]

[tool.behave_strict.facts]
database = "none"
"""
EVERYTHING = {
    "pyproject.toml": CONFIGURATION,
    "environment.py": """
import json

from behave_strict import Failed


def before_all(context):
    context.counts = set()
    context.attach("application/x.facts+json", json.dumps({"browser": "none"}))


def before_feature(context, feature):
    if "unable" in feature.tags:
        raise RuntimeError("the lights are out")


def before_tag(context, tag):
    if tag == "blind":
        context.scenario.skip("there is no browser")


def before_scenario(context, scenario):
    if "broken" in scenario.tags:
        raise RuntimeError("the hook broke")


def after_scenario(context, scenario):
    if scenario.status == "failed":
        context.attach('text/plain; name="log lines"', "one\\ntwo")
    if "strict" in scenario.tags:
        raise Failed("nothing matched colour=red")


def after_all(context):
    parts = {str(count): count in context.counts for count in (1, 2, 3, 70, 71, 99)}
    context.attach("application/x.covered+json", json.dumps({"Counts on shelves": parts}))
""",
    "steps/steps.py": """
from behave import given, register_type, then, when

register_type(Number=int)


@given('the shelf holds {count:Number} of "{name}"')
def holds(context, count, name):
    context.counts.add(count)
    context.attach("text/x.cucumber.log+plain", f"{count} put there")


@given("the shelf holds:")
def holds_these(context):
    assert context.table


@when("the reader reads:")
def reads(context):
    context.attach("image/png; name=shelf", b"\\x89PNG")
    context.attach("application/zip; name=box.zip", b"PK")


@then("it is well")
def well(context):
    assert context


@then("it is red")
def red(context):
    assert False, "Expected: <1> but: was <2>"


@then("it breaks")
def breaks(context):
    context.attach("text/plain", b"\\xff is no UTF-8")
    {}["missing"]


@then("it is to do")
def to_do(context):
    raise NotImplementedError("later")
""",
    "features/README.md": "1. [Last](zebra.feature)\n2. [First](apple.feature)\n",
    "features/zebra.feature": """\
@smoke
Feature: Zebra
  A feature's prose.

  Background:
    Given the shelf holds 2 of "<b>Toys</b>"

  Rule: A rule holds

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

      Examples: few
        | count | end  |
        | 1     | well |
        | 3     | red  |

      Examples:
        | count | end  |
        | 70    | well |
        | 71    | well |
""",
    "features/apple.feature": """\
Feature: Apple

  Scenario: Failed
    Then it is red
    And it is well

  Scenario: Broken step
    Then it breaks

  Scenario: To do
    Then it is to do

  @broken
  Scenario: Broken hook
    Then it is well

  @strict
  Scenario: Strict
    Then it is well

  @blind
  Scenario: Skipped
    Then it is well
    And it is well
""",
    "features/bear.feature": """\
@unable
Feature: Bear
  Scenario: Unable
    Then it is well

  Scenario: Just as unable
    Then it is well
""",
}
TOTAL = 5


def make(folder: Path, new_project: Any) -> Any:
    """Write the project."""
    project = new_project(folder)
    for path, text in EVERYTHING.items():
        project.write(path, text)
    return project


@pytest.fixture(scope="session")
def played(tmp_path_factory: pytest.TempPathFactory, new_project: Any) -> Any:
    """The project, played whole (`project.whole` is what that printed), and in five shards."""
    project = make(tmp_path_factory.mktemp("everything"), new_project)
    git(project.folder, "init")
    git(project.folder, "add", ".")
    git(project.folder, "commit", "-m", "All")
    project.whole = project.run().output
    for number in range(1, TOTAL + 1):
        project.run("-D", f"shard={number}/{TOTAL}")
        assert f"This is shard {number} of {TOTAL}" in project.output, project.output
    return project


def git(folder: Path, *arguments: str) -> None:
    author = ["-c", "user.name=A", "-c", "user.email=a@b.example"]
    subprocess.run(["git", *author, *arguments], cwd=folder, check=True, capture_output=True)


def shard(number: int, total: int = TOTAL) -> str:
    """Name the messages of a shard."""
    return f"reports/shard-{number}-of-{total}/behave.ndjson"
