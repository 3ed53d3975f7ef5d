"""A recording as Cucumber Messages (https://github.com/cucumber/messages).

First what there is (features, hooks, definitions), then what happened, in the order in which it
did. The Cucumber Compatibility Kit, in the tests, shows what the tools that read them expect.
"""

from __future__ import annotations

import base64
import json
import re
import time
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from gherkin.stream.id_generator import IdGenerator

from behave_strict.report.definitions import Definitions
from behave_strict.report.documents import Documents
from behave_strict.report.errors import exception, explain
from behave_strict.report.hooks import Hooks, of_the_run, tells
from behave_strict.report.meta import meta
from behave_strict.report.recording import Attachment, Attempt, Moment, Recording
from behave_strict.report.test_cases import Case, clock, hook_result

# Beside those that JSON escapes anyway; Node.js and Python end lines at them.
LINE_BREAKS = re.compile("[\x85\u2028\u2029]")

Envelope = dict[str, Any]
Event = tuple[float, Iterator[Envelope]]  # when it began, and its envelopes


class Messages:
    """The envelopes of one recording."""

    def __init__(self, recording: Recording) -> None:
        self.recording = recording
        ids = IdGenerator()
        self.new_id = ids.get_next_id
        self.documents = Documents(ids)
        self.hooks = Hooks(recording, self.new_id)
        self.definitions = Definitions(self.new_id)
        self.run_id = {"testRunStartedId": self.new_id()}
        self.now = 0.0

    def __iter__(self) -> Iterator[Envelope]:
        yield {"meta": meta(self.recording.checked)}
        pickles: dict[int, Envelope] = {}
        for feature in self.recording.features:
            trials = [t.scenario for t in self.recording.trials if t.scenario.feature is feature]
            if trials:
                envelopes, found = self.documents.envelopes(feature, trials)
                pickles |= found
                yield from envelopes
        yield from self.hooks.envelopes()
        yield from self.definitions.envelopes()
        started = {"id": self.run_id["testRunStartedId"]}
        yield {"testRunStarted": {**started, **self._at(self.recording.began)}}
        if facts := self.recording.about.told(pickles, self.recording.interrupted):
            text = json.dumps(facts, ensure_ascii=False)
            attachment = Attachment(self.recording.about.media_type, text, "")
            yield {"attachment": {**_content(attachment), **self.run_id, **self._at(None)}}
        yield from self._what_happened(pickles)
        ended = self.recording.ended or time.time()
        yield {"testRunFinished": {**self.run_id, **self._outcome(), **self._at(ended)}}

    def _what_happened(self, pickles: dict[int, Envelope]) -> Iterator[Envelope]:
        """Yield hooks of the run, test cases, and then attempts at these and hooks between."""
        trials = sorted(
            (trial for trial in self.recording.trials if trial.attempts),
            key=lambda trial: trial.attempts[0].order,
        )
        cases = [
            Case(trial, pickles[id(trial.scenario)], self.hooks, self.definitions, self.new_id)
            for trial in trials
        ]
        first = min((trial.attempts[0].order for trial in trials), default=float("inf"))
        hooks = [hook for hook in self.recording.hooks if of_the_run(hook) and tells(hook)]
        for hook in hooks:
            if hook.order < first:
                yield from self._run_hook(hook)
        for case in cases:
            yield {"testCase": {**case.node, **self.run_id}}
        events = [event for case in cases for event in self._attempts(case)]
        events += [(hook.order, self._run_hook(hook)) for hook in hooks if hook.order >= first]
        for _, envelopes in sorted(events, key=lambda event: event[0]):
            yield from envelopes

    def _attempts(self, case: Case) -> list[Event]:
        attempts = case.trial.attempts
        return [
            (attempt.order, self._attempt(case, attempt, number, number + 1 < len(attempts)))
            for number, attempt in enumerate(attempts)
        ]

    def _run_hook(self, hook: Moment) -> Iterator[Envelope]:
        """Yield a hook outside the scenarios."""
        started = {"id": self.new_id(), "hookId": self.hooks.id_of(hook, "RUN"), **self.run_id}
        ids = {"testRunHookStartedId": started["id"]}
        yield {"testRunHookStarted": {**started, **self._at(hook.began)}}
        yield from self._attachments(hook, ids)
        end = self._at(hook.began + hook.seconds)
        yield {"testRunHookFinished": {**ids, "result": hook_result(hook), **end}}

    def _attempt(
        self, case: Case, attempt: Attempt, number: int, again: bool
    ) -> Iterator[Envelope]:
        """Yield one attempt at a scenario: its hooks, and all steps, reached or not."""
        ids = {"testCaseStartedId": self.new_id()}
        about = {"id": ids["testCaseStartedId"], "testCaseId": case.node["id"], "attempt": number}
        if case.trial.worker:
            about["workerId"] = str(case.trial.worker)
            self.now = 0.0  # others may have played later what comes before
        yield {"testCaseStarted": {**about, **self._at(attempt.began)}}
        for ending in case.endings(attempt):
            step_ids = {**ids, "testStepId": ending.test_step_id}
            moment = ending.moment
            yield {"testStepStarted": {**step_ids, **self._at(moment.began if moment else None)}}
            if moment:
                yield from self._attachments(moment, step_ids)
            if ending.suggestion:
                yield {"suggestion": ending.suggestion}
            end = self._at(moment.began + moment.seconds if moment else None)
            yield {"testStepFinished": {**step_ids, "testStepResult": ending.result, **end}}
        yield {"testCaseFinished": {**ids, "willBeRetried": again, **self._at(None)}}

    def _attachments(self, moment: Moment, ids: Envelope) -> Iterator[Envelope]:
        for attachment in moment.attachments:
            yield {"attachment": {**_content(attachment), **ids, **self._at(attachment.at)}}

    def _outcome(self) -> Envelope:
        """Tell whether the run passed, and what broke it or is wrong with it as a whole."""
        recording = self.recording
        complaints = [hook.error for hook in recording.hooks if not of_the_run(hook)]
        wrong = [explain(error) for error in complaints if error]
        outcome: Envelope = {"success": not recording.failed}
        if wrong:
            outcome["message"] = "\n".join(wrong)
        if recording.error:
            outcome["exception"] = exception(recording.error)
        return outcome

    def _at(self, seconds: float | None) -> Envelope:
        """Tell the time; None is when the thing before ended. Nobody sets this clock back."""
        self.now = max(self.now, seconds or 0.0)
        return {"timestamp": clock(self.now)}


@lru_cache(maxsize=1)
def finished(recording: Recording) -> tuple[str, ...]:
    """Make the messages of a run that has ended, once for all reports that are made from them.

    Each is a line of JSON; as objects of Python they would take eight times the memory.
    """
    return tuple(map(compact, Messages(recording)))


def compact(envelope: Envelope) -> str:
    """Format an envelope as JSON in what every reader takes for one line."""
    text = json.dumps(envelope, ensure_ascii=False, separators=(",", ":"))
    return LINE_BREAKS.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def _content(attachment: Attachment) -> Envelope:
    """Text as it is, bytes as Base64, whatever their media type is."""
    about = {"mediaType": attachment.media_type}
    if attachment.name:
        about["fileName"] = attachment.name
    if isinstance(attachment.body, str):
        return {"body": attachment.body, "contentEncoding": "IDENTITY", **about}
    body = base64.b64encode(attachment.body).decode("ascii")
    return {"body": body, "contentEncoding": "BASE64", **about}
