"""A scenario as console and JUnit tell it, whether it was played here or read from messages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from behave.model_type import Status

from behave_strict.report.errors import exception
from behave_strict.report.recording import Attachment, Moment, Trial

BAD = ("failed", "error")
UNDEFINED = "Undefined"  # the kind of a problem that is no exception


@dataclass(frozen=True)
class Problem:
    """A step or hook that failed. `place` is empty of a hook; `trace` is that of the exception."""

    name: str
    step: str
    place: str
    message: str
    kind: str
    trace: str


@dataclass(frozen=True)
class Told:
    """A scenario, or a hook outside of them that failed.

    `steps` are lines with the outcome of each; `attachments` are titles and texts.
    """

    name: str
    feature: str
    file: str
    seconds: float
    outcome: str
    problems: Sequence[Problem]
    attachments: Sequence[tuple[str, str]]
    line: int = 0
    reason: str = ""
    steps: Sequence[str] = ()
    began: bool = True


def tell(trial: Trial) -> Told:
    """Tell of a scenario that was selected in this run."""
    scenario = trial.scenario
    steps = [f"{step.keyword} {step.name} ... {_word(step)}" for step in scenario.all_steps]
    return Told(
        scenario.name,
        scenario.feature.name,
        scenario.filename,
        sum(moment.seconds for moment in trial.moments),
        trial.outcome,
        [problem(moment) for moment in trial.problems],
        texts(trial.attachments),
        scenario.line,
        trial.reason,
        steps,
        trial.ran,
    )


def _word(step: Any) -> str:
    """Tell how a step ended; one that was not reached was skipped, as in the messages."""
    return "skipped" if step.status is Status.untested else str(step.status.name)


def problem(moment: Moment) -> Problem:
    """Tell of a step or hook that failed in this run."""
    step, error = moment.step, moment.error
    return Problem(
        moment.name,
        f"{step.keyword} {step.name}" if step else "",
        str(step.location) if step else "",
        moment.message,
        type(error).__name__ if error else UNDEFINED,
        exception(error, step)["stackTrace"] if error else "",
    )


def texts(attachments: Sequence[Attachment]) -> list[tuple[str, str]]:
    """List those that are texts."""
    return [(each.title, each.text) for each in attachments if each.text is not None]
