"""Messages become features with an outcome for each scenario and row."""

from __future__ import annotations

from pathlib import Path

import pytest
from behave_strict.page import MessagesError, read, read_file
from behave_strict.page.model import Background, Group, Outline

from .stream import Stream, failing

SHOP = """\
@shop
Feature: A shop
  Some prose.

  Background:
    Given it is open

  Rule: It sells

    @smoke
    Scenario: A lamp
      When a lamp is bought
      Then it is sold

    Scenario Outline: <count> of <thing>
      When <count> of <thing> are bought
      Then they are sold

      Examples:
        | count | thing |
        | 1     | lamp  |
        | 2     | chair |
        | 3     | rug   |
"""


def test_each_row_has_its_own_outcome(stream: Stream) -> None:
    stream.feature(SHOP).play(lambda text: failing() if "chair" in text else {})
    outcomes = [(case.title, case.outcome) for case in stream.run.cases]
    assert outcomes == [
        ("A lamp", "passed"),
        ("1 of lamp", "passed"),
        ("2 of chair", "failed"),
        ("3 of rug", "passed"),
    ]


def test_rows_stand_in_the_table_that_they_come_from(stream: Stream) -> None:
    stream.feature(SHOP).play(lambda text: failing() if "chair" in text else {})
    rule = stream.run.features[0].children[1]
    assert isinstance(rule, Group)
    outline = rule.children[1]
    assert isinstance(outline, Outline)
    rows = [(row.cells, row.case.outcome) for row in outline.examples[0].rows]
    assert rows == [
        (["1", "lamp"], "passed"),
        (["2", "chair"], "failed"),
        (["3", "rug"], "passed"),
    ]


def test_a_row_without_a_placeholder_in_its_name_is_named_by_its_cells(stream: Stream) -> None:
    stream.feature(SHOP.replace("Outline: <count> of <thing>", "Outline: Several")).play()
    assert [case.title for case in stream.run.cases][1] == "Several (1, lamp)"


def test_features_keep_their_structure(stream: Stream) -> None:
    feature = stream.feature(SHOP).play().run.features[0]
    background, rule = feature.children
    assert isinstance(background, Background)
    assert isinstance(rule, Group)
    assert (feature.name, feature.description, feature.tags) == ("A shop", "Some prose.", ["@shop"])
    assert (rule.name, [child.name for child in rule.children]) == (
        "It sells",
        ["A lamp", "<count> of <thing>"],
    )


def test_tags_are_inherited(stream: Stream) -> None:
    assert stream.feature(SHOP).play().case("A lamp").tags == ["@shop", "@smoke"]


@pytest.mark.parametrize(
    ("result", "outcome"),
    [
        ({}, "passed"),
        (failing(), "failed"),
        (failing(error="org.opentest4j.AssertionFailedError"), "failed"),
        (failing(error="AssertionError [ERR_ASSERTION]"), "failed"),
        (failing(error="RSpec::Expectations::ExpectationNotMetError"), "failed"),
        (failing(error="KeyError"), "error"),
        ({"status": "FAILED"}, "failed"),
        ({"status": "UNDEFINED"}, "error"),
        ({"status": "AMBIGUOUS"}, "error"),
        ({"status": "PENDING"}, "error"),
        ({"status": "SKIPPED"}, "skipped"),
        ({"status": "UNKNOWN"}, "not run"),
    ],
)
def test_the_worst_step_decides(stream: Stream, result: dict[str, object], outcome: str) -> None:
    stream.feature(SHOP).play(lambda text: result if text == "it is sold" else {})
    assert stream.case("A lamp").outcome == outcome


def test_what_follows_a_failed_step_does_not_make_the_scenario_skipped(stream: Stream) -> None:
    stream.feature(SHOP).play(lambda text: failing() if text == "it is open" else {})
    case = stream.case("A lamp")
    assert [played.outcome for played in case.last.played] == ["failed", "skipped", "skipped"]
    assert case.outcome == "failed"


def test_what_was_not_selected_is_left_out(stream: Stream) -> None:
    run = stream.feature(SHOP, select="lamp").play().run
    assert run.counts == {"passed": 2, "left out": 2}


def test_a_scenario_that_was_planned_and_never_begun_is_not_run(stream: Stream) -> None:
    assert stream.feature(SHOP).run.counts == {"not run": 4}


def test_nothing_is_left_out_of_a_run_that_never_began(stream: Stream) -> None:
    stream.feature(SHOP)
    stream.messages = [message for message in stream.messages if "testCase" not in message]
    assert stream.run.counts == {"not run": 4}


def test_the_last_attempt_counts(stream: Stream) -> None:
    tries = iter([failing(), {}])
    stream.feature(SHOP, select="A lamp")
    stream.play(lambda text: next(tries) if text == "it is sold" else {}, seconds=0.5, attempts=2)
    case = stream.case("A lamp")
    assert (case.outcome, len(case.attempts), case.attempts[0].outcome) == ("passed", 2, "failed")
    assert case.seconds == pytest.approx(3.0)


