"""A recording as Cucumber Messages (https://github.com/cucumber/messages)."""

from __future__ import annotations

import base64
import json
import platform
import textwrap
import time
from collections.abc import Generator, Iterator
from pathlib import Path, PurePath
from typing import Any

from behave import __version__ as behave_version
from behave import runner as behave_runner
from gherkin.stream.gherkin_events import GherkinEvents

from behave_strict.report.recording import Attachment, Moment, Recording, Trial

PROTOCOL = "34.2.1"  # the schema that the tests hold the messages to
STATUS = {name: name.upper() for name in ("passed", "failed", "undefined", "pending")}
STATUS |= {"pending_warn": "PENDING", "error": "FAILED", "hook_error": "FAILED"}

Envelope = dict[str, Any]
Introduced = Generator[Envelope, None, Envelope]  # yields what the returned part refers to


class Messages:
    """The envelopes of one recording, in an order that the protocol allows."""

    def __init__(self, recording: Recording) -> None:
        self.recording = recording
        self.gherkin = GherkinEvents(GherkinEvents.Options(True, True, True))
        self.new_id = self.gherkin.id_generator.get_next_id
        self.run_id = {"testRunStartedId": self.new_id()}
        self.known: dict[Any, str] = {}  # the hooks and step definitions so far, and their ids

    def __iter__(self) -> Iterator[Envelope]:
        yield {"meta": _meta(self.recording.checked)}
        started = {"id": self.run_id["testRunStartedId"]}
        yield {"testRunStarted": {**started, **_at(self.recording.began)}}
        for hook in self.recording.hooks:
            if hook.failed or hook.attachments or hook.name.endswith("_all"):
                yield from self._run_hook(hook)
        for feature, trials in self.recording.by_feature():
            yield from self._feature(PurePath(feature.filename).as_posix(), trials)
        success = {"success": not self.recording.failed}
        yield {"testRunFinished": {**success, **_at(time.time()), **self.run_id}}

    def _feature(self, uri: str, trials: list[Trial]) -> Iterator[Envelope]:
        """The document, the pickles that were selected, and what came of them.

        What behave can read and Gherkin cannot is shown as a hook that failed.
        """
        source = {"uri": uri, "data": Path(uri).read_text("utf-8-sig", "replace")}
        event: Any = {"source": {**source, "mediaType": "text/x.cucumber.gherkin+plain"}}
        pickles: dict[int, Envelope] = {}
        for item in self.gherkin.enum(event):
            envelope: Envelope = json.loads(json.dumps(item), object_hook=_dedented)
            if pickle := envelope.get("pickle"):
                pickles[pickle["location"]["line"]] = pickle
            else:
                yield envelope
            if error := envelope.get("parseError"):
                yield from self._run_hook(
                    Moment(f"reading {uri}", AssertionError(error["message"]))
                )
        for trial in trials:
            if pickle := pickles.get(trial.scenario.line):
                yield {"pickle": pickle}
                yield from self._test_case(pickle, trial)

    def _run_hook(self, hook: Moment) -> Iterator[Envelope]:
        """A hook outside the scenarios."""
        kind = "AFTER_TEST_RUN" if hook.late else "BEFORE_TEST_RUN"
        started = {"id": self.new_id(), **(yield from self._hook(hook, kind)), **self.run_id}
        ids = {"testRunHookStartedId": started["id"]}
        yield {"testRunHookStarted": {**started, **_at(hook.began)}}
        for attachment in hook.attachments:
            yield {"attachment": {**_content(attachment), **ids}}
        end = _at(hook.began + hook.seconds)
        yield {"testRunHookFinished": {**ids, "result": _result(hook), **end}}

    def _test_case(self, pickle: Envelope, trial: Trial) -> Iterator[Envelope]:
        """A scenario: the hooks that have something to tell, and all steps, reached or not.

        The first step that was skipped says why.
        """
        moments, steps = _timeline(trial, len(pickle["steps"])), []
        pickle_steps = iter(pickle["steps"])
        for moment in moments:
            about = yield from self._test_step(moment, pickle_steps)
            steps.append({"id": self.new_id(), **about})
        case = {"id": self.new_id(), "pickleId": pickle["id"], "testSteps": steps}
        yield {"testCase": {**case, **self.run_id}}
        started = {"id": self.new_id(), "testCaseId": case["id"], "attempt": 0}
        yield {"testCaseStarted": {**started, **_at(moments[0].began if moments else time.time())}}
        ids, reason = {"testCaseStartedId": started["id"]}, trial.reason
        for moment, step in zip(moments, steps, strict=True):
            step_ids = {**ids, "testStepId": step["id"]}
            yield {"testStepStarted": {**step_ids, **_at(moment.began)}}
            for attachment in moment.attachments:
                yield {"attachment": {**_content(attachment), **step_ids}}
            outcome = _result(moment)
            if outcome["status"] == "SKIPPED" and reason:
                outcome["message"], reason = reason, ""
            end = _at(moment.began + moment.seconds)
            yield {"testStepFinished": {**step_ids, "testStepResult": outcome, **end}}
        end = _at(max((m.began + m.seconds for m in moments), default=time.time()))
        yield {"testCaseFinished": {**ids, "willBeRetried": False, **end}}

    def _test_step(self, moment: Moment, pickle_steps: Iterator[Envelope]) -> Introduced:
        if not moment.step:
            kind = "AFTER_TEST_CASE" if moment.late else "BEFORE_TEST_CASE"
            return (yield from self._hook(moment, kind))
        definition = yield from self._definition(moment.step)
        return {"pickleStepId": next(pickle_steps)["id"], **definition}

    def _hook(self, hook: Moment, kind: str) -> Introduced:
        key = hook.name, kind
        if key not in self.known:
            self.known[key] = self.new_id()
            about = {"id": self.known[key], "name": hook.name, "type": kind}
            yield {"hook": {**about, "sourceReference": {"uri": "environment.py"}}}
        return {"hookId": self.known[key]}

    def _definition(self, step: Any) -> Introduced:
        found = behave_runner.the_step_registry.find_step_definition(step)
        if not found:
            return {"stepDefinitionIds": [], "stepMatchArgumentsLists": []}
        if found not in self.known:
            self.known[found] = self.new_id()
            kind = "REGULAR_EXPRESSION" if found.NAME.startswith("re") else "CUCUMBER_EXPRESSION"
            about = {"id": self.known[found], "pattern": {"source": found.pattern, "type": kind}}
            place = {"uri": found.location.filename, "location": {"line": found.location.line}}
            yield {"stepDefinition": {**about, "sourceReference": place}}
        arguments = {"stepMatchArguments": list(_groups(step.name, found.match(step.name)))}
        return {"stepDefinitionIds": [self.known[found]], "stepMatchArgumentsLists": [arguments]}


