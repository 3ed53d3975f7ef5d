"""The record of a run: its scenarios, their steps and hooks, and the attachments of these."""

from __future__ import annotations

import json
import os
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from email.message import Message
from pathlib import Path
from typing import Any

from behave.model_type import Status

from behave_strict.covered import MEDIA_TYPE as COVERED
from behave_strict.covered import Covered, join, read_covered
from behave_strict.page.facts import facts_of, is_facts
from behave_strict.report.about import About
from behave_strict.report.errors import explain


@dataclass(frozen=True, slots=True)
class Attachment:
    """An attachment of a step or hook; its media type may name it: `text/plain; name="log"`."""

    media_type: str
    body: str | bytes
    name: str
    at: float = field(default_factory=time.time)

    @classmethod
    def of(cls, media_type: str, data: str | bytes) -> Attachment:
        """Make one from the arguments of `context.attach`."""
        header = Message()
        header["Content-Type"] = media_type
        name = str(header.get_param("name") or "")
        header.del_param("name")
        body = data if isinstance(data, str) else bytes(data)
        return cls(str(header["Content-Type"]).strip(), body, name)

    @property
    def title(self) -> str:
        """Its name for people."""
        return self.name or self.media_type

    @property
    def text(self) -> str | None:
        """Its text; None for a picture and the like."""
        kind = self.media_type.partition(";")[0].strip().lower()
        if not re.match(r"text/|application/(.+\+)?json$", kind):
            return None
        return self.body if isinstance(self.body, str) else self.body.decode("utf-8", "replace")


@dataclass(eq=False, slots=True)
class Moment:
    """A step or a hook: when it began (seconds since 1970), how long it took (seconds), its end.

    Of a hook `function` is what the project defines, and `tag` the tag that it was called for.
    """

    name: str
    error: BaseException | None = None
    step: Any = None
    function: Any = None
    tag: str | None = None
    place: Any = None  # the feature or rule of a hook outside the scenarios
    began: float = field(default_factory=time.time)
    order: float = field(default_factory=time.perf_counter)  # a clock that nobody sets back
    seconds: float = 0.0
    ended: bool = False
    skipped: bool = False  # did the hook skip its scenario?
    hook_errors: list[BaseException] = field(default_factory=list)  # of the hooks of a step
    others: list[BaseException] = field(default_factory=list)  # that went wrong in the step, too
    attachments: list[Attachment] = field(default_factory=list)

    def end(self, error: BaseException | None = None) -> None:
        """Stop the clock."""
        self.seconds, self.error = time.perf_counter() - self.order, error
        self.ended = True

    @property
    def late(self) -> bool:
        """Is this a hook that comes after what it belongs to?"""
        return self.name.startswith(("after_", "cleanup"))

    @property
    def failed(self) -> bool:
        """Does it turn the run red?"""
        if self.step:
            return bool(self.step.status.has_failed()) or not self.ended
        return self.error is not None

    @property
    def message(self) -> str:
        """Why it failed."""
        if self.error:
            return "\n".join(map(explain, [self.error, *self.others]))
        return "No step definition fits this step." if self.ended else "The run ended here."


@dataclass(eq=False, slots=True)
class Attempt:
    """One attempt at a scenario: its moments, and how each of its steps ended, reached or not."""

    moments: list[Moment]
    statuses: list[str]
    began: float | None
    order: float


