"""The notes that a worker sends to the main process."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from behave.model_type import Status

from behave_strict.endings import Problem
from behave_strict.report.recording import Moment, Trial

OF_TRIALS = ("moments", "began", "order", "earlier")
OF_SCENARIOS = ("hook_failed", "should_skip", "exception", "error_message", "_captured")
OF_STEPS = ("status", "hook_failed", "error_message", "exception", "duration", "_captured")


@dataclass
class Result:
    """The result of a scenario: its recording, and the state of behave's own model."""

    number: int  # of the scenario, in the order of the run
    scenario: Any
    failed: bool
    trial: dict[str, Any]
    about: dict[str, Any]
    status: str
    skip_reason: str | None
    steps: list[dict[str, Any]]

    @classmethod
    def of(cls, number: int, trial: Trial, failed: bool) -> Result:
        """Take the result of a scenario that has been played here, or cannot be."""
        scenario, reason = trial.scenario, trial.scenario.skip_reason
        return cls(
            number,
            scenario,
            failed,
            {name: getattr(trial, name) for name in OF_TRIALS},
            {name: getattr(scenario, name) for name in OF_SCENARIOS},
            scenario.status.name,
            str(reason) if reason else None,
            [{name: getattr(s, name) for name in OF_STEPS} for s in scenario.all_steps],
        )

    def put_into(self, trial: Trial) -> None:
        """Make this the result of the scenario, as if it had been played here."""
        for name, value in self.trial.items():
            setattr(trial, name, value)
        scenario = trial.scenario
        for name, value in self.about.items():
            setattr(scenario, name, value)
        scenario.exc_traceback = getattr(scenario.exception, "__traceback__", None)
        scenario.skip_reason = self.skip_reason
        scenario.set_status(Status.from_name(self.status))
        for step, state in zip(scenario.all_steps, self.steps, strict=True):
            for name, value in state.items():
                setattr(step, name, value)
            step.exc_traceback = getattr(step.exception, "__traceback__", None)


@dataclass
class Note:
    """The news of a worker since its last note, and its wish."""

    wants: str  # "scenario", or "values" of all workers; "" at its end
    results: list[Result] = field(default_factory=list)
    hooks: list[Moment] = field(default_factory=list)
    aborted: bool = False
    failed: bool = False
    value: Any = None
    error: BaseException | None = None  # that ended its run
    refused: list[str | Problem] = field(default_factory=list)
