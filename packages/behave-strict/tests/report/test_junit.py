"""The JUnit file, as CI systems read it."""

from __future__ import annotations

import pytest


def kinds(case):
    return [child.tag for child in case if child.tag != "system-out"]


@pytest.mark.parametrize(
    ("name", "kind", "message"),
    [
        ("Failed", "failure", "Expected: </script>"),
        ("Undefined", "error", "No step definition fits this step."),
        ("Broken step", "error", "KeyError: 'missing' (steps/steps.py:"),
        ("Broken hook", "error", "RuntimeError: the hook broke"),
        ("Strict", "error", "nothing matched colour=red"),
        ("Leaky", "error", "RuntimeError: the cleanup broke"),
        ("Unable", "error", "RuntimeError: the lights are out"),
        ("before_feature", "error", "RuntimeError: the lights are out"),
        ("Skipped", "skipped", "there is no browser"),
    ],
)
def test_a_case_tells_what_became_of_it(mixture, name, kind, message):
    case = mixture.case(name)
    assert kinds(case) == [kind]
    assert case.find(kind).get("message").startswith(message)


def test_a_case_that_passed_has_no_other_word(mixture):
    assert kinds(mixture.case("Under a rule")) == []


def test_the_numbers_add_up(mixture):
    numbers = {
        key: int(mixture.junit.get(key)) for key in ("tests", "failures", "errors", "skipped")
    }
    assert numbers == {"tests": 12, "failures": 2, "errors": 7, "skipped": 1}
    suites = list(mixture.junit)
    assert [suite.get("name") for suite in suites] == ["The run", "Zebra", "Apple", "Bear"]
    for key, number in numbers.items():
        assert sum(int(suite.get(key)) for suite in suites) == number


def test_names_are_those_of_feature_scenario_and_row(mixture):
    zebra = [(c.get("classname"), c.get("name")) for c in mixture.junit[1].iter("testcase")]
    assert zebra == [
        ("Zebra", "Under a rule"),
        ("Zebra", "A shelf with 1 -- @1.1 two"),
        ("Zebra", "A shelf with 3 -- @1.2 two"),
    ]


def test_a_suite_under_rules_takes_the_time_of_its_cases(project):
    step = "import time\nfrom behave import when\n\n@when('it naps')\ndef f(c): time.sleep(0.05)\n"
    project.write("steps/nap.py", step)
    project.write("environment.py", "def after_step(context, step):\n    pass\n")
    project.write(
        "features/a.feature", "Feature: A\n  Rule: R\n    Scenario: A\n      When it naps\n"
    )
    (suite,) = project.run().junit
    assert 0.05 <= float(suite.get("time")) < 5
    (result,) = [finished["testStepResult"] for finished in project.all("testStepFinished")]
    assert result["duration"]["nanos"] >= 50_000_000
    assert suite.get("time") == suite.find("testcase").get("time") == project.junit.get("time")


def test_evidence_is_in_the_output_of_the_case(mixture):
    output = mixture.case("Failed").findtext("system-out")
    assert "Then it is red ... failed" in output
    assert "--- log lines ---\none\ntwo" in output


def test_an_error_has_its_traceback_and_a_failure_has_none(mixture):
    assert "Traceback" in mixture.case("Broken step").findtext("error")
    assert "Traceback" not in mixture.case("Failed").findtext("failure")


def test_what_xml_does_not_allow_is_replaced(mixture):
    message = mixture.case("Failed").find("failure").get("message")
    assert message == "Expected: </script><!-- \ufffd \ufffd \U0001f600"
