"""A run as the page shows it: features as they are written, with what came of each scenario.

It does not change once it has been read, so it counts only once.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from behave_strict.covered import Covered

# From the worst to the best; a scenario's outcome is one of these, or "left out".
OUTCOMES = ("failed", "error", "skipped", "not run", "passed")
BAD = ("failed", "error")
UNFIT = ("undefined", "ambiguous", "pending")  # a step that no code stands behind
# What an exception is called that says "this is not as expected" rather than "this broke": by
# behave-strict, in any hook, and by whatever else writes messages.
VERDICT = re.compile(r"^(AssertionError|Failed)( \(|$)")
VERDICT_OF_A_HOOK = re.compile(r"([\w.]+\.)?Failed( \(|$)")
EXPECTATION = re.compile(r"assert|expect|comparison|mismatch|(^|[.:])failed$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Attachment:
    """Something that a step or a hook attached; `url` in place of a body that lies elsewhere."""

    media_type: str
    name: str = ""
    body: bytes = b""
    url: str = ""

    @property
    def title(self) -> str:
        """Name it for people."""
        return self.name or self.media_type

    @property
    def text(self) -> str:
        """Read it as text."""
        return self.body.decode("utf-8", "replace")


@dataclass(frozen=True, slots=True)
class Result:
    """How a step or a hook ended."""

    status: str = "not run"
    seconds: float = 0.0
    message: str = ""
    error: str = ""  # what the exception is called
    trace: str = ""
    of_behave: bool = False  # then the name of the exception says whether it is a verdict


@dataclass(slots=True)
class Step:
    """A step as it is written. `arguments` are pairs of places in its text."""

    keyword: str
    text: str
    line: int = 0
    table: list[list[str]] = field(default_factory=list)
    doc_string: str | None = None
    of_background: bool = False


@dataclass(slots=True)
class Played:
    """A step or a hook as it was played; `name` and `file` are those of a hook's function."""

    step: Step
    hook: bool = False
    late: bool = False  # a hook after the scenario
    arguments: list[tuple[int, int]] = field(default_factory=list)
    result: Result = Result()
    attachments: list[Attachment] = field(default_factory=list)
    snippets: list[str] = field(default_factory=list)
    name: str = ""
    file: str = ""

    @property
    def outcome(self) -> str:
        """Tell what came of it: passed, failed, error, skipped or not run."""
        status = self.result.status
        if status in UNFIT:
            return "error"
        if status != "failed":
            return status if status in OUTCOMES else "not run"
        return "failed" if self._is_verdict(self.result.error) else "error"

    def _is_verdict(self, error: str) -> bool:
        """Does it say "this is not as expected" rather than "this broke"?"""
        if self.hook:  # an assertion in a hook is our own machinery, except one raised on purpose
            return bool(VERDICT_OF_A_HOOK.match(error))
        known = VERDICT if self.result.of_behave else EXPECTATION
        return not error or bool(known.search(error))


@dataclass(slots=True)
class Attempt:
    """One try at a scenario."""

    played: list[Played] = field(default_factory=list)
    attachments: list[Attachment] = field(default_factory=list)  # of no step in particular

    def gather(self) -> None:
        """Move what hooks attached after a failure to the step that failed: it is its evidence."""
        failed = next((played for played in self.played if played.outcome in BAD), None)
        for played in self.played:
            if failed and played.late and played is not failed:
                failed.attachments += played.attachments
                played.attachments = []

    @property
    def seconds(self) -> float:
        """Add up what its steps and hooks took."""
        return sum(played.result.seconds for played in self.played)

    @property
    def outcome(self) -> str:
        """Tell what came of it: a hook that broke, else the first thing that went wrong."""
        if any(played.hook and played.outcome == "error" for played in self.played):
            return "error"
        outcomes = [played.outcome for played in self.played]
        bad = next((outcome for outcome in outcomes if outcome in BAD), None)
        return bad or next((outcome for outcome in OUTCOMES if outcome in outcomes), "passed")


@dataclass
class Case:
    """A scenario, or one row of an outline, and what came of it. Two cases are never equal."""

    identity: str
    name: str
    uri: str
    line: int
    tags: list[str] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)
    row: list[str] = field(default_factory=list)  # of an outline
    outline: str = ""  # its name, as it is written
    place_in_outline: str = ""  # such as "1.2 few": the second row of the first examples, "few"
    selected: bool = False
    attempts: list[Attempt] = field(default_factory=list)

    @property
    def title(self) -> str:
        """Name it so that it is told from the other rows of its outline."""
        alike = self.row and self.name == self.outline
        return f"{self.name} ({', '.join(filter(None, self.row))})" if alike else self.name

    @property
    def last(self) -> Attempt:
        """Return the attempt that counts."""
        return self.attempts[-1] if self.attempts else Attempt()

    @cached_property
    def outcome(self) -> str:
        """Tell what came of it."""
        if not self.attempts:
            return "not run" if self.selected else "left out"
        return self.last.outcome

    @cached_property
    def seconds(self) -> float:
        """Add up all attempts."""
        return sum(attempt.seconds for attempt in self.attempts)

    @property
    def problems(self) -> list[Played]:
        """List the steps and hooks that are to blame."""
        return [played for played in self.last.played if played.outcome in BAD]

    @property
    def reason(self) -> str:
        """Tell why it was skipped or did not run."""
        skipped = (p for p in self.last.played if p.outcome in ("skipped", "not run"))
        return next((p.result.message for p in skipped if p.result.message), "")

    @property
    def place(self) -> str:
        """Tell file and line."""
        return f"{self.uri}:{self.line}"


