"""Tell console and JUnit of the scenarios and hooks in messages."""

from __future__ import annotations

from collections.abc import Iterator, Set

from behave_strict.page.model import UNFIT, Attachment, Case, Group, Played, Run
from behave_strict.report import recording
from behave_strict.report.junit import THE_RUN
from behave_strict.report.told import UNDEFINED, Problem, Told, texts

NO_DEFINITION = "No step definition fits this step."
ENDED = "The run ended before this scenario."


def scenarios_of(run: Run) -> list[tuple[str, list[Told]]]:
    """Tell of the scenarios of each feature."""
    hooks = {(hook.name, hook.result.message) for hook in run.failed_hooks}
    told = [(f.name, [_tell(c, f, hooks) for c in f.cases if c.selected]) for f in run.features]
    return [(name, scenarios) for name, scenarios in told if scenarios]


def _tell(case: Case, feature: Group, hooks: Set[tuple[str, str]]) -> Told:
    number = f" -- @{case.place_in_outline}" if case.place_in_outline else ""
    attached = [each for played in case.last.played for each in played.attachments]
    kept_from_running = any((each.name, each.result.message) in hooks for each in case.problems)
    return Told(
        f"{case.name}{number}",
        feature.name,
        case.uri,
        case.last.seconds,
        case.outcome,
        [_problem(played, case.uri) for played in case.problems],
        _texts([*attached, *case.last.attachments]),
        case.line,
        case.reason if case.attempts else ENDED,
        list(_steps(case)),
        bool(case.attempts) and not kept_from_running,
    )


def hooks_of(run: Run) -> list[Told]:
    """Tell of the hooks outside of scenarios that failed, and of what is wrong with the run."""
    hooks = [
        Told(
            played.name or played.step.text,
            THE_RUN,
            played.file,
            played.result.seconds,
            "error",
            [_problem(played)],
            _texts(played.attachments),
        )
        for played in run.failed_hooks
    ]
    wrong = [Problem("the run", "", "", text, "AssertionError", "") for text in run.problems]
    return [*hooks, *(Told("the run", THE_RUN, "", 0.0, "error", [each], []) for each in wrong)]


def _steps(case: Case) -> Iterator[str]:
    for played in case.last.played:
        if not played.hook:
            status = played.result.status
            said = status if status in UNFIT else played.outcome
            yield f"{played.step.keyword} {played.step.text} ... {said}"
    if not case.attempts:
        yield from (f"{step.keyword} {step.text} ... skipped" for step in case.steps)


def _problem(played: Played, uri: str = "") -> Problem:
    step, result = played.step, played.result
    undefined = result.status == "undefined"
    return Problem(
        played.name if played.hook else step.text,
        "" if played.hook else f"{step.keyword} {step.text}",
        "" if played.hook else f"{uri}:{step.line}",
        NO_DEFINITION if undefined else result.message,
        result.error or UNDEFINED,
        result.trace,
    )


def _texts(attachments: list[Attachment]) -> list[tuple[str, str]]:
    return texts([recording.Attachment(a.media_type, a.body, a.name) for a in attachments])
