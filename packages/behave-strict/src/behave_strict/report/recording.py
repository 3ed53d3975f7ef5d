"""What happened in a run: its scenarios, the steps and hooks in them, and what these attached."""

from __future__ import annotations

import os
import re
import time
import traceback
from collections.abc import Iterator
from dataclasses import dataclass, field
from email.message import Message
from pathlib import Path
from typing import Any

import behave


@dataclass(frozen=True)
class Attachment:
    """What a step or hook attached. Its media type may name it: `text/plain; name="log lines"`."""

    media_type: str
    body: bytes
    name: str

    @classmethod
    def of(cls, media_type: str, data: str | bytes) -> Attachment:
        """From what `context.attach` was given."""
        header = Message()
        header["Content-Type"] = media_type
        body = data.encode("utf-8", "replace") if isinstance(data, str) else bytes(data)
        name = str(header.get_param("name") or "")
        return cls(media_type.partition(";")[0].strip().lower(), body, name)

    @property
    def title(self) -> str:
        """What to call it."""
        return self.name or self.media_type

    @property
    def text(self) -> str | None:
        """Its text; None for a picture and the like."""
        is_text = re.match(r"text/|application/(.+\+)?json$", self.media_type)
        return self.body.decode("utf-8", "replace") if is_text else None


@dataclass(eq=False)
class Moment:
    """A step or a hook: when it began (seconds since 1970), how long it took (seconds), its end."""

    name: str
    error: BaseException | None = None
    step: Any = None
    began: float = field(default_factory=time.time)
    seconds: float = 0.0
    attachments: list[Attachment] = field(default_factory=list)

    def end(self, error: BaseException | None = None) -> None:
        """Stops the clock."""
        self.seconds, self.error = max(time.time() - self.began, 0.0), error

    @property
    def late(self) -> bool:
        """Is this a hook that comes after what it belongs to?"""
        return self.name.startswith(("after_", "cleanup"))

    @property
    def failed(self) -> bool:
        """Does it turn the run red?"""
        return bool(self.step.status.has_failed()) if self.step else self.error is not None

    @property
    def message(self) -> str:
        """Why it failed."""
        return explain(self.error) if self.error else "No step definition fits this step."


@dataclass(eq=False)
class Trial:
    """A scenario, or one row of an outline. A hook that kept it from running is among `moments`."""

    scenario: Any
    moments: list[Moment] = field(default_factory=list)

    @property
    def ran(self) -> bool:
        """Was it begun, or skipped on purpose?"""
        return not self.scenario.status.is_untested()

    @property
    def outcome(self) -> str:
        """passed, failed, error, skipped or not run."""
        status = self.scenario.status
        if status.is_error() or (not self.ran and self.problems):
            return "error"
        return status.name if self.ran else "not run"

    @property
    def reason(self) -> str:
        """Why it was skipped, or did not run."""
        ended = self.outcome == "not run"
        return "The run ended before it." if ended else str(self.scenario.skip_reason or "")

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
    began: float = field(default_factory=time.time)
    failed: bool = False
    checked: bool = True  # False: by a runner that refuses nothing

    def by_feature(self) -> Iterator[tuple[Any, list[Trial]]]:
        """Features in reading order, each with its trials; those without any are left out."""
        for feature in sorted(self.features, key=reading_order):
            trials = [trial for trial in self.trials if trial.scenario.feature is feature]
            if trials:
                yield feature, trials


def reading_order(feature: Any) -> tuple[int, str]:
    """First the features that README.md beside them links to, in its order; then by name."""
    path = Path(feature.filename)
    readme = path.with_name("README.md")
    text = readme.read_text("utf-8", "replace") if readme.is_file() else ""
    links = [os.path.normpath(link) for link in re.findall(r"\]\(<?([^)>]+\.feature)", text)]
    return links.index(path.name) if path.name in links else len(links), path.as_posix()


def explain(error: BaseException) -> str:
    """An error in words: an assertion's own; of others the kind, the text and the place."""
    text = str(error).strip()
    if isinstance(error, AssertionError) and text:
        return text
    if isinstance(error, KeyboardInterrupt):
        return "The run was broken off here."
    installed = os.path.dirname(os.path.dirname(behave.__file__))
    behind = installed, os.path.dirname(os.__file__), os.path.dirname(__file__)
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if not frame.filename.startswith(behind)]
    place = f" ({os.path.relpath(ours[-1].filename)}:{ours[-1].lineno})" if ours else ""
    return ": ".join(filter(None, [type(error).__name__, text])) + place
