"""The project that made-up features are played in."""

from __future__ import annotations

import contextlib
import io
import signal
from collections.abc import Iterator
from pathlib import Path

from behave.__main__ import main
from behave.runner import the_step_registry

SETTINGS = """\
[tool.behave]
paths = ["features"]
show_snippets = false
summary = false

[tool.behave_strict]
off = [
    "aligned-tables", "most-steps", "needs-then", "needs-when", "one-when", "unique-headings",
    "unused-definitions",
]

[tool.behave_strict.reports]
page = "page.html"
history = false
messages = "messages.ndjson"
junit = "junit.xml"
"""
STEPS = """\
import sys

from behave import step

@step('it passes')
@step('it shows "{text}"')
@step('it shows ""')
def passes(context, text=""): assert context

@step('it fails')
def fails(context): assert context.failed, 'red'

@step('it breaks')
def breaks(context): raise RuntimeError('broken')

@step('it waits')
def waits(context): raise StepNotImplementedError('later')

@step('it skips')
def skips(context): context.scenario.skip('not today')

@step('it attaches')
def attaches(context): context.attach('text/plain', 'evidence')

@step('it aborts')
def aborts(context): context.abort()

@step('it is interrupted')
def is_interrupted(context): raise KeyboardInterrupt

@step('it exits')
def exits(context): sys.exit(0)
"""
ENVIRONMENT = """\
from behave.contrib.scenario_autoretry import patch_scenario_with_autoretry
from behave_strict import Failed

def before_feature(context, feature):
    for scenario in feature.walk_scenarios():
        if 'again' in scenario.effective_tags:
            patch_scenario_with_autoretry(scenario, max_attempts=2)
    assert 'dark' not in feature.tags

def before_rule(context, rule):
    assert 'dark' not in rule.tags

def before_scenario(context, scenario):
    if 'blind' in scenario.effective_tags:
        scenario.skip('no browser')
    assert 'unfit' not in scenario.effective_tags

def before_step(context, step):
    assert 'stumbles' not in context.tags

def after_step(context, step):
    if 'limps' in context.tags:
        raise Failed('too late')

def after_scenario(context, scenario):
    if 'verdict' in scenario.effective_tags:
        raise Failed('seen twice')
    if 'leaky' in scenario.effective_tags:
        context.add_cleanup(lambda: 1 / 0)

def after_rule(context, rule):
    assert 'late' not in rule.tags

def after_feature(context, feature):
    assert 'late' not in feature.tags
"""


def write_project(folder: Path) -> None:
    """Write everything but the features."""
    for path, text in {
        "pyproject.toml": SETTINGS, "environment.py": ENVIRONMENT, "steps/steps.py": STEPS,
    }.items():  # fmt: skip
        (folder / path).parent.mkdir(exist_ok=True)
        (folder / path).write_text(text, "utf-8")
    (folder / "features").mkdir()


def play(runner: str) -> tuple[int, str]:
    """Run the project in the working directory; return the exit code and what was printed."""
    the_step_registry.clear()
    output = io.StringIO()
    with contextlib.redirect_stdout(output), contextlib.redirect_stderr(output), _limited(60):
        try:
            code = main(["--no-color", f"--runner=behave_strict:{runner}"])
        except SystemExit as end:  # of a step, which ReportingRunner hands on
            code = int(end.code or 0)
    return code, output.getvalue()


@contextlib.contextmanager
def _limited(seconds: int) -> Iterator[None]:
    """Turn a hang into an error."""

    def late(*_: object) -> None:
        raise TimeoutError(f"the run took more than {seconds} s")

    usual = signal.signal(signal.SIGALRM, late)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, usual)
