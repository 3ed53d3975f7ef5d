"""A small behave project in a folder of its own, and what a run of it leaves."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple, NoReturn
from xml.etree.ElementTree import Element, parse

import pytest
from behave.__main__ import main as behave_main
from behave.runner import the_step_registry
from behave_strict.cli import main as cli_main

ENDINGS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def _end(number: int, _: object) -> NoReturn:
    """End the tests as Ctrl-C does: every fixture cleans up, and pytest begins no other test."""
    raise KeyboardInterrupt(signal.Signals(number).name)


for _number in ENDINGS:
    signal.signal(_number, _end)

SETTINGS = """\
[tool.behave]
runner = "behave_strict:Runner"
paths = ["features"]
default_tags = ["not @wip"]
capture_hooks = false
show_snippets = false
summary = false

[tool.behave_strict.reports]
page = false

[tool.behave_strict.tags]
smoke = "a minute's worth"
wip = "not run by default"
"""

ENVIRONMENT = """\
from behave_strict import Failed, Refused


def before_all(context):
    context.shelf = None
"""

STEPS = """\
from behave import given, then, when


@given("the shelf holds:")
def given_the_shelf_holds(context):
    context.shelf = [row["book"] for row in context.table]


@when('the reader asks for "{book}"')
def when_the_reader_asks_for(context, book):
    context.found = book in context.shelf


@then("the answer is {answer}")
def then_the_answer_is(context, answer):
    assert context.found == (answer == "yes")
"""

FEATURE = """\
Feature: Asking for a book
  A reader asks, and is told.

  Background:
    Given the shelf holds:
      | book | year |
      | Emma | 1815 |

  Rule: What is on the shelf is found

    @smoke
    Scenario: A book that is there
      When the reader asks for "Emma"
      Then the answer is yes

    Scenario Outline: Asking for <book>
      When the reader asks for "<book>"
      Then the answer is <answer>

      Examples:
        | book | answer |
        | Emma | yes    |
        | Kim  | no     |
"""


LENDING = """\
Feature: Lending books
  Readers borrow what is on the shelf.

  Rule: A book is lent once

    Scenario: A book on the shelf
      Given the shelf holds "Emma"
      When a reader borrows "Emma"
      Then the loan is granted

    Scenario: A book that is lent
      Given "Emma" is lent
      When a reader borrows "Emma"
      Then the loan is refused
"""
RETURNING = """\
Feature: Returning books

  @slow
  Scenario Outline: A book comes back <state>
    Given "Emma" is lent
    When the reader returns "Emma" <state>
    Then the shelf holds "Emma"

    Examples:
      | state   |
      | intact  |
      | damaged |
"""
LIBRARY_STEPS = """\
from behave import given, then, when


@given('the shelf holds "{book}"')
def given_the_shelf_holds(context, book):
    context.shelf = {book}


@given('"{book}" is lent')
def given_it_is_lent(context, book):
    context.shelf = set()


@when('a reader borrows "{book}"')
def when_a_reader_borrows(context, book):
    context.granted = book in context.shelf


@when('the reader returns "{book}" {state}')
def when_the_reader_returns(context, book, state):
    context.shelf.add(book)


@then("the loan is granted")
def then_granted(context):
    assert context.granted


@then("the loan is refused")
def then_refused(context):
    assert not context.granted


@then('the shelf holds "{book}"')
def then_the_shelf_holds(context, book):
    assert book in context.shelf
