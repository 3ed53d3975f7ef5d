"""The console command behave-strict."""

from __future__ import annotations

from typing import Any

import pytest
from behave_strict.annotations import annotation
from behave_strict.endings import Problem

FEATURE = "features/asking.feature"


def test_problems_can_be_annotations_on_a_pull_request(project: Any) -> None:
    project.change(FEATURE, "@smoke", "@slow")
    project.change(FEATURE, "      Then the answer is yes", "      Then it is 100% yes")

    assert project.command("lint", "--format", "github") == (1, [
        f"::error file={FEATURE},line=11,title=behave-strict::@slow is not in the vocabulary; "
        "[tool.behave_strict.tags] has: @smoke, @wip [tag-vocabulary]",
        f'::error file={FEATURE},line=14,title=behave-strict::"Then it is 100%25 yes" is not '
        'defined; correct its wording, or define it:%0A    @then("it is 100%25 yes")%0A'
        "    def then_it_is_100_yes(context):%0A"
        '        raise NotImplementedError("Then it is 100%25 yes")',
    ])  # fmt: skip


def test_a_wrong_setting_is_an_annotation_too(project: Any) -> None:
    project.configure("[tool.behave_strict]\noder = 1")
    outcome = project.command("lint", "--format=github")

    assert outcome == (1, [
        "::error title=behave-strict::pyproject.toml: tool.behave_strict.oder: is unknown; "
        "did you mean order?"
    ])  # fmt: skip


@pytest.mark.parametrize(
    ("problem", "line"),
    [
        (Problem("a,b:c.feature", 3, "w", "r"),
         "::error file=a%2Cb%3Ac.feature,line=3,title=behave-strict::w; r"),
        ("no\nbrowser", "::error title=behave-strict::no%0Abrowser"),
    ],
)  # fmt: skip
def test_an_annotation_escapes_what_would_end_it(problem: Any, line: str) -> None:
    assert annotation(problem) == line


def test_a_sound_project_is_counted(project: Any) -> None:
    assert project.command("lint", "--format=github") == (
        0, ["3 scenarios, 3 step definitions: no problems."],
    )  # fmt: skip


@pytest.mark.parametrize("arguments", [[], ["lnt"], ["summary"], ["lint", "--format=xml"]])
def test_a_command_that_there_is_not_is_refused(project: Any, arguments: list[str]) -> None:
    project.execute("-m", "behave_strict", *arguments)

    assert project.exit_code == 2
    assert project.output.startswith("usage: behave-strict")


@pytest.mark.parametrize("command", ["lint", "steps", "tags", "summary"])
def test_each_command_says_what_it_does(project: Any, command: str) -> None:
    project.execute("-m", "behave_strict", command, "--help")

    assert project.exit_code == 0
    assert project.output.startswith(f"usage: behave-strict {command} ")


def test_environment_py_may_import_the_package_for_the_lint(project: Any) -> None:
    project.execute("-m", "behave_strict", "lint")

    assert (project.exit_code, project.output) == (
        0, "3 scenarios, 3 step definitions: no problems.\n",
    )  # fmt: skip


def test_ctrl_c_ends_a_command_quietly(project: Any) -> None:
    project.write("steps/zoo.py", "raise KeyboardInterrupt\n")

    assert project.command("lint") == (130, [])
