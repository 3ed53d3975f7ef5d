"""A small behave project in a folder of its own, sound until a test breaks it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest
from behave.__main__ import main as behave_main
from behave.runner import the_step_registry
from behave_strict.lint.__main__ import main as lint_main
from behave_strict.vocabulary import main as vocabulary_main

SETTINGS = """\
[tool.behave]
runner = "behave_strict.runner:StrictRunner"
paths = ["features"]
default_tags = ["not @wip"]

[tool.acceptance.tags]
smoke = "a minute's worth"
wip = "not run by default"
"""

ENVIRONMENT = """\
from behave_strict.runner import require_strict_runner


def before_all(context):
    require_strict_runner(context)
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


class Outcome(NamedTuple):
    """An exit code, and all lines that were printed."""

    code: int
    lines: list[str]

    def __contains__(self, line: object) -> bool:
        return line in self.lines


class Project:
    """The project, and the three programs that read it, run in this process."""

    def __init__(self, root: Path, output: Callable[[], list[str]]) -> None:
        self.root = root
        self._output = output
        self.write("pyproject.toml", SETTINGS)
        self.write("environment.py", ENVIRONMENT)
        self.write("steps/shelf.py", STEPS)
        self.write("features/asking.feature", FEATURE)

    def write(self, path: str, text: str) -> None:
        """Makes or replaces a file."""
        file = self.root / path
        file.parent.mkdir(exist_ok=True)
        file.write_text(text, encoding="utf-8")

    def change(self, path: str, old: str, new: str) -> None:
        """Replaces a text that stands there once."""
        text = (self.root / path).read_text(encoding="utf-8")
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {path}"
        self.write(path, text.replace(old, new))

    def behave(self, *arguments: str) -> Outcome:
        """Runs behave."""
        return self._run(lambda: behave_main(["--no-color", *arguments]))

    def lint(self) -> Outcome:
        """Runs the lint."""
        return self._run(lint_main)

    def vocabulary(self, *arguments: str) -> Outcome:
        """Prints a listing."""
        return self._run(lambda: vocabulary_main(list(arguments)))

    def _run(self, program: Callable[[], int]) -> Outcome:
        # behave's registry of steps outlives a run, but not a process.
        the_step_registry.clear()
        code = program()
        return Outcome(code, self._output())


@pytest.fixture
def project(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> Project:
    """A sound project, in the working directory."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))  # behave reads a configuration from there, too
    monkeypatch.delenv("BEHAVE_STAGE", raising=False)

    def output() -> list[str]:
        captured = capfd.readouterr()
        return (captured.err + captured.out).splitlines()

    return Project(tmp_path, output)
