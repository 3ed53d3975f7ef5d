"""Cucumber Messages (https://github.com/cucumber/messages), read into the model."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

from behave_strict.covered import MEDIA_TYPE as COVERED
from behave_strict.covered import join, read_covered
from behave_strict.page.documents import Documents
from behave_strict.page.facts import facts_of, is_facts, known_facts
from behave_strict.page.model import Attachment, Attempt, Case, Played, Result, Run, Step

Message = dict[str, Any]
HOOKS = {
    "BEFORE_TEST_RUN": "before the run",
    "AFTER_TEST_RUN": "after the run",
    "BEFORE_TEST_CASE": "before the scenario",
    "AFTER_TEST_CASE": "after the scenario",
    "BEFORE_TEST_STEP": "before the step",
    "AFTER_TEST_STEP": "after the step",
}
# The functions of behave that these are.
FUNCTIONS = {
    "BEFORE_TEST_RUN": "before_all",
    "AFTER_TEST_RUN": "after_all",
    "BEFORE_TEST_CASE": "before_scenario",
    "AFTER_TEST_CASE": "after_scenario",
}


class MessagesError(Exception):
    """A file does not hold Cucumber Messages; says where, and what to do."""


def read_file(path: Path) -> Iterator[Message]:
    """Read the messages of a file (NDJSON). Raises MessagesError."""
    try:
        lines = path.read_text("utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is not UTF-8"
        raise MessagesError(f"{path} cannot be read: {reason}.") from None
    for number, line in enumerate(lines, 1):
        if line.strip():
            yield _message(line, f"{path}:{number}")


def _message(line: str, place: str) -> Message:
    remedy = "give a file of Cucumber Messages, one to a line"
    try:
        message = json.loads(line)
    except json.JSONDecodeError:
        raise MessagesError(f"{place}: this is not JSON; {remedy}.") from None
    if not isinstance(message, dict):
        raise MessagesError(f"{place}: this is not a message; {remedy}.")
    return message


def read(messages: Iterable[Message]) -> Run:
    """Read a run. What a later version of the protocol adds is passed over.

    Raises MessagesError for a message without what it must have.
    """
    return _Reader().read(messages)


class _Reader:
    """Follows the messages in their order; a method for each kind."""

    def __init__(self) -> None:
        self.run = Run()
        self.of_behave = False
        self.documents = Documents()
        self.cases: dict[str, Case] = {}  # by pickle
        self.steps: dict[str, Step] = {}  # by step of a pickle
        self.hooks: dict[str, Message] = {}
        self.planned: dict[str, Message] = {}  # test cases
        self.attempts: dict[str, Attempt] = {}
        self.played: dict[tuple[str, str], Played] = {}  # by attempt and step
        self.run_hooks: dict[str, Played] = {}
        self.snippets: dict[str, list[str]] = {}  # by step of a pickle
        self.kinds: dict[str, Callable[[Message], None]] = {
            "meta": self._meta,
            "gherkinDocument": self.documents.read,
            "parseError": self._parse_error,
            "pickle": self._pickle,
            "hook": self._hook,
            "suggestion": self._suggestion,
            "undefinedParameterType": self._undefined_parameter_type,
            "testRunStarted": self._run_started,
            "testCase": self._case,
            "testCaseStarted": self._case_started,
            "testStepFinished": self._step_finished,
            "testRunHookStarted": self._run_hook_started,
            "testRunHookFinished": self._run_hook_finished,
            "attachment": self._attachment,
            "externalAttachment": self._attachment,
            "testRunFinished": self._run_finished,
        }

    def read(self, messages: Iterable[Message]) -> Run:
        for number, message in enumerate(messages, 1):
            for kind, about in message.items():
                if kind in self.kinds:
                    self._take(number, kind, about)
        run = self.run
        run.features = self.documents.features
        run.facts = list({fact.name: fact for fact in run.facts}.values())  # the last one counts
        if self._picked():
            for case in self.cases.values():
                case.selected = True
        for attempt in self.attempts.values():
            attempt.gather()
        if run.success is None:
            run.problems.append("The run did not end: its messages stop before testRunFinished.")
        return run

    def _take(self, number: int, kind: str, about: Message) -> None:
        try:
            self.kinds[kind](about)
        except (LookupError, TypeError, AttributeError, ValueError, ArithmeticError) as error:
            reason = f"{error} is missing" if isinstance(error, KeyError) else str(error)
            raise MessagesError(
                f"Message {number}, a {kind}, is not as it should be: {reason}."
            ) from error

    def _picked(self) -> bool:
        """Tell whether each pickle was selected, be it without a test case.

        Cucumber itself has pickles of everything, behave-strict of what is selected.
        """
        documented = self.documents.cases.values()
        return self.of_behave or not self.planned or len(self.cases) < len(documented)

    def _meta(self, about: Message) -> None:
        self.of_behave = about.get("implementation", {}).get("name", "").startswith("behave")
        self.run.facts += known_facts(about)

    def _parse_error(self, about: Message) -> None:
        self.run.problems.append(f"{about['source'].get('uri', '')} {about['message']}".strip())

    def _undefined_parameter_type(self, about: Message) -> None:
        name, expression = about["name"], about["expression"]
        self.run.problems.append(f"Unknown parameter type {name!r} in {expression!r}.")

    def _pickle(self, about: Message) -> None:
        nodes = about.get("astNodeIds") or [""]
        case = self.documents.cases.get(nodes[-1])
        if not case:
            line = int(about.get("location", {}).get("line", 0))
            case = self.documents.unknown(about["uri"], about["name"], line)
        case.name = about["name"]
        case.tags = [tag["name"] for tag in about.get("tags", ())]
        case.steps = [self._pickle_step(step) for step in about["steps"]]
        self.cases[about["id"]] = case

    def _pickle_step(self, about: Message) -> Step:
        written = self.documents.steps.get((about.get("astNodeIds") or [""])[0], Step("", ""))
        argument = about.get("argument", {})
        rows = argument.get("dataTable", {}).get("rows", ())
        step = Step(written.keyword, about["text"], written.line)
        step.table = [[cell["value"] for cell in row["cells"]] for row in rows]
        step.doc_string = argument.get("docString", {}).get("content")
        step.of_background = written.of_background
        self.steps[about["id"]] = step
        return step

    def _hook(self, about: Message) -> None:
        self.hooks[about["id"]] = about

    def _suggestion(self, about: Message) -> None:
        codes = [snippet["code"] for snippet in about.get("snippets", ())]
        self.snippets.setdefault(about["pickleStepId"], []).extend(codes)

    def _run_started(self, about: Message) -> None:
        self.run.began = datetime.fromtimestamp(_seconds(about.get("timestamp")), timezone.utc)

    def _case(self, about: Message) -> None:
        self.planned[about["id"]] = about
        if case := self.cases.get(about["pickleId"]):
            case.selected = True

    def _case_started(self, about: Message) -> None:
        plan = self.planned[about["testCaseId"]]
        self.run.workers |= {about["workerId"]} if "workerId" in about else set()
        attempt = self.attempts[about["id"]] = Attempt()
        for step in plan["testSteps"]:
            played = self._planned_step(step)
            attempt.played.append(played)
            self.played[about["id"], step["id"]] = played
        self.cases[plan["pickleId"]].attempts.append(attempt)

    def _planned_step(self, about: Message) -> Played:
        if hook_id := about.get("hookId"):
            late = self.hooks.get(hook_id, {}).get("type", "").startswith("AFTER")
            return self._hook_played(hook_id, late)
        played = Played(self.steps.get(about.get("pickleStepId", ""), Step("", "")))
        lists = about.get("stepMatchArgumentsLists") or []
        if len(lists) == 1:
            played.arguments = list(_places(played.step.text, lists[0]["stepMatchArguments"]))
        played.snippets = self.snippets.get(about.get("pickleStepId", ""), [])
        return played

    def _hook_played(self, hook_id: str, late: bool = False) -> Played:
        hook = self.hooks.get(hook_id, {})
        name = hook.get("name") or FUNCTIONS.get(hook.get("type", ""), "")
        if tag := hook.get("tagExpression"):
            name = f"{name.replace('scenario', 'tag')} {tag}"
        file = hook.get("sourceReference", {}).get("uri", "")
        return Played(self._hook_step(hook_id), hook=True, late=late, name=name, file=file)

    def _hook_step(self, hook_id: str) -> Step:
        hook = self.hooks.get(hook_id, {})
        reference = hook.get("sourceReference", {})
        line = int(reference.get("location", {}).get("line", 0))
        place = ":".join(filter(None, [reference.get("uri", ""), str(line or "")]))
        name = hook.get("name") or HOOKS.get(hook.get("type", ""), "around something")
        tags = f" {expression}" if (expression := hook.get("tagExpression")) else ""
        return Step("Hook", f"{name}{tags}" + (f" ({place})" if place else ""), line)

    def _step_finished(self, about: Message) -> None:
        if played := self.played.get((about["testCaseStartedId"], about["testStepId"])):
            played.result = self._result(about["testStepResult"])

    def _run_hook_started(self, about: Message) -> None:
        played = self._hook_played(about["hookId"])
        self.run_hooks[about["id"]] = played
        self.run.hooks.append(played)

    def _run_hook_finished(self, about: Message) -> None:
        if played := self.run_hooks.get(about["testRunHookStartedId"]):
            played.result = self._result(about["result"])

    def _attachment(self, about: Message) -> None:
        attachment = _attached(about)
        if is_facts(attachment):
            self.run.facts += facts_of(attachment.text)
            return
        if attachment.media_type == COVERED:
            self.run.covered = join([self.run.covered, read_covered(attachment.text)])
            return
        attempt = about.get("testCaseStartedId", "")
        owner: Played | Attempt | None = (
            self.played.get((attempt, about.get("testStepId", "")))
            or self.attempts.get(attempt)
            or self.run_hooks.get(about.get("testRunHookStartedId", ""))
        )
        if not owner:  # of the run, or of what is unknown: it is not to be lost
            owner = Played(Step("", "The run"), result=Result("passed"))
            self.run.hooks.append(owner)
        owner.attachments.append(attachment)

    def _run_finished(self, about: Message) -> None:
        run = self.run
        run.success = bool(about["success"])
        if run.began:
            run.seconds = max(_seconds(about.get("timestamp")) - run.began.timestamp(), 0.0)
        exception = about.get("exception", {})
        if message := about.get("message") or exception.get("message"):
            run.problems.append(message)

    def _result(self, about: Message) -> Result:
        exception = about.get("exception", {})
        status = about["status"].lower()
        return Result(
            "not run" if status == "unknown" else status,
            _seconds(about.get("duration")),
            about.get("message") or exception.get("message", ""),
            exception.get("type", ""),
            exception.get("stackTrace", ""),
            self.of_behave,
        )


def _attached(about: Message) -> Attachment:
    body = about.get("body", "")
    encoded = about.get("contentEncoding") == "BASE64"
    content = base64.b64decode(body) if encoded else body.encode("utf-8", "replace")
    media_type = about.get("mediaType", "").partition(";")[0].strip().lower()
    return Attachment(media_type, about.get("fileName", ""), content, about.get("url", ""))


def _places(text: str, arguments: list[Message]) -> Iterator[tuple[int, int]]:
    """Find the arguments in the text. Messages count in UTF-16 units, as JavaScript does."""
    units = text.encode("utf-16-le", "surrogatepass")
    for argument in arguments:
        group = argument.get("group", {})
        if group.get("value") is not None and group.get("start") is not None:
            before = units[: 2 * group["start"]].decode("utf-16-le", "surrogatepass")
            yield len(before), len(before) + len(group["value"])


def _seconds(clock: Message | None) -> float:
    return float(clock["seconds"]) + clock["nanos"] / 1e9 if clock else 0.0
