"""The Cucumber Messages that a run leaves."""

from __future__ import annotations

import base64
import json
import re
from typing import Any

import jsonschema_rs
import pytest

OWN_CLEANUP = """
def before_all(context):
    context.on_cleanup_error = lambda *_: None

def before_scenario(context, scenario):
    context.add_cleanup(lambda: 1 / 0)
"""
SCHEMA = "@cucumber/messages/messages.schema.json"


def test_every_message_is_valid_by_the_published_schema(mixture: Any, node_modules: Any) -> None:
    schema = json.loads((node_modules / SCHEMA).read_text("utf-8"))
    validator = jsonschema_rs.validator_for(schema)
    wrong = [f"{e}: {m}" for m in mixture.messages for e in validator.iter_errors(m)]
    assert wrong == []
    kinds = {kind for message in mixture.messages for kind in message}
    assert kinds == {
        *("meta", "testRunStarted", "testRunFinished", "source", "gherkinDocument", "pickle"),
        *("stepDefinition", "hook", "testRunHookStarted", "testRunHookFinished", "testCase"),
        *("testCaseStarted", "testCaseFinished", "testStepStarted", "testStepFinished"),
        *("attachment", "suggestion"),
    }


def test_every_id_is_given_once_and_before_it_is_used(mixture: Any) -> None:
    given: set[str] = set()
    for message in mixture.messages:
        for kind, about in message.items():
            used = {v for k, v in about.items() if k.endswith("Id")}
            if kind == "testCase":
                steps = about["testSteps"]
                used |= {s[k] for s in steps for k in s if k in ("pickleStepId", "hookId")}
                used |= {d for s in steps for d in s.get("stepDefinitionIds", [])}
            assert used <= given, message
            inner = about.get("steps") or about.get("testSteps") or []
            new = [x["id"] for x in [about, *inner] if "id" in x]
            assert not given & set(new), message
            given.update(new)


def test_features_come_in_the_order_in_which_they_were_played(mixture: Any) -> None:
    documents = [document["uri"] for document in mixture.all("gherkinDocument")]
    names = ["features/apple.feature", "features/bear.feature", "features/zebra.feature"]
    assert documents == names


def test_a_scenario_under_a_rule_has_both_backgrounds(mixture: Any) -> None:
    assert mixture.scenario("Under a rule").results == [
        ('the shelf holds 2 of "\U0001f600 <b>Toys</b>"', "PASSED"),
        ("the shelf holds:", "PASSED"),
        ("the reader reads:", "PASSED"),
        ("it is well", "PASSED"),
    ]


def test_each_row_of_an_outline_is_a_scenario(mixture: Any) -> None:
    assert mixture.scenario("A shelf with 1").results[-1] == ("it is well", "PASSED")
    assert mixture.scenario("A shelf with 3").results[-2] == ("it is red", "FAILED")


@pytest.mark.parametrize(
    ("scenario", "step", "status", "message"),
    [
        ("Failed", "it is red", "FAILED", "Expected: </script>"),
        ("Broken step", "it breaks", "FAILED", "KeyError: 'missing' (steps/steps.py:"),
        ("Broken hook", "before_scenario", "FAILED", "RuntimeError: the hook broke ("),
        ("Strict", "after_scenario", "FAILED", "nothing matched colour=red"),
        ("Leaky", "cleanup leak", "FAILED", "RuntimeError: the cleanup broke ("),
        ("Skipped", "before_scenario", "SKIPPED", "there is no browser"),
        ("Unable", "before_feature", "FAILED", "RuntimeError: the lights are out ("),
    ],
)
def test_what_went_wrong_is_told_where_it_did(
    mixture: Any, scenario: Any, step: Any, status: Any, message: Any
) -> None:
    found = mixture.scenario(scenario)
    assert (step, status) in found.results
    assert found.message(step).startswith(message)


def test_what_was_not_reached_is_skipped(mixture: Any) -> None:
    assert mixture.scenario("Failed").results == [
        ("it is red", "FAILED"),
        ("it is well", "SKIPPED"),
        ("after_scenario", "PASSED"),  # it has attached something
    ]
    hook = ("before_scenario", "FAILED")
    assert mixture.scenario("Broken hook").results == [hook, ("it is well", "SKIPPED")]
    undefined = [("the reader flies", "UNDEFINED"), ("it is well", "SKIPPED")]
    assert mixture.scenario("Undefined").results == undefined


