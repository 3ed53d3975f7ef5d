"""Messages of a run that never was: features as they are written, and an outcome for each step."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from behave_strict.page import read, render
from behave_strict.page.model import Case, Run
from gherkin.stream.gherkin_events import GherkinEvents

Message = dict[str, Any]
CLOCK = {"seconds": 1_800_000_000, "nanos": 0}


class Stream:
    """Collects messages. `outcomes` tells by the text of a step what becomes of it."""

    def __init__(self) -> None:
        self.gherkin = GherkinEvents(GherkinEvents.Options(True, True, True))
        self.new_id = self.gherkin.id_generator.get_next_id
        self.messages: list[Message] = [
            {"meta": {"implementation": {"name": "any", "version": "1"}}},
            {"testRunStarted": {"id": "run", "timestamp": CLOCK}},
        ]
        self.plans: list[tuple[Message, Message]] = []
        self.success = True

    def feature(self, text: str, uri: str = "features/a.feature", select: str = "") -> Stream:
        """Add a feature; only scenarios whose name has `select` in it are to be played."""
        about = {"uri": uri, "data": text, "mediaType": "text/x.cucumber.gherkin+plain"}
        for item in self.gherkin.enum({"source": about}):
            message = json.loads(json.dumps(item))
            self.messages.append(message)
            if (pickle := message.get("pickle")) and select in pickle["name"]:
                steps = [{"id": self.new_id(), "pickleStepId": s["id"]} for s in pickle["steps"]]
                case = {"id": self.new_id(), "pickleId": pickle["id"], "testSteps": steps}
                self.plans.append((pickle, case))
                self.messages.append({"testCase": case})
        return self

    def facts(self, **facts: Any) -> Stream:
        body = json.dumps(facts)
        return self.attach(body, "application/x.facts+json")

    def attach(self, body: str | bytes, media_type: str, **about: str) -> Stream:
        text = base64.b64encode(body).decode() if isinstance(body, bytes) else body
        encoding = "BASE64" if isinstance(body, bytes) else "IDENTITY"
        attachment = {"body": text, "contentEncoding": encoding, "mediaType": media_type, **about}
        self.messages.append({"attachment": attachment})
        return self

    def play(
        self,
        outcome: Callable[[str], Message] | None = None,
        seconds: float = 0.0,
        attempts: int = 1,
    ) -> Stream:
        """Play all that was added so far. `outcome` gives a result for the text of a step."""
        for pickle, case in self.plans:
            for attempt in range(attempts):
                self._case(pickle, case, attempt, outcome or (lambda _: {}), seconds)
        self.plans = []
        return self

    def _case(
        self,
        pickle: Message,
        case: Message,
        attempt: int,
        outcome: Callable[[str], Message],
        seconds: float,
    ) -> None:
        started = {"id": self.new_id(), "testCaseId": case["id"], "attempt": attempt}
        self.messages.append({"testCaseStarted": {**started, "timestamp": CLOCK}})
        ids, over = {"testCaseStartedId": started["id"]}, False
        for step, planned in zip(pickle["steps"], case["testSteps"], strict=True):
            step_ids = {**ids, "testStepId": planned["id"]}
            about = {} if over else dict(outcome(step["text"]))
            for attachment in about.pop("attached", ()):
                self.attach(*attachment, **step_ids)
            duration = {"seconds": int(seconds), "nanos": int(seconds % 1 * 1e9)}
            result = {"status": "SKIPPED" if over else "PASSED", "duration": duration, **about}
            over = over or result["status"] != "PASSED"
            self.success = self.success and result["status"] in ("PASSED", "SKIPPED")
            self.messages.append({"testStepFinished": {**step_ids, "testStepResult": result}})
        self.messages.append({"testCaseFinished": {**ids, "willBeRetried": False}})

    def __iter__(self) -> Iterator[Message]:
        end = {"seconds": CLOCK["seconds"] + 12, "nanos": 0}
        yield from self.messages
        yield {"testRunFinished": {"success": self.success, "timestamp": end}}

    @property
    def run(self) -> Run:
        return read(self)

    def case(self, title: str) -> Case:
        return next(case for case in self.run.cases if case.title == title)

    def page(self, **options: Any) -> str:
        return render(self, **options)


def by_words(results: Mapping[str, Message]) -> Callable[[str], Message]:
    """Choose the result of a step by words in its text; without these it passes."""
    return lambda text: next((found for words, found in results.items() if words in text), {})


def failing(message: str = "It broke.", error: str = "AssertionError", **about: Any) -> Message:
    """A result that is bad."""
    exception = {"type": error, "message": message}
    return {"status": "FAILED", "message": message, "exception": exception, **about}
