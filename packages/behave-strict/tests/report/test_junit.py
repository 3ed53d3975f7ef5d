"""The JUnit file, as CI systems read it."""

from __future__ import annotations

import re
from typing import Any

import pytest


def kinds(case: Any) -> Any:
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
def test_a_case_tells_what_became_of_it(mixture: Any, name: Any, kind: Any, message: Any) -> None:
    case = mixture.case(name)
    assert kinds(case) == [kind]
    assert case.find(kind).get("message").startswith(message)


def test_a_case_that_passed_has_no_other_word(mixture: Any) -> None:
    assert kinds(mixture.case("Under a rule")) == []


def test_the_numbers_add_up(mixture: Any) -> None:
    numbers = {key: int(mixture.junit.get(key)) for key in ("tests", "failures", "errors")}
    assert numbers == {"tests": 12, "failures": 2, "errors": 7}
    assert sum(int(suite.get("skipped")) for suite in mixture.junit) == 1
    suites = list(mixture.junit)
    assert [suite.get("name") for suite in suites] == ["The run", "Zebra", "Apple", "Bear"]
    for key, number in numbers.items():
        assert sum(int(suite.get(key)) for suite in suites) == number


def test_names_are_those_of_feature_scenario_and_row(mixture: Any) -> None:
    zebra = [(c.get("classname"), c.get("name")) for c in mixture.junit[1].iter("testcase")]
    assert zebra == [
        ("Zebra", "Under a rule"),
        ("Zebra", "A shelf with 1 -- @1.1 two"),
        ("Zebra", "A shelf with 3 -- @1.2 two"),
    ]


def test_a_suite_under_rules_takes_the_time_of_its_cases(project: Any) -> None:
    step = "import time\nfrom behave import when\n\n@when('it naps')\ndef f(c): time.sleep(0.05)\n"
    project.write("steps/nap.py", step)
    project.write("environment.py", "def after_step(context, step):\n    pass\n")
    project.write(
        "features/a.feature", "Feature: A\n  Rule: R\n    Scenario: A\n      When it naps\n"
    )
    (suite,) = project.run().junit
    assert 0.05 <= float(suite.get("time")) < 60
    (result,) = [finished["testStepResult"] for finished in project.all("testStepFinished")]
    assert result["duration"]["nanos"] >= 50_000_000
    assert suite.get("time") == suite.find("testcase").get("time") == project.junit.get("time")


def test_evidence_is_in_the_output_of_the_case(mixture: Any) -> None:
    output = mixture.case("Failed").findtext("system-out")
    assert "Then it is red ... failed" in output
    assert "--- log lines ---\none\ntwo" in output


def test_an_error_has_its_traceback_and_a_failure_has_none(mixture: Any) -> None:
    assert "Traceback" in mixture.case("Broken step").findtext("error")
    assert "Traceback" not in mixture.case("Failed").findtext("failure")


def test_what_xml_does_not_allow_is_replaced(mixture: Any) -> None:
    message = mixture.case("Failed").find("failure").get("message")
    assert message == "Expected: </script><!-- \ufffd \ufffd \U0001f600"


# What https://github.com/jenkinsci/xunit-plugin publishes as junit-10.xsd; `file` is GitLab's.
ATTRIBUTES = {
    "testsuites": {"name", "time", "tests", "failures", "errors"},
    "testsuite": {"name", "tests", "failures", "errors", "time", "skipped"},
    "testcase": {"name", "time", "classname", "file"},
    "failure": {"type", "message"},
    "error": {"type", "message"},
    "skipped": {"type", "message"},
    "properties": set(),
    "property": {"name", "value"},
    "system-out": set(),
}
CHILDREN = {
    "testsuites": {"testsuite"},
    "testsuite": {"properties", "testcase"},
    "testcase": {"skipped", "error", "failure", "system-out"},
    "properties": {"property"},
}


def test_the_file_is_as_the_schema_of_jenkins_has_it(mixture: Any) -> None:
    for element in mixture.junit.iter():
        assert set(element.attrib) <= ATTRIBUTES[element.tag]
        assert {child.tag for child in element} <= CHILDREN.get(element.tag, set())
        if "time" in element.attrib:
            assert re.fullmatch(r"[0-9]+\.[0-9]{1,3}", element.get("time"))
    for suite in mixture.junit:
        assert {"name", "tests", "failures", "errors"} <= set(suite.attrib)


def test_what_is_too_long_for_its_readers_is_cut(project: Any) -> None:
    step = (
        "from behave import then\n\n@then('it is long')\ndef f(c): assert False, 12 * 10**6 * 'x'\n"
    )
    attach = "def after_step(c, s):\n    c.attach('text/plain', 12 * 10**6 * 'y')\n"
    project.write("steps/long.py", step).write("environment.py", attach)
    project.write("features/a.feature", "Feature: A\n  Scenario: A\n    Then it is long\n").run()
    case = project.case("A")

    assert (
        case.find("failure").get("message").endswith("x\n... cut here; 11,990,000 more characters.")
    )
    assert re.search(r"x\n\.\.\. cut here; [0-9,]+ more characters\.$", case.findtext("failure"))
    assert re.search(r"y\n\.\.\. cut here; [0-9,]+ more characters\.$", case.findtext("system-out"))
    assert (project.folder / "reports/behave.xml").stat().st_size < 3_000_000
    assert len(project.all("attachment")[0]["body"]) == 12_000_000  # the messages have it all