def test_arguments_are_placed_as_javascript_counts(mixture: Any) -> None:
    (definition,) = [
        d
        for d in mixture.all("stepDefinition")
        if d["pattern"]["source"].startswith("^the shelf holds (")
    ]
    lists = [
        step["stepMatchArgumentsLists"][0]["stepMatchArguments"]
        for case in mixture.all("testCase")
        for step in case["testSteps"]
        if step.get("stepDefinitionIds") == [definition["id"]]
    ]
    count, name = lists[0]
    assert count == {"group": {"start": 16, "value": "2"}, "parameterTypeName": "d"}
    assert name == {"group": {"start": 22, "value": "\U0001f600 <b>Toys</b>"}}


def test_an_argument_after_an_emoji_is_placed_as_javascript_counts(project: Any) -> None:
    project.write(
        "steps/more.py", "from behave import then\n\n@then('{a} costs {b}')\ndef f(c, a, b): pass\n"
    )
    project.write(
        "features/a.feature", "Feature: A\n  Scenario: A\n    Then \U0001f600 costs 5\n"
    ).run()
    (case,) = project.all("testCase")
    arguments = case["testSteps"][0]["stepMatchArgumentsLists"][0]["stepMatchArguments"]
    assert [argument["group"]["start"] for argument in arguments] == [0, len("xx costs ")]


def test_attachments_belong_to_their_step(mixture: Any) -> None:
    (log,) = mixture.scenario("A shelf with 1").attached('the shelf holds 1 of "x"')
    assert log["body"] == "1 put there"
    assert log["mediaType"] == "text/x.cucumber.log+plain"
    (picture,) = mixture.scenario("Under a rule").attached("the reader reads:")
    assert base64.b64decode(picture["body"]) == b"\x89PNG"
    assert (picture["mediaType"], picture["fileName"]) == ("image/png", "shelf")


def test_what_a_hook_attaches_belongs_to_the_hook(mixture: Any) -> None:
    (evidence,) = mixture.scenario("Failed").attached("after_scenario")
    assert (evidence["fileName"], evidence["body"]) == ("log lines", "one\ntwo")


def test_bytes_are_attached_as_they_are(mixture: Any) -> None:
    (attached,) = mixture.scenario("Broken step").attached("it breaks")
    assert base64.b64decode(attached["body"]) == b"\xff is no UTF-8"
    assert (attached["contentEncoding"], attached["mediaType"]) == ("BASE64", "text/plain")


def test_scenarios_that_were_not_selected_are_left_out(project: Any) -> None:
    project.write(
        "features/a.feature",
        "Feature: A\n  Scenario: In\n    Then it is well\n"
        "  @wip\n  Scenario: Out\n    Then it is well\n",
    )
    project.reports = "reports/selection"
    project.run("--tags=not @wip")
    assert [pickle["name"] for pickle in project.all("pickle")] == ["In"]
    assert project.all("testRunFinished")[0]["success"] is True


def test_a_step_that_fails_in_its_after_hook_is_red(project: Any) -> None:
    project.write(
        "environment.py", "def after_step(context, step):\n    raise RuntimeError('late')\n"
    )
    project.write("features/a.feature", "Feature: A\n  Scenario: A\n    Then it is well\n").run()
    assert project.scenario("A").results == [("it is well", "FAILED")]
    assert project.scenario("A").message("it is well").startswith("RuntimeError: late")


def test_what_a_hook_of_a_step_attaches_belongs_to_the_step(project: Any) -> None:
    attach = "def before_step(context, step):\n    context.attach('text/plain', 'half \\ud800')\n"
    project.write("environment.py", attach)
    project.write("features/a.feature", "Feature: A\n  Scenario: A\n    Then it is well\n").run()
    (attached,) = project.scenario("A").attached("it is well")
    assert attached["body"] == "half ?"


def test_a_hook_after_the_scenario_comes_after_its_steps(mixture: Any) -> None:
    results = [("it is well", "PASSED"), ("after_scenario", "FAILED")]
    assert mixture.scenario("Strict").results == results
    hooks = [(hook["type"], hook.get("name", "")) for hook in mixture.all("hook")]
    late, early = "AFTER_TEST_CASE", "BEFORE_TEST_CASE"
    assert {(late, ""), (late, "cleanup leak"), (early, ""), (early, "before_feature")} < {*hooks}


