"""A run that did not start, broke off, or could not be reported."""

from __future__ import annotations

import os
from typing import Any

import pytest

GREEN = """
Feature: A
  Scenario: One
    Then it is well

  Rule: R
    Scenario: Two
      Then it is well
"""
FAILS = "def {}(context, *_):\n    raise RuntimeError('no java here')\n"
PICKY = """
from behave.exception import ConfigError
from behave_strict import ReportingRunner

class Picky(ReportingRunner):
    def run_model(self, features=None):
        raise ConfigError('not like this')
        super().run_model(features)
        self.complain("the selection", "green for nothing")
        return True
"""
BREAK = "from behave import then\n\n@then('it is broken off')\ndef f(c): raise KeyboardInterrupt\n"


@pytest.fixture
def two(project: Any) -> Any:
    return project.write("features/a.feature", GREEN)


def run_hooks(project: Any) -> Any:
    """Return the messages about hooks outside the scenarios, and the exception that ended the run."""
    types = {hook["id"]: hook["type"].lower() for hook in project.all("hook")}
    started = {s["id"]: types[s["hookId"]] for s in project.all("testRunHookStarted")}
    said = {
        started[f["testRunHookStartedId"]]: f["result"].get("message", "")
        for f in project.all("testRunHookFinished")
    }
    (finished,) = project.all("testRunFinished")
    return {**said, **({"the run": finished["message"]} if "message" in finished else {})}


def test_a_failed_before_all_is_seen_in_every_report(two: Any) -> None:
    two.write("environment.py", FAILS.format("before_all")).run()
    assert two.exit_code == 1
    message = "RuntimeError: no java here (environment.py:2)"
    assert run_hooks(two) == {"before_test_run": message}
    assert [pickle["name"] for pickle in two.all("pickle")] == ["One", "Two"]
    assert two.all("testCase") == []
    assert two.case("before_all").find("error").get("message") == message
    assert two.case("Two").find("skipped").get("message") == "The run ended before this scenario."
    assert two.output.count(message) == 1
    assert two.output.splitlines()[-1].startswith("2 scenarios: 2 not run, in ")


def test_a_failed_hook_of_a_rule_is_seen_in_its_scenarios_only(two: Any) -> None:
    two.write("environment.py", FAILS.format("before_rule")).run()
    assert two.scenario("One").results == [("it is well", "PASSED")]
    assert two.scenario("Two").results == [("before_rule", "FAILED"), ("it is well", "SKIPPED")]


def test_a_failed_after_all_is_seen_in_every_report(two: Any) -> None:
    two.write("environment.py", FAILS.format("after_all")).run()
    assert two.exit_code == 1
    assert run_hooks(two)["after_test_run"] == "RuntimeError: no java here (environment.py:2)"
    assert two.case("after_all").find("error") is not None
    assert two.case("One").find("error") is None
    assert "no java here" in two.output
    assert two.all("testRunFinished")[0]["success"] is False


@pytest.mark.parametrize("what", ["after_feature", "after_rule"])
def test_a_late_hook_that_fails_leaves_its_scenarios_green(two: Any, what: Any) -> None:
    two.write("environment.py", FAILS.format(what)).run()
    assert two.exit_code == 1
    assert two.scenario("One").results == [("it is well", "PASSED")]
    assert two.case(what).find("error") is not None


def test_a_run_that_is_broken_off_says_what_it_did_not_run(two: Any) -> None:
    two.write("steps/off.py", BREAK)
    two.write("features/a0.feature", "Feature: Off\n  Scenario: Off\n    Then it is broken off\n")
    two.reports = "reports/selection"
    two.run("features/a0.feature", "features/a.feature")
    assert two.exit_code == 1
    assert two.scenario("Off").message("it is broken off") == "The run was interrupted here."
    played = [case["pickleId"] for case in two.all("testCase")]
    assert [p["name"] for p in two.all("pickle") if p["id"] in played] == ["Off"]
    assert two.case("One").find("skipped").get("message") == "The run ended before this scenario."
    assert two.output.splitlines()[-1].startswith("3 scenarios: 1 error, 2 not run, in ")


