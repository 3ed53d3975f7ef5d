"""behave's hooks: open what a run needs, begin each scenario, and judge it at its end."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from behave import fixture, use_fixture
from behave.model_type import Status
from behave_strict import Failed, Refused, collect
from wiremock_strict import WireMockStrictError

from support.context import Context, begin
from support.errors import AcceptanceError, OutOfReachError
from support.former_names import former_names
from support.judging.evidence import gather
from support.judging.verdict import Tally
from support.run import Run, open_run
from support.sentences.words import register_types
from support.settings import read_settings

register_types()  # before behave loads the steps


def before_all(context: Context) -> None:
    """Check the settings and start the servers; without them nothing is run."""
    if former := list(former_names(Path.cwd(), os.environ)):
        raise Refused(former)
    try:
        use_fixture(a_run, context)
    except (AcceptanceError, WireMockStrictError) as error:
        raise Refused([str(error)]) from None
    context.attach("application/x.facts+json", json.dumps(context.run.facts()))


def before_scenario(context: Context, scenario: Any) -> None:
    """Begin a play of its own, or skip what needs a browser where there is none."""
    try:
        begin(context)
        context.play = context.run.begin(in_browser="browser" in scenario.effective_tags)
        context.add_cleanup(context.play.close)
    except OutOfReachError as reason:
        scenario.skip(str(reason))


def before_step(context: Context, step: Any) -> None:
    """Tell the play which step begins."""
    sentence = f"{step.keyword} {step.name} ({step.location})"
    context.play.begin_step(sentence, is_given=step.step_type == "given")


def after_step(context: Context, step: Any) -> None:
    """Keep a picture of what a When has shown; skip what these settings do not allow."""
    shown = step.step_type == "when" and not step.exception  # else it is among the evidence
    if shown and (picture := context.play.picture()):
        context.attach('image/webp; name="What the shopper sees"', picture)
    if isinstance(step.exception, OutOfReachError):
        context.scenario.skip(str(step.exception))
        step.status = Status.skipped


def after_scenario(context: Context, scenario: Any) -> None:
    """Judge what has happened, and gather the evidence if anything is wrong."""
    if scenario.should_skip or not hasattr(context, "play"):  # it was skipped, or never began
        return
    play, failed = context.play, scenario.status.has_failed()
    verdict = play.judge()
    if failed or verdict.problems:
        wip = "wip" in scenario.effective_tags
        again = context.run.command(str(scenario.location), wip)
        for media_type, content in gather(play, verdict, again, verdict.problems if failed else []):
            context.attach(media_type, content)
    context.run.summary.count(verdict, passed=not (failed or verdict.problems))
    if verdict.problems and not failed:
        raise Failed("\n".join(verdict.problems))


def after_all(context: Context) -> None:
    """Tell what this worker has covered; one worker speaks for all about the live service."""
    if not hasattr(context, "run"):
        return
    summary = context.run.summary
    context.attach("application/x.covered+json", json.dumps(summary.covered()))
    if tallies := collect(context, summary.tally):
        tally = sum(tallies, Tally())
        for line in summary.lines(tally):
            print(line)
        if problem := summary.problem(tally):
            raise Failed(problem)


@fixture  # type: ignore[untyped-decorator]  # behave has no types
def a_run(context: Context) -> Iterator[Run]:
    """Open everything from before the first scenario until after the last."""
    settings = read_settings(context.config.userdata, os.environ)
    with open_run(settings) as run:
        context.run = run
        yield run