@dataclass(eq=False, slots=True)
class Trial:
    """A scenario, or one row of an outline. A hook that kept it from running is among `moments`.

    `moments` are those of the last attempt, where a scenario is tried again.
    """

    scenario: Any
    moments: list[Moment] = field(default_factory=list)
    began: float | None = None
    order: float = 0.0
    earlier: list[Attempt] = field(default_factory=list)
    worker: int = 0  # that played it, where there were several

    def begin(self) -> None:
        """Begin an attempt; what the one before has left is kept."""
        if self.began is not None:
            self.earlier.append(self.attempt)
            self.moments = []
        self.began, self.order = time.time(), time.perf_counter()

    @property
    def attempt(self) -> Attempt:
        """The last attempt, as it stands."""
        statuses = [step.status.name for step in self.scenario.all_steps]
        order = self.order or min((moment.order for moment in self.moments), default=0.0)
        return Attempt(self.moments, statuses, self.began, order)

    @property
    def attempts(self) -> list[Attempt]:
        """All attempts; none where it never began."""
        return [*self.earlier, self.attempt] if self.ran or self.moments else []

    @property
    def ran(self) -> bool:
        """Was it begun, or skipped on purpose? To behave an empty scenario has passed anyway."""
        return self.began is not None or self.scenario.status is Status.skipped

    @property
    def outcome(self) -> str:
        """passed, failed, error, skipped or not run."""
        status = self.scenario.status
        done = self.ran and not status.is_untested()
        if status.is_error() or (self.problems and not done):
            return "error"
        if status is Status.passed and self.problems:  # whatever a hook has made of the status
            return "failed"
        return str(status.name) if done else "not run"

    @property
    def reason(self) -> str:
        """Why it was skipped, or did not run."""
        ended = self.outcome == "not run"
        return (
            "The run ended before this scenario." if ended else str(self.scenario.skip_reason or "")
        )

    @property
    def problems(self) -> list[Moment]:
        """The steps and hooks that failed."""
        return [moment for moment in self.moments if moment.failed]

    @property
    def attachments(self) -> list[Attachment]:
        """All that its steps and hooks attached."""
        return [attachment for moment in self.moments for attachment in moment.attachments]


@dataclass(eq=False)
class Recording:
    """A whole run: the trials of all selected scenarios, and the hooks outside of scenarios."""

    features: list[Any]
    trials: list[Trial]
    hooks: list[Moment] = field(default_factory=list)
    defined: dict[str, Any] = field(default_factory=dict)  # the project's hooks, by their names
    began: float = field(default_factory=time.time)
    ended: float | None = None
    error: BaseException | None = None  # that ended the run
    failed: bool = False
    interrupted: bool = False  # by a signal
    checked: bool = True  # False: by a runner that refuses nothing
    about: About = field(default_factory=About)
    workers: int = 1

    def end(self, failed: bool) -> None:
        """Take note of the end, and whether the run failed."""
        self.ended, self.failed = time.time(), failed

    @property
    def has_problems(self) -> bool:
        """Is there anything that says why the run failed?"""
        return any(trial.problems for trial in self.trials) or any(
            hook.failed for hook in self.hooks
        )

    @property
    def settings(self) -> dict[str, str]:
        """The facts by which this run is compared with others, as far as they are known by now."""
        attached = [a for hook in self.hooks for a in hook.attachments]
        texts = [json.dumps(dict(self.about.facts)), *(a.text for a in attached if is_facts(a))]
        facts = [fact for text in texts if text for fact in facts_of(text)]
        return {fact.name: fact.text for fact in facts if fact.setting}

    @property
    def covered(self) -> Covered:
        """All that the run has covered, as its hooks tell."""
        attached = [a for hook in self.hooks for a in hook.attachments]
        return join(read_covered(a.text or "") for a in attached if a.media_type == COVERED)

    def by_feature(self) -> Iterator[tuple[Any, list[Trial]]]:
        """Features in reading order, each with its trials; those without any are left out."""
        for feature in sorted(self.features, key=lambda feature: reading_order(feature.filename)):
            trials = [trial for trial in self.trials if trial.scenario.feature is feature]
            if trials:
                yield feature, trials


def reading_order(file: str) -> tuple[int, str]:
    """First the features that README.md beside them links to, in its order; then by name."""
    path = Path(file)
    readme = path.with_name("README.md")
    text = readme.read_text("utf-8", "replace") if readme.is_file() else ""
    links = [os.path.normpath(link) for link in re.findall(r"\]\(<?([^)>]+\.feature)", text)]
    return links.index(path.name) if path.name in links else len(links), path.as_posix()