"""


class Outcome(NamedTuple):
    """An exit code, and all lines that were printed."""

    code: int
    lines: list[str]

    def __contains__(self, line: object) -> bool:
        return line in self.lines

    @property
    def summary(self) -> str:
        """The line that counts the scenarios."""
        return next(line for line in self.lines if re.match("[0-9]+ scenarios?: ", line))


@dataclass
class Project:
    """A folder with a behave project.

    `behave` and `command` run in this process, which is fast; `run` in one of its own, and
    keeps `output` (standard error included) and `exit_code`.
    """

    folder: Path
    printed: Callable[[], list[str]] = list
    output: str = ""
    exit_code: int = -1
    reports: str = "reports"  # or "reports/selection", where a run of a selection leaves them

    def write(self, path: str, text: str) -> Project:
        """Make or replace a file."""
        file = self.folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
        return self

    def change(self, path: str, old: str, new: str) -> Project:
        """Replace a text that is there once."""
        text = (self.folder / path).read_text(encoding="utf-8")
        assert text.count(old) == 1, f"{old!r} is {text.count(old)} times in {path}"
        return self.write(path, text.replace(old, new))

    def append(self, path: str, text: str) -> Project:
        """Add to a file."""
        return self.write(path, (self.folder / path).read_text(encoding="utf-8") + text)

    def configure(self, text: str) -> Project:
        """Add to the configuration."""
        return self.append("pyproject.toml", f"\n{text}\n")

    def behave(self, *arguments: str) -> Outcome:
        """Run behave in this process."""
        return self._in_process(lambda: behave_main(["--no-color", *arguments]))

    def command(self, *arguments: str) -> Outcome:
        """Run `behave-strict` in this process."""
        return self._in_process(lambda: cli_main(arguments))

    def lint(self) -> Outcome:
        """Run `behave-strict lint`."""
        return self.command("lint")

    def _in_process(self, program: Callable[[], int]) -> Outcome:
        # behave's registry of steps outlives a run, but not a process.
        the_step_registry.clear()
        code = program()
        return Outcome(code, self.printed())

    def run(self, *arguments: str, **environment: str) -> Project:
        """Run behave in a process of its own."""
        return self.execute("-m", "behave", *arguments, **environment)

    def execute(self, *arguments: str, **environment: str) -> Project:
        """Run Python in a process of its own."""
        done = subprocess.run(
            [sys.executable, *arguments],
            cwd=self.folder,
            env={**os.environ, "HOME": str(self.folder), **environment},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=120,
            check=False,
        )
        self.output, self.exit_code = done.stdout.decode("utf-8"), done.returncode
        return self

    @property
    def messages(self) -> list[dict[str, Any]]:
        file = self.folder / self.reports / "behave.ndjson"
        assert file.is_file(), self.output
        return [json.loads(line) for line in file.read_text("utf-8").splitlines()]

    def all(self, kind: str) -> list[Any]:
        return [message[kind] for message in self.messages if kind in message]

    @property
    def page(self) -> str:
        return (self.folder / self.reports / "behave.html").read_text("utf-8")

    @property
    def junit(self) -> Element:
        return parse(self.folder / self.reports / "behave.xml").getroot()

    def case(self, name: str) -> Element:
        return next(case for case in self.junit.iter("testcase") if case.get("name") == name)

    def scenario(self, name: str) -> Scenario:
        return Scenario(self, name)


@dataclass
class Scenario:
    """The record of one scenario in the messages."""

    project: Project
    name: str

    def steps(self) -> Iterator[tuple[str, dict[str, Any], list[dict[str, Any]]]]:
        """The text of each step or the name of each hook, its result, its attachments.

        Hooks that passed and attached nothing are left out.
        """
        every = self.project.all
        pickle = next(p for p in every("pickle") if p["name"] == self.name)
        case = next(case for case in every("testCase") if case["pickleId"] == pickle["id"])
        texts = {step["id"]: step["text"] for step in pickle["steps"]}
        hooks = {hook["id"]: hook_name(hook) for hook in every("hook")}
        for step in case["testSteps"]:
            text = texts.get(step.get("pickleStepId"))
            ended = [f for f in every("testStepFinished") if f["testStepId"] == step["id"]]
            attached = [a for a in every("attachment") if a.get("testStepId") == step["id"]]
            result = ended[0]["testStepResult"]
            if text or attached or result["status"] != "PASSED":
                yield text or hooks[step["hookId"]], result, attached

    @property
    def results(self) -> list[tuple[str, str]]:
        return [(text, result["status"]) for text, result, _ in self.steps()]

    def message(self, text: str) -> str:
        return next(str(result["message"]) for t, result, _ in self.steps() if t == text)

    def attached(self, text: str) -> list[dict[str, Any]]:
        return next(attached for t, _, attached in self.steps() if t == text)


def hook_name(hook: dict[str, Any]) -> str:
    """The name of the function: the messages tell some hooks by their type, or their tag, alone."""
    usual = hook["type"].lower().replace("test_run", "all").replace("test_case", "scenario")
    return str(hook.get("name") or hook.get("tagExpression") or usual)


@pytest.fixture
def project(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> Project:
    """A sound project, in the working directory."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))  # behave reads a configuration from there, too
    monkeypatch.delenv("BEHAVE_STAGE", raising=False)

    def printed() -> list[str]:
        captured = capfd.readouterr()
        return (captured.err + captured.out).splitlines()

    project = Project(tmp_path, printed)
    project.write("pyproject.toml", SETTINGS)
    project.write("environment.py", ENVIRONMENT)
    project.write("steps/shelf.py", STEPS)
    return project.write("features/asking.feature", FEATURE)


@pytest.fixture
def library(project: Project) -> Project:
    """A project of two features, configured by its runner alone."""
    for path in ("features/asking.feature", "steps/shelf.py"):
        (project.folder / path).unlink()
    project.write("pyproject.toml", '[tool.behave]\nrunner = "behave_strict:Runner"\n')
    project.write("environment.py", "").write("steps/books.py", LIBRARY_STEPS)
    project.write("features/lending.feature", LENDING)
    return project.write("features/returning.feature", RETURNING)


@pytest.fixture(scope="session")
def new_project() -> type[Project]:
    """Makes an empty project in a folder."""
    return Project
