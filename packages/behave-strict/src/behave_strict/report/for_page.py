"""What the standard page needs told in another way than the messages tell it."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from pathlib import PurePath

from behave_strict.report.messages import Envelope, finished
from behave_strict.report.recording import Recording

# The hooks that the messages tell by their type alone.
NAMES = {
    "BEFORE_TEST_RUN": "before_all",
    "AFTER_TEST_RUN": "after_all",
    "BEFORE_TEST_CASE": "before_scenario",
    "AFTER_TEST_CASE": "after_scenario",
}


def for_page(recording: Recording) -> list[Envelope]:
    """The messages of a recording, changed to be read on the page."""
    messages = _with_evidence([_readable(message) for message in finished(recording)])
    return list(_in_reading_order([*_why_it_broke(messages), *messages], recording))


def _readable(node: Envelope) -> Envelope:
    """Take four spaces before a description for an indentation, where Markdown sees code.

    A failure is shown by its message; where there is an exception, the page prefers that.
    """
    readable: Envelope = {}
    for key, value in node.items():
        if key == "description":
            readable[key] = textwrap.dedent(value)
        elif isinstance(value, dict) and key != "exception":
            readable[key] = _readable(value)
        elif isinstance(value, list):
            readable[key] = [_readable(v) if isinstance(v, dict) else v for v in value]
        elif key != "exception":
            readable[key] = value
    if readable.get("type") in NAMES and "sourceReference" in readable:
        readable.setdefault("name", NAMES[readable["type"]])
    return readable


def _why_it_broke(messages: list[Envelope]) -> Iterator[Envelope]:
    """Show as a hook that failed what is wrong with the run as a whole."""
    message = messages[-1]["testRunFinished"].get("message")
    if message:
        about = {"id": "the run", "name": "the run", "type": "BEFORE_TEST_RUN"}
        yield {"hook": {**about, "sourceReference": {}}}
        now = {"timestamp": messages[-1]["testRunFinished"]["timestamp"]}
        ids = {"id": "what broke it", "hookId": "the run"}
        run = {"testRunStartedId": messages[-1]["testRunFinished"]["testRunStartedId"]}
        yield {"testRunHookStarted": {**ids, **run, **now}}
        result = {"status": "FAILED", "duration": {"seconds": 0, "nanos": 0}, "message": message}
        ended = {"testRunHookStartedId": "what broke it", "result": result}
        yield {"testRunHookFinished": {**ended, **now}}


def _with_evidence(messages: list[Envelope]) -> list[Envelope]:
    """Show what a hook gathers after a failure with the step or hook that failed."""
    late = _late_steps(messages)
    failed: dict[str, str] = {}
    for message in messages:
        finished = message.get("testStepFinished")
        if finished and finished["testStepResult"]["status"] in ("FAILED", "UNDEFINED", "PENDING"):
            failed.setdefault(finished["testCaseStartedId"], finished["testStepId"])
    for message in messages:
        attachment = message.get("attachment", {})
        if attachment.get("testStepId") in late:
            where = failed.get(attachment["testCaseStartedId"], attachment["testStepId"])
            attachment["testStepId"] = where
    return messages


def _late_steps(messages: list[Envelope]) -> set[str]:
    """The test steps that are hooks after a scenario."""
    hooks = [message["hook"] for message in messages if "hook" in message]
    late = {hook["id"] for hook in hooks if hook["type"] == "AFTER_TEST_CASE"}
    cases = [message["testCase"] for message in messages if "testCase" in message]
    steps = [step for case in cases for step in case["testSteps"]]
    return {step["id"] for step in steps if step.get("hookId") in late}


def _in_reading_order(messages: list[Envelope], recording: Recording) -> Iterator[Envelope]:
    """Number the features in reading order: the page sorts them by path."""
    order = [PurePath(feature.filename).as_posix() for feature, _ in recording.by_feature()]
    numbered = {uri: f"{number:03} {uri}" for number, uri in enumerate(order, 1)}
    for message in messages:
        for kind, about in message.items():
            uri = about.get("uri")
            yield {kind: {**about, "uri": numbered.get(uri, uri)}} if uri else message
