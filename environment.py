"""behave's hooks: open what a run needs, reset before each scenario, judge and gather after it."""

from __future__ import annotations

import os
from typing import Any

from behave import fixture, use_fixture
from behave.model_type import Status
from behave_strict import Failed, Refused
from wiremock_strict.errors import WireMockStrictError

from support.context import Context
from support.errors import OutOfReachError, SettingError
from support.evidence import gather
from support.run import open_run
from support.settings import read_settings
from support.words import register_types

register_types()  # before behave loads the steps


def before_all(context: Context) -> None:
    """Check the settings, then start the servers; one sentence, and no run, if that fails."""
    try:
        use_fixture(a_run, context)
    except SettingError as error:
        raise Refused([str(error)]) from None
    except WireMockStrictError as error:
        raise AssertionError(str(error)) from None


def before_scenario(context: Context, scenario: Any) -> None:
    """Leave nothing over from the scenario before."""
    try:
        context.run.begin_scenario(in_browser="browser" in scenario.effective_tags)
    except OutOfReachError as reason:
        scenario.skip(str(reason))
    context.overview = context.run.overview


def before_step(context: Context, step: Any) -> None:
    """Tell the products port which step is about to set something."""
    context.products.given = f"{step.keyword} {step.name} ({step.location})"


def after_step(context: Context, step: Any) -> None:
    """Keep a picture of what a When has shown; skip what is out of reach of these settings."""
    shown = step.step_type == "when" and not step.exception  # or else it is among the evidence
    if shown and (picture := context.web_page.picture()):
        context.attach('image/jpeg; name="What the shopper sees"', picture)
    if isinstance(step.exception, OutOfReachError):
        context.scenario.skip(str(step.exception))
        step.status = Status.skipped


def after_scenario(context: Context, scenario: Any) -> None:
    """Judge what really happened; gather the evidence of a scenario that failed."""
    if scenario.should_skip:
        return
    failed = scenario.status.has_failed()
    problems = context.run.end_scenario(passed=not failed)
    if problems or failed:
        beside_the_steps = problems if failed else []  # or else they are what is raised
        evidence = gather(context.run, str(scenario.location), beside_the_steps)
        for mime_type, content in evidence:
            context.attach(mime_type, content)
    if problems and not failed:
        raise Failed("\n".join(problems))


def after_all(context: Context) -> None:
    """Tell what the run has covered."""
    if hasattr(context, "run"):
        print("\n".join(context.run.summary()))


@fixture  # type: ignore[untyped-decorator]  # behave has no types
def a_run(context: Context) -> Any:
    """All that is open from before the first scenario until after the last."""
    settings = read_settings(context.config.userdata, os.environ)
    with open_run(settings) as run:
        context.run = run
        context.products, context.program, context.web_page = (
            run.products,
            run.program,
            run.web_page,
        )
        yield run