def test_reports_are_written_whatever_is_broken_off_then(two: Any) -> None:
    late = "import os, signal\nfrom behave_strict.report.formatter import Report\n\n"
    late += "class Late(Report):\n    def finish(self): os.kill(os.getpid(), signal.SIGINT)\n"
    two.write("late.py", late).run("--format=late:Late", "--outfile=late.txt")
    assert two.exit_code == 0
    assert "Traceback" not in two.output
    assert two.scenario("One").results == [("it is well", "PASSED")]


def test_a_run_that_is_broken_off_while_it_loads_is_a_sentence(two: Any) -> None:
    two.write("environment.py", "raise KeyboardInterrupt\n").run()
    assert two.exit_code == 1
    assert two.output.splitlines()[-1] == "The run was interrupted here."
    assert "Traceback" not in two.output
    assert run_hooks(two) == {"the run": "The run was interrupted here."}
    assert two.case("the start").find("error") is not None


@pytest.mark.parametrize(
    ("path", "text", "message"),
    [
        ("steps/b.py", "import nowhere\n", "No module named 'nowhere'; install it,"),
        ("environment.py", "1 / 0\n", "ZeroDivisionError: division by zero"),
    ],
)
def test_a_run_that_cannot_start_leaves_reports_that_say_why(
    two: Any, path: Any, text: Any, message: Any
) -> None:
    two.run()
    two.write(path, text).run()
    assert two.exit_code == 1
    assert run_hooks(two)["the run"].startswith(f"{path}:1: {message}")
    case = two.case("the run was refused")
    assert case.find("error").get("message").startswith(f"{path}:1: {message}")
    assert two.all("testRunFinished")[0]["success"] is False


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("Given x\n", '"Given x" is not allowed here; No feature found'),
        ("# language: xx\n", "the language 'xx' is unknown; see `behave --lang-list`"),
    ],
)
def test_a_feature_that_cannot_be_read_is_a_sentence(two: Any, text: Any, why: Any) -> None:
    two.write("features/b.feature", text).run()
    assert two.exit_code == 1
    said = f"features/b.feature:1: {why}"
    assert two.output.splitlines()[-2:] == [said, "Nothing was run: 1 problem."]
    assert run_hooks(two) == {"the run": said}
    assert two.all("pickle") == []


def test_a_runner_that_refuses_to_start_runs_no_scenario(two: Any) -> None:
    two.write("picky.py", PICKY)
    two.run("--runner=picky:Picky")
    assert two.exit_code == 1
    refused = "ConfigError: not like this"
    assert run_hooks(two)["the run"] == refused
    (finished,) = two.all("testRunFinished")
    assert (finished["exception"]["type"], finished["success"]) == ("ConfigError", False)
    assert two.all("testCase") == []
    assert two.case("the start").find("error").get("message") == refused
    assert two.case("Two").find("skipped").get("message") == "The run ended before this scenario."
    assert two.output.count("not like this") == 1


def test_what_a_runner_finds_wrong_afterwards_is_in_the_reports(two: Any) -> None:
    two.write("picky.py", PICKY.replace("raise ConfigError('not like this')", "pass"))
    two.run("--runner=picky:Picky")
    assert two.exit_code == 1
    assert run_hooks(two)["the run"] == "green for nothing"
    assert two.case("the selection").find("error") is not None
    assert two.all("testRunFinished")[0]["success"] is False


def test_a_step_that_ends_python_is_reported(two: Any) -> None:
    two.write("steps/off.py", BREAK.replace("KeyboardInterrupt", "SystemExit(3)"))
    two.write("features/a0.feature", "Feature: Off\n  Scenario: Off\n    Then it is broken off\n")
    two.reports = "reports/selection"
    two.run("features/a.feature", "features/a0.feature")
    assert two.exit_code == 3
    assert run_hooks(two)["the run"] == "SystemExit: 3"
    assert two.output.splitlines()[-1].startswith("3 scenarios: 2 passed, 1 error, in ")
    assert two.scenario("Off").results == [("it is broken off", "FAILED")]