def _meta(checked: bool) -> Envelope:
    name = "behave" if checked else "behave, and nothing was checked"
    python = {"name": platform.python_implementation(), "version": platform.python_version()}
    return {
        "protocolVersion": PROTOCOL,
        "implementation": {"name": name, "version": behave_version},
        "runtime": python,
        "os": {"name": platform.system(), "version": platform.release()},
        "cpu": {"name": platform.machine()},
    }


def _dedented(node: Envelope) -> Envelope:
    """A node whose description is no code: indented by four spaces, Markdown takes it for that."""
    text = {"description": textwrap.dedent(node["description"])} if "description" in node else {}
    return {**node, **text}


def _timeline(trial: Trial, length: int) -> list[Moment]:
    """The first steps of a scenario, reached or not, and the hooks that have something to tell."""
    hooks = [m for m in trial.moments if not m.step and (m.failed or m.attachments)]
    before, after = [h for h in hooks if not h.late], [h for h in hooks if h.late]
    reached = {id(moment.step): moment for moment in trial.moments}
    steps = list(trial.scenario.all_steps)[:length]
    moments = [reached.get(id(step)) or Moment(step.name, step=step) for step in steps]
    return [*before, *moments, *after]


def _groups(text: str, match: Any) -> Iterator[Envelope]:
    """The arguments of a step. Their places count UTF-16 units, as JavaScript does."""
    for argument in match.arguments or []:
        if argument.original is not None:
            start = len(text[: argument.start].encode("utf-16-le", "surrogatepass")) // 2
            group = {"start": start, "value": argument.original}
            yield {"group": group, "parameterTypeName": argument.name or "text"}


def _result(moment: Moment) -> Envelope:
    """How a step or hook ended; what never ran counts as skipped."""
    status = "FAILED" if moment.failed else "PASSED"
    if moment.step:
        status = STATUS.get(moment.step.status.name, "SKIPPED")
    message = {"message": moment.message} if moment.failed else {}
    return {"status": status, "duration": _clock(moment.seconds), **message}


def _content(attachment: Attachment) -> Envelope:
    name = {"fileName": attachment.name} if attachment.name else {}
    about = {"mediaType": attachment.media_type, **name}
    if attachment.text is not None:
        return {"body": attachment.text, "contentEncoding": "IDENTITY", **about}
    body = base64.b64encode(attachment.body).decode("ascii")
    return {"body": body, "contentEncoding": "BASE64", **about}


def _at(seconds: float) -> Envelope:
    return {"timestamp": _clock(seconds)}


def _clock(seconds: float) -> Envelope:
    whole, nanos = divmod(round(seconds * 1e9), 10**9)
    return {"seconds": whole, "nanos": nanos}
