"""The console, while a suite runs and after it."""

from __future__ import annotations

import os
import pty
import re
import subprocess
import sys
from typing import Any

import pytest

GREEN = "Feature: A\n  Scenario: A\n    Then it is well\n"
RED_STEP = """
from behave import then

@then('it is red')
def red(context):
    assert False, "seen: blue \U0001f600"
"""
RED = "Feature: R\n  Scenario: R \U0001f600\n    Then it is red\n"


def test_a_green_run_is_short(project: Any) -> None:
    project.write("features/a.feature", GREEN).run()
    assert project.exit_code == 0
    lines = [line for line in project.output.splitlines() if line]
    assert lines[0].startswith("USING RUNNER")
    assert lines[1] == "Nothing was checked: behave_strict:ReportingRunner only reports."
    assert re.fullmatch(r"1 scenario: 1 passed, in \d+\.\d s", lines[2])
    assert len(lines) == 3


def test_a_failure_shows_place_step_message_and_evidence(mixture: Any) -> None:
    end = mixture.output.partition("error  before_feature")[2]
    block = end.partition("failed  features/apple.feature:4  Failed\n")[2].partition("\n\n")[0]
    assert block.splitlines() == [
        "  Then it is red  (features/apple.feature:5)",
        "    Expected: </script><!-- \\u0007 \\ud800 \U0001f600",
        "  --- log lines ---",
        "    one",
        "    two",
    ]


def test_each_failure_has_a_line_as_it_happens(mixture: Any) -> None:
    during = mixture.output.partition("\n\n")[0].splitlines()
    assert [line for line in during if "  features/" in line] == [
        "failed  features/apple.feature:4  Failed",
        "error  features/apple.feature:8  Undefined",
        "error  features/apple.feature:12  Broken step",
        "error  features/apple.feature:16  Broken hook",
        "error  features/apple.feature:20  Strict",
        "error  features/apple.feature:24  Leaky",
        "failed  features/zebra.feature:33  A shelf with 3 -- @1.2 two",
    ]


def test_a_hook_that_fails_is_told_once_in_full(mixture: Any) -> None:
    assert mixture.output.count("nothing matched colour=red") == 1
    assert mixture.output.count("the lights are out") == 1


@pytest.mark.parametrize("capture", ["--capture-hooks", "--no-capture-hooks"])
def test_a_hook_that_fails_keeps_what_it_printed(project: Any, capture: Any) -> None:
    hook = (
        "def after_scenario(context, scenario):\n    print('look')\n    raise ValueError('late')\n"
    )
    project.write("environment.py", hook).write("features/a.feature", GREEN).run(capture)
    assert project.output.count("look") == 1
    assert project.output.count("late") == 1


def test_a_hook_that_fails_is_told_by_behave_where_we_are_not(project: Any) -> None:
    hook = "def after_scenario(context, scenario):\n    raise ValueError('late')\n"
    project.write("environment.py", hook).write("features/a.feature", GREEN).run("-f", "plain")
    assert "HOOK-ERROR in after_scenario: ValueError: late" in project.output


def test_the_last_line_counts(mixture: Any) -> None:
    last = mixture.output.splitlines()[-1]
    assert last.startswith("11 scenarios: 2 passed, 2 failed, 6 error, 1 skipped, in ")


def test_a_locale_without_emoji_shows_their_numbers(project: Any) -> None:
    project.write("steps/red.py", RED_STEP).write("features/r.feature", RED)
    project.run(LC_ALL="C", PYTHONUTF8="0", PYTHONIOENCODING="ascii")
    assert "failed  features/r.feature:2  R \\U0001f600" in project.output
    assert "    seen: blue \\U0001f600" in project.output
    assert "Traceback" not in project.output


def test_a_terminal_shows_how_far_the_run_is(project: Any) -> None:
    project.write("steps/red.py", RED_STEP).write(
        "features/r.feature", RED + GREEN.partition("\n")[2]
    )
    exit_code, output = run_on_a_terminal(project)
    assert exit_code == 1
    text = re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]", "", output)
    assert "1/2" in text
    assert "1 failed" in text.partition("2/2")[2]
    assert text.rstrip().splitlines()[-1].startswith("2 scenarios: 1 passed, 1 failed")


def test_the_live_line_is_gone_when_the_last_hook_prints(project: Any) -> None:
    hook = "def after_all(context):\n    print('covered')\n"
    project.write("environment.py", hook).write("features/a.feature", GREEN)
    _, output = run_on_a_terminal(project, "--no-capture-hooks")
    assert output.count("\x1b[2Kcovered\r\n") == 1  # ESC [2K erases the line


def run_on_a_terminal(project: Any, *arguments: Any) -> Any:
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "behave", *arguments]
    environment = {**os.environ, "TERM": "xterm", "COLUMNS": "80"}
    process = subprocess.Popen(
        command, cwd=project.folder, env=environment, stdout=theirs, stderr=theirs
    )
    os.close(theirs)
    output = b""
    while chunk := read(ours):
        output += chunk
    os.close(ours)
    return process.wait(60), output.decode()


def read(terminal: Any) -> Any:
    try:
        return os.read(terminal, 4096)
    except OSError:  # Linux says so when the other side is closed
        return b""
