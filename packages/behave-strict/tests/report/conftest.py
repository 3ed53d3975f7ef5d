"""Small behave projects, run for real, and what they leave."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element, parse

import pytest

CONFIGURATION = """
[tool.behave]
runner = "behave_strict.report.runner:RecordedRunner"
paths = ["features"]
format = ["page", "junit-xml"]
outfiles = ["reports/acceptance.ndjson", "reports/junit.xml"]
default_format = "console"
summary = false
show_snippets = false

[tool.behave.formatters]
page = "behave_strict.report.page:PageFormatter"
junit-xml = "behave_strict.report.junit:JUnitFormatter"
console = "behave_strict.report.console:ConsoleFormatter"
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

@when("the shopper reads:")
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
      When the shopper reads:
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
    When the shopper flies
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


@dataclass
class Project:
    """A folder with a behave project."""

    folder: Path
    output: str = ""
    exit_code: int = -1

    def write(self, path: str, text: str) -> Project:
        file = self.folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
        return self

    def run(self, *arguments: str, **environment: str) -> Project:
        """Runs behave here; output holds what it wrote, standard error included."""
        done = subprocess.run(
            [sys.executable, "-m", "behave", *arguments],
            cwd=self.folder,
            env={**os.environ, **environment},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=60,
            check=False,
        )
        self.output, self.exit_code = done.stdout.decode("utf-8"), done.returncode
        return self

    @property
    def messages(self) -> list[dict[str, Any]]:
        file = self.folder / "reports" / "acceptance.ndjson"
        assert file.is_file(), self.output
        return [json.loads(line) for line in file.read_text("utf-8").splitlines()]

    def all(self, kind: str) -> list[Any]:
        return [message[kind] for message in self.messages if kind in message]

    @property
    def page(self) -> str:
        return (self.folder / "reports" / "acceptance.html").read_text("utf-8")

    @property
    def junit(self) -> Element:
        return parse(self.folder / "reports" / "junit.xml").getroot()

    def case(self, name: str) -> Element:
        return next(case for case in self.junit.iter("testcase") if case.get("name") == name)

    def scenario(self, name: str) -> Scenario:
        return Scenario(self, name)


@dataclass
class Scenario:
    """What the messages say of one scenario."""

    project: Project
    name: str

    def steps(self) -> Iterator[tuple[str, dict[str, Any], list[dict[str, Any]]]]:
        """The text of each step or the name of each hook, its result, its attachments."""
        every = self.project.all
        pickle = next(p for p in every("pickle") if p["name"] == self.name)
        case = next(case for case in every("testCase") if case["pickleId"] == pickle["id"])
        texts = {step["id"]: step["text"] for step in pickle["steps"]}
        hooks = {hook["id"]: hook["name"] for hook in every("hook")}
        for step in case["testSteps"]:
            text = texts.get(step.get("pickleStepId")) or hooks[step["hookId"]]
            ended = [f for f in every("testStepFinished") if f["testStepId"] == step["id"]]
            attached = [a for a in every("attachment") if a.get("testStepId") == step["id"]]
            yield text, ended[0]["testStepResult"], attached

    @property
    def results(self) -> list[tuple[str, str]]:
        return [(text, result["status"]) for text, result, _ in self.steps()]

    def message(self, text: str) -> str:
        return next(str(result["message"]) for t, result, _ in self.steps() if t == text)

    def attached(self, text: str) -> list[dict[str, Any]]:
        return next(attached for t, _, attached in self.steps() if t == text)


def new_project(folder: Path) -> Project:
    return Project(folder).write("pyproject.toml", CONFIGURATION)


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A project with one step, `it is well`, and no feature yet."""
    step = "from behave import then\n\n@then('it is well')\ndef it_is_well(context):\n    pass\n"
    return new_project(tmp_path).write("steps/steps.py", step)


@pytest.fixture(scope="session")
def mixture(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A run with a scenario of each kind, in features that have an order of their own."""
    project = new_project(tmp_path_factory.mktemp("mixture"))
    for path, text in MIXTURE.items():
        project.write(path, text)
    return project.run()
