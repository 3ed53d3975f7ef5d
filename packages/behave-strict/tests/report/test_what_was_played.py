"""ReportingRunner refuses nothing, so its messages show what behave played, Gherkin or not."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

STEPS = """
from behave import step

@step('it is {how}')
def is_so(context, how): assert how != 'red', how

@step('it holds:')
def holds(context): context.attach('text/plain', context.text or repr(context.table.headings))
"""
OUTLINE = """
Feature: F
  Background:
    Given it is <x>

  Scenario Outline: S <row.id>
    When it is <x>

    Examples:
      | x    |
      | well |
      | red  |
"""


@pytest.fixture
def played(project: Any) -> Callable[..., list[Any]]:
    """Plays a feature; says what became of its scenario, or of all that have steps."""

    def play(text: str, *arguments: str) -> list[Any]:
        project.write("steps/steps.py", STEPS)
        (project.folder / "features").mkdir(exist_ok=True)
        (project.folder / "features/a.feature").write_bytes(text.encode())
        project.run(*arguments)
        names = [pickle["name"] for pickle in project.all("pickle")]
        return [(name, project.scenario(name).results) for name in names]

    return play


def test_a_step_in_lower_case_is_shown(played: Any, project: Any) -> None:
    text = "Feature: F\n  Scenario: S\n    Given it is well\n    then it is red\n"
    assert played(text) == [("S", [("it is well", "PASSED"), ("it is red", "FAILED")])]
    assert project.all("testRunFinished")[0]["success"] is False
    (document,) = project.all("gherkinDocument")
    steps = document["feature"]["children"][0]["scenario"]["steps"]
    assert [(step["keyword"], step["text"]) for step in steps][1][1] == "it is red"


def test_a_doc_string_in_single_quotes_is_shown(played: Any, project: Any) -> None:
    text = "Feature: F\n  Scenario: S\n    Given it holds:\n      '''\n      one\n      '''\n"
    assert played(text) == [("S", [("it holds:", "PASSED")])]
    (pickle,) = project.all("pickle")
    assert pickle["steps"][0]["argument"]["docString"]["content"] == "one"


def test_the_language_of_the_run_counts(played: Any, project: Any) -> None:
    text = "Funktion: F\n  Szenario: S\n    Angenommen it is well\n"
    assert played(text, "--lang=de") == [("S", [("it is well", "PASSED")])]
    assert project.all("gherkinDocument")[0]["feature"]["language"] == "de"


@pytest.mark.parametrize("character", ["\u2028", "\u2029", "\x85", "\x0b", "\x0c"])
def test_a_failure_is_shown_at_its_own_row(played: Any, character: str) -> None:
    text = OUTLINE.replace("Feature: F\n", f"Feature: F\n  One{character}two.\n")
    assert played(text) == [
        ("S 1.1", [("it is well", "PASSED"), ("it is well", "PASSED")]),
        ("S 1.2", [("it is red", "FAILED"), ("it is red", "SKIPPED")]),
    ]


def test_a_placeholder_in_a_background_is_shown_filled_in(played: Any, project: Any) -> None:
    assert played(OUTLINE)[0] == ("S 1.1", [("it is well", "PASSED"), ("it is well", "PASSED")])
    assert project.all("gherkinDocument")[0]["feature"]["children"][0]["background"]


@pytest.mark.parametrize("cell", [r"C:\\temp", r"Lamp\nShade", r"C:\\|x"])
def test_a_cell_is_shown_as_the_step_got_it(played: Any, project: Any, cell: str) -> None:
    text = f"Feature: F\n  Scenario: S\n    Given it holds:\n      | {cell} |\n"
    played(text)
    (attached,) = project.all("attachment")
    (pickle,) = project.all("pickle")
    (row,) = pickle["steps"][0]["argument"]["dataTable"]["rows"]
    assert attached["body"] == repr([cell["value"] for cell in row["cells"]])


def test_the_background_of_an_empty_scenario_is_shown(played: Any) -> None:
    text = "Feature: F\n  Background:\n    Given it is red\n\n  Scenario: Empty\n"
    assert played(text) == [("Empty", [("it is red", "FAILED")])]


def test_tags_are_shown_as_they_were_chosen_by(played: Any, project: Any) -> None:
    text = OUTLINE.replace("  Scenario Outline", "  @<x>\n  Scenario Outline")
    project.reports = "reports/selection"
    assert [name for name, _ in played(text, "--tags=well")] == ["S 1.1"]
    assert [tag["name"] for tag in project.all("pickle")[0]["tags"]] == ["@well"]


def test_what_a_hook_changes_is_shown(played: Any, project: Any) -> None:
    project.write(
        "environment.py",
        "def before_scenario(context, scenario):\n    scenario.steps[0].name = 'it is new'\n",
    )
    assert played("Feature: F\n  Scenario: S\n    Given it is old\n") == [
        ("S", [("it is new", "PASSED")])
    ]


def test_a_feature_that_the_run_removes_is_shown(played: Any, project: Any) -> None:
    project.write(
        "environment.py",
        "import os\n\ndef after_feature(context, feature):\n    os.remove(feature.filename)\n",
    )
    text = "Feature: F\n  Scenario: S\n    Given it is well\n"
    assert played(text) == [("S", [("it is well", "PASSED")])]


ADDS_A_SCENARIO = """
from behave.parser import parse_feature

def before_feature(context, feature):
    (scenario,) = parse_feature('Feature: G\\n  Scenario: Added\\n    Given it is red').scenarios
    scenario.feature = feature
    feature.add_scenario(scenario)

def after_scenario(context, scenario):
    pass
"""


def test_the_failure_of_an_added_scenario_is_put_down_to_no_other(
    played: Any, project: Any
) -> None:
    project.write("environment.py", ADDS_A_SCENARIO)
    assert played("Feature: F\n  Scenario: S\n    Given it is well\n") == [
        ("S", [("it is well", "PASSED")])
    ]
    assert project.all("testRunFinished")[0]["success"] is False
