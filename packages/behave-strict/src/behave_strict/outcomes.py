"""Find scenarios that passed for nothing, and say what a run left out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence, Set
from typing import Any

from behave.model import Feature, Scenario
from behave.model_type import Status

from behave_strict.endings import Problem
from behave_strict.wording import count, quoted


def green_for_nothing(selected: Sequence[Scenario], failed: bool) -> Iterator[Problem]:
    """Find scenarios that neither failed nor were really tried."""
    for scenario in selected:
        place = scenario.filename, scenario.line
        if scenario.status is Status.skipped and not scenario.skip_reason:
            remedy = 'give one: scenario.skip("no browser was found")'
            yield Problem(*place, "the scenario was skipped without a reason", remedy)
        if scenario.status.is_untested() and not failed:
            what = "the scenario was selected, and never ran"
            yield Problem(*place, what, "look for a hook that keeps it from running")
        if scenario.status is Status.passed and not list(scenario.all_steps):
            what = "the scenario passed without a step"
            yield Problem(*place, what, "look for a hook that takes its steps away")
        # behave lets a pending step pass in a scenario with the tag @wip.
        for step in scenario.all_steps:
            if step.status is Status.pending_warn:
                yield Problem(step.filename, step.line, "the step is pending", "write its body")
            elif step.exception and step.status is Status.passed:
                what = "the step failed, and counts as passed"
                yield Problem(
                    step.filename, step.line, what, "look for a hook that sets its status"
                )
    if all(scenario.status is Status.skipped for scenario in selected):
        what = "every selected scenario was skipped, so nothing was tested"
        yield Problem("behave", 0, what, "see the reasons below")


def added_while_running(features: Sequence[Feature], written: Set[int]) -> Iterator[Problem]:
    """Find scenarios that no file has; `written` holds the ids of those that one has.

    No report counts them, and a worker does not play them.
    """
    for feature in features:
        for scenario in feature.walk_scenarios():
            if id(scenario) not in written:
                what = (
                    f'a hook or step added a scenario, "{scenario.name}", which counts for nothing'
                )
                yield Problem(feature.filename, feature.line, what, "write it in the file")


def remarks(
    config: Any, scenarios: Sequence[Scenario], selected: Sequence[Scenario]
) -> Iterator[str]:
    """Say what a run did not do, in a line each: skipped, left out by default, only read."""
    if config.dry_run:
        yield f"A dry run: {count(selected, 'scenario')} checked, none run."
    reasons = Counter(s.skip_reason for s in selected if s.status is Status.skipped)
    if reasons:
        each = ", ".join(f"{n} x '{reason or 'no reason given'}'" for reason, n in reasons.items())
        yield f"{count(list(reasons.elements()), 'scenario')} skipped: {each}"
    default = config.config_tags or config.default_tags
    named = [s for s in scenarios if s.should_run_with_name_select(config)]
    left = [s for s in named if not s.should_run_with_tags(config.tag_expression)]
    if left and config.tags == default:
        yield f"{count(left, 'scenario')} left out by default: {quoted(default)}"