def test_no_attachment_is_lost(stream: Stream) -> None:
    attached = {"attached": [("a", "text/plain"), (b"\xff", "image/png")]}
    stream.feature(SHOP, select="A lamp").play(lambda text: attached if "sold" in text else {})
    stream.attach("of nobody", "text/plain", testCaseStartedId="unheard of")
    step = stream.case("A lamp").last.played[-1]
    assert [(a.media_type, a.body) for a in step.attachments] == [
        ("text/plain", b"a"),
        ("image/png", b"\xff"),
    ]
    assert [a.body for hook in stream.run.hooks for a in hook.attachments] == [b"of nobody"]


def test_facts_are_settings_unless_they_say_otherwise(stream: Stream) -> None:
    stream.facts(products="stub", WireMock={"text": "3.13.2", "setting": False})
    run = stream.run
    assert run.settings == {"products": "stub"}
    assert run.fact("WireMock") == "3.13.2"


def test_facts_that_cannot_be_read_are_attachments(stream: Stream) -> None:
    stream.attach("[1]", "application/x.facts+json")
    assert stream.run.settings == {}
    assert stream.run.hooks[0].attachments[0].text == "[1]"


def test_the_build_and_the_commit_are_facts(stream: Stream) -> None:
    git = {"remote": "https://x/y", "revision": "99684bcacf01d95875", "branch": "main"}
    about = {"name": "GitHub Actions", "buildNumber": "7", "url": "https://x/7", "git": git}
    stream.messages[0]["meta"]["ci"] = about
    facts = {fact.name: (fact.text, fact.link) for fact in stream.run.facts}
    assert facts["build"] == ("GitHub Actions 7", "https://x/7")
    assert facts["commit"] == ("99684bcacf01", "")
    assert facts["branch"] == ("main", "")


def test_an_argument_is_found_where_utf_16_counts_it(stream: Stream) -> None:
    stream.feature("Feature: F\n  Scenario: S\n    Given \U0001f600 and 12 things\n")
    group = {"start": 7, "value": "12"}
    case = next(message["testCase"] for message in stream.messages if "testCase" in message)
    case["testSteps"][0]["stepMatchArgumentsLists"] = [{"stepMatchArguments": [{"group": group}]}]
    played = stream.play().run.cases[0].last.played[0]
    begin, end = played.arguments[0]
    assert played.step.text[begin:end] == "12"


def test_a_run_without_an_end_says_so(stream: Stream) -> None:
    run = read(stream.feature(SHOP).messages)
    assert run.success is None
    assert "did not end" in run.problems[0]


def test_messages_of_another_kind_are_passed_over(stream: Stream) -> None:
    stream.messages.append({"somethingNew": {"id": "1"}})
    assert stream.run.success


@pytest.mark.parametrize("line", ["{", "[]", "no JSON"])
def test_a_file_of_something_else_is_refused_by_line(tmp_path: Path, line: str) -> None:
    file = tmp_path / "a.ndjson"
    file.write_text('{"meta": {}}\n' + line, "utf-8")
    with pytest.raises(MessagesError, match=r"a\.ndjson:2"):
        list(read_file(file))


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(MessagesError, match=r"a\.ndjson cannot be read: No such file"):
        list(read_file(tmp_path / "a.ndjson"))


def test_what_a_hook_gathers_after_a_failure_stands_at_the_step_that_failed(stream: Stream) -> None:
    stream.feature(SHOP, select="A lamp")
    stream.messages.append({"hook": {"id": "late", "type": "AFTER_TEST_CASE"}})
    case = next(message["testCase"] for message in stream.messages if "testCase" in message)
    case["testSteps"].append({"id": "hook step", "hookId": "late"})
    stream.plans[0][0]["steps"].append({"text": "the hook", "id": ""})
    stream.play(lambda text: failing() if "sold" in text else {"attached": [("a", "text/plain")]})
    ended = {"testStepResult": {"status": "PASSED"}, "testStepId": "hook step"}
    started = next(m["testCaseStarted"]["id"] for m in stream.messages if "testCaseStarted" in m)
    stream.attach("the log", "text/plain", testCaseStartedId=started, testStepId="hook step")
    stream.messages.append({"testStepFinished": {**ended, "testCaseStartedId": started}})
    failed, hook = stream.case("A lamp").last.played[-2:]
    assert [a.text for a in failed.attachments] == ["the log"]
    assert (hook.hook, hook.attachments) == (True, [])


def test_a_pickle_without_a_test_case_is_left_out_by_cucumber_and_not_run_by_behave(
    stream: Stream,
) -> None:
    stream.feature(SHOP, select="A lamp").play()
    assert stream.run.counts == {"passed": 1, "left out": 3}
    stream.messages[0]["meta"]["implementation"]["name"] = "behave"
    assert stream.run.counts == {"passed": 1, "not run": 3}


def test_the_last_of_two_facts_of_a_name_counts(stream: Stream) -> None:
    stream.facts(commit="1").facts(commit="2")
    assert [fact.text for fact in stream.run.facts if fact.name == "commit"] == ["2"]


def test_parameters_of_a_media_type_are_passed_over(stream: Stream) -> None:
    stream.attach('{"a": "1"}', "application/x.facts+json; charset=utf-8")
    assert stream.run.settings == {"a": "1"}