def test_a_feature_that_only_behave_can_read_is_shown_as_it_was_played(project: Any) -> None:
    project.write("features/a.feature", GREEN + "\n  @dangling\n").run()
    assert project.exit_code == 0
    assert project.scenario("Two").results == [("it is well", "PASSED")]


def test_reports_of_an_earlier_run_do_not_linger(two: Any) -> None:
    two.run()
    gone = "import os\n\ndef before_all(context):\n    assert os.listdir('reports') == []\n"
    two.write("environment.py", gone)
    two.write("features/a.feature", "Feature: A\n  Scenario: New\n    Then it is well\n").run()
    assert [pickle["name"] for pickle in two.all("pickle")] == ["New"]
    assert [case.get("name") for case in two.junit.iter("testcase")] == ["New"]
    assert two.exit_code == 0, two.output


def test_a_dry_run_leaves_the_reports_alone(two: Any) -> None:
    two.run()
    before = two.messages
    two.run("--dry-run")
    assert two.exit_code == 0
    assert two.messages == before
    assert "scenarios:" not in two.output


def test_a_report_that_cannot_be_written_is_one_sentence_before_the_run(two: Any) -> None:
    two.write("reports", "a file where a folder should be").run()
    assert two.exit_code == 1
    lines = two.output.splitlines()
    assert "The report reports cannot be written: File exists." in lines
    assert "Nothing was run: 1 problem." in lines


def test_a_report_that_cannot_be_written_after_the_run_turns_it_red(two: Any) -> None:
    vanish = "import shutil\n\ndef after_all(context):\n    shutil.rmtree('reports')\n"
    two.write("environment.py", vanish).run()
    assert two.exit_code == 1
    assert (
        "cannot be written: No such file or directory. So this run counts as failed." in two.output
    )
    assert "Traceback" not in two.output
    assert "2 scenarios: 2 passed" in two.output


def test_a_file_report_without_a_file_is_refused(two: Any) -> None:
    two.run("-f", "behave_strict:Page")
    assert two.exit_code == 1
    assert "ConfigError: The report page needs a file: give one with -o FILE." in two.output


def test_an_empty_scenario_that_a_hook_keeps_from_running_is_red(project: Any) -> None:
    project.write("environment.py", FAILS.format("before_feature"))
    project.write("features/a.feature", "Feature: A\n  Scenario: Empty\n").run()
    assert project.case("Empty").find("error") is not None
    assert project.scenario("Empty").results == [("before_feature", "FAILED")]
    assert project.output.splitlines()[-1].startswith("1 scenario: 1 error, in ")


def test_an_empty_scenario_that_was_never_reached_did_not_pass(project: Any) -> None:
    project.write("environment.py", FAILS.format("before_all"))
    project.write("features/a.feature", "Feature: A\n  Scenario: Empty\n").run()
    assert project.case("Empty").find("skipped") is not None
    assert project.output.splitlines()[-1].startswith("1 scenario: 1 not run, in ")


def test_a_report_never_replaces_a_device_or_pipe(two: Any) -> None:
    os.mkfifo(two.folder / "pipe")
    two.run("-f", "behave_strict:JUnit", "-o", "pipe")

    assert two.exit_code == 1
    assert "The report pipe cannot be written: it is a device or a pipe" in two.output
    assert (two.folder / "pipe").is_fifo()


def test_a_status_that_a_hook_sets_hides_no_failure(two: Any) -> None:
    two.change("features/a.feature", "One\n    Then it is well", "One\n    Then it fails")
    two.write(
        "steps/fails.py", "from behave import then\n\n@then('it fails')\ndef f(c): assert c.no\n"
    )
    two.write("environment.py", "def after_scenario(c, s):\n    s.set_status('passed')\n").run()

    assert two.exit_code == 1
    assert "2 scenarios: 1 passed, 1 failed" in two.output
    assert two.junit.get("failures") == "1"