def test_a_cleanup_that_fails_is_red_also_when_the_project_looks_after_it(project: Any) -> None:
    project.write("environment.py", OWN_CLEANUP)
    project.write("features/a.feature", "Feature: A\n  Scenario: A\n    Then it is well\n").run()
    assert project.scenario("A").results == [("it is well", "PASSED"), ("cleanup", "FAILED")]
    assert project.case("A").find("error") is not None


def test_the_run_is_red_in_the_messages_when_behave_says_so(mixture: Any) -> None:
    assert mixture.exit_code == 1
    assert mixture.all("testRunFinished")[0]["success"] is False


def test_what_a_failed_step_has_printed_is_its_evidence(project: Any) -> None:
    talks = "from behave import then\n\n@then('it talks')\ndef f(c):\n    print('so it is')\n"
    project.write("steps/talk.py", f"{talks}    assert c.failed\n")
    project.write("features/a.feature", "Feature: A\n  Scenario: B\n    Then it talks\n").run()
    (printed,) = project.scenario("B").attached("it talks")
    assert printed["fileName"] == "What the step has printed"
    assert "so it is" in printed["body"]


def test_a_formatter_of_behaves_breaks_no_hook_and_leaves_the_console_its_say(project: Any) -> None:
    attach = "def after_scenario(c, s):\n    c.attach('text/plain', 'log')\n"
    project.write("environment.py", attach)
    project.write("features/a.feature", "Feature: A\n  Scenario: B\n    Then it is well\n")
    project.run("--format=json", "--outfile=a.json")
    assert project.exit_code == 0
    assert "HOOK-ERROR" not in project.output
    assert project.output.splitlines()[-1].startswith("1 scenario: 1 passed, in ")


ONE = "Feature: A\n  Scenario: A\n    Then {}\n"


def test_a_hook_has_its_place(project: Any) -> None:
    hook = "import os\n\n\ndef after_scenario(context, scenario):\n    pass\n"
    project.write("environment.py", hook)
    project.write("features/a.feature", ONE.format("it is well")).run()
    (hook,) = project.all("hook")
    assert hook["sourceReference"] == {"uri": "environment.py", "location": {"line": 4}}


def test_a_hook_of_a_tag_has_a_tag_expression(project: Any) -> None:
    project.write("environment.py", "def before_tag(context, tag):\n    pass\n")
    project.write("features/a.feature", ONE.format("it is well").replace("  S", "  @x @y\n  S"))
    project.run()
    assert [hook["tagExpression"] for hook in project.all("hook")] == ["@x", "@y"]


def test_no_hook_of_behave_itself_is_listed(project: Any) -> None:
    project.write("features/a.feature", ONE.format("it is well")).run()
    assert project.all("hook") == project.all("testRunHookStarted") == []


def test_definitions_are_listed_used_or_not(mixture: Any) -> None:
    assert len(mixture.all("stepDefinition")) == 6
    places = [d["sourceReference"]["location"]["line"] for d in mixture.all("stepDefinition")]
    assert places == sorted(places)


def arguments_of(project: Any, definitions: str, sentence: str) -> Any:
    project.write("steps/more.py", f"from behave import *\n\n{definitions}\n")
    project.write("features/a.feature", ONE.format(sentence)).run()
    assert project.exit_code == 0, project.output
    (case,) = project.all("testCase")
    return case["testSteps"][0]["stepMatchArgumentsLists"][0]["stepMatchArguments"]


def test_groups_within_groups_are_their_children(project: Any) -> None:
    definition = (
        "use_step_matcher('re')\n@then('a ((.)-(?P<b>.))( or (.))?')\ndef f(*_, **__): pass"
    )
    assert arguments_of(project, definition, "a x-y") == [
        {
            "group": {
                "start": 2,
                "value": "x-y",
                "children": [{"start": 2, "value": "x"}, {"start": 4, "value": "y"}],
            }
        },
        {"group": {"children": [{}]}},
    ]