@dataclass
class Part:
    """A feature, rule, background, scenario or outline: a title and some prose."""

    keyword: str = ""
    name: str = ""
    description: str = ""
    tags: list[str] = field(default_factory=list)
    identity: str = ""


@dataclass
class Background(Part):
    """Steps that come before each scenario."""

    steps: list[Step] = field(default_factory=list)


@dataclass
class Scenario(Part):
    """A scenario, as it is documented, and as it was played."""

    case: Case = field(default_factory=lambda: Case("", "", "", 0))

    @property
    def cases(self) -> list[Case]:
        """List it, as an outline lists its rows."""
        return [self.case]


@dataclass
class Row:
    """A row of examples, and what came of it."""

    cells: list[str]
    case: Case


@dataclass
class Examples(Part):
    """A table of examples."""

    heading: list[str] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)


@dataclass
class Outline(Part):
    """A scenario that is played once for each row; `place` is where it is written."""

    place: str = ""
    steps: list[Step] = field(default_factory=list)
    examples: list[Examples] = field(default_factory=list)

    @property
    def cases(self) -> list[Case]:
        """List its rows."""
        return [row.case for examples in self.examples for row in examples.rows]


@dataclass
class Group(Part):
    """A feature, or a rule in it: `children` are in the order of the file."""

    uri: str = ""
    language: str = "en"
    children: list[Part] = field(default_factory=list)

    @cached_property
    def cases(self) -> list[Case]:
        """List all scenarios and rows in it."""
        return [case for child in self.children for case in getattr(child, "cases", ())]

    @cached_property
    def outcome(self) -> str:
        """Tell what came of it: the worst, or "passed" if something did and nothing is bad."""
        counts = Counter(case.outcome for case in self.cases)
        order = ("failed", "error", "passed", "not run", "skipped", "left out")
        return next((outcome for outcome in order if counts[outcome]), "left out")

    @cached_property
    def seconds(self) -> float:
        """Add up its scenarios."""
        return sum(case.seconds for case in self.cases)


@dataclass(frozen=True)
class Fact:
    """Something to know about a run. Runs with other `setting` facts are not compared with it."""

    name: str
    text: str
    link: str = ""
    setting: bool = False


@dataclass
class Run:
    """A whole run."""

    features: list[Group] = field(default_factory=list)
    facts: list[Fact] = field(default_factory=list)
    covered: Covered = field(default_factory=dict)
    hooks: list[Played] = field(default_factory=list)  # around the run
    problems: list[str] = field(default_factory=list)  # of the run itself, and of its features
    began: datetime | None = None
    seconds: float = 0.0
    workers: set[str] = field(default_factory=set)  # that played scenarios side by side
    success: bool | None = None  # None: it has no end

    @cached_property
    def cases(self) -> list[Case]:
        """List all scenarios and rows, in the order in which they are to be read."""
        return [case for feature in self.features for case in feature.cases]

    @cached_property
    def counts(self) -> Counter[str]:
        """Count the scenarios by outcome."""
        return Counter(case.outcome for case in self.cases)

    @property
    def failed_hooks(self) -> list[Played]:
        """List the hooks around the run that failed."""
        return [hook for hook in self.hooks if hook.outcome in BAD]

    @property
    def settings(self) -> dict[str, str]:
        """Tell what makes runs comparable."""
        return {fact.name: fact.text for fact in self.facts if fact.setting}

    def fact(self, name: str) -> str:
        """Look up the text of a fact; empty if it is unknown."""
        return next((fact.text for fact in self.facts if fact.name == name), "")

    def of_failures(self) -> Iterator[Attachment]:
        """Walk through the attachments of scenarios that failed or broke."""
        for case in self.cases:
            if case.outcome in BAD:
                yield from case.last.attachments
                for played in case.last.played:
                    yield from played.attachments

    def groups(self) -> Iterator[Group]:
        """Walk through features and rules."""
        for feature in self.features:
            yield feature
            yield from (child for child in feature.children if isinstance(child, Group))