def test_a_type_of_parse_is_named_and_defined(project: Any) -> None:
    definition = (
        "import parse\n@parse.with_pattern(r'(\\d+)(px)?')\ndef size(text): return text\n"
        "size.regex_group_count = 2\nregister_type(Size=size)\n\n"
        "@then('{n:Size} by {m:>d} of {what}')\ndef f(*_, **__): pass"
    )
    found = arguments_of(project, definition, "5px by 7 of it")
    assert found == [
        {
            "group": {
                "start": 0,
                "value": "5px",
                "children": [{"start": 0, "value": "5"}, {"start": 1, "value": "px"}],
            },
            "parameterTypeName": "Size",
        },
        {"group": {"start": 7, "value": "7"}, "parameterTypeName": "d"},
        {"group": {"start": 12, "value": "it"}},
    ]
    (kind,) = project.all("parameterType")
    assert (kind["name"], kind["regularExpressions"]) == ("Size", [r"(\d+)(px)?"])
    assert kind["sourceReference"] == {"uri": "steps/more.py", "location": {"line": 4}}


def test_a_pattern_of_parse_is_told_as_a_regular_expression(project: Any) -> None:
    arguments_of(project, "@then('{n:d} lamps (new)')\ndef f(*_, **__): pass", "2 lamps (new)")
    (pattern,) = [d["pattern"] for d in project.all("stepDefinition") if "lamps" in str(d)]
    assert pattern["type"] == "REGULAR_EXPRESSION"
    assert re.fullmatch(pattern["source"], "12 lamps (new)")


def test_a_stack_trace_begins_in_the_feature(mixture: Any) -> None:
    result = next(
        r for text, r, _ in mixture.scenario("Broken step").steps() if text == "it breaks"
    )
    assert result["exception"] == {
        "type": "KeyError",
        "message": "'missing'",
        "stackTrace": "Traceback (most recent call last):\n"
        '  File "features/apple.feature", line 13, in Then it breaks\n'
        '  File "steps/steps.py", line 27, in breaks\n'
        '    {}["missing"]\n'
        "KeyError: 'missing'",
    }


def test_an_undefined_step_comes_with_a_snippet(mixture: Any) -> None:
    (suggestion,) = mixture.all("suggestion")
    (snippet,) = suggestion["snippets"]
    assert snippet["language"] == "python"
    assert snippet["code"].startswith('@when("the reader flies")\ndef when_the_reader_flies(')


def times(project: Any) -> list[float]:
    return [
        about["timestamp"]["seconds"] + about["timestamp"]["nanos"] / 1e9
        for message in project.messages
        for about in message.values()
        if "timestamp" in about
    ]


def test_a_scenario_takes_as_long_as_it_took(project: Any) -> None:
    project.write(
        "steps/nap.py",
        "import time\nfrom behave import when\n\n@when('it naps')\ndef f(c): time.sleep(0.3)\n",
    )
    project.write(
        "features/a.feature", f"{ONE.format('it flies')}  Scenario: B\n    When it naps\n"
    )
    project.run()
    started, finished = (
        [m[kind]["timestamp"] for m in project.messages if kind in m]
        for kind in ("testCaseStarted", "testCaseFinished")
    )
    took = [
        (end["seconds"] - begin["seconds"]) + (end["nanos"] - begin["nanos"]) / 1e9
        for begin, end in zip(started, finished, strict=True)
    ]
    assert took[0] < 0.2 < took[1]


def test_a_clock_that_is_set_back_does_no_harm(project: Any) -> None:
    project.write(
        "environment.py",
        "import time\nreal = time.time\n\ndef before_scenario(context, scenario):\n"
        "    time.time = lambda: real() - 3600\n",
    )
    project.write("features/a.feature", ONE.format("it is well")).run()
    assert times(project) == sorted(times(project))
    (finished,) = [m for m in project.messages if "testStepFinished" in m and "hookId" not in m][1:]
    assert finished["testStepFinished"]["testStepResult"]["duration"]["seconds"] == 0


def test_a_line_of_the_file_is_a_message_to_every_reader(project: Any) -> None:
    project.write(
        "features/a.feature", f"{ONE.format('it is well')}    # \u2028 \u2029 \x85\n"
    ).run()
    text = (project.folder / "reports/behave.ndjson").read_text("utf-8")
    assert [json.loads(line) for line in text.splitlines()] == project.messages
