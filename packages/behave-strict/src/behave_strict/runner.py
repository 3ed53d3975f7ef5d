"""behave's runner, which refuses whatever would make a run green for nothing."""

from __future__ import annotations

import fnmatch
import os
import re
import sys
import traceback
from collections import Counter
from collections.abc import Iterator, Sequence
from random import Random
from typing import Any

from behave.model import Scenario
from behave.model_type import Status
from behave.runner import Context

from behave_strict.lint import check
from behave_strict.report.recording import reading_order
from behave_strict.report.runner import RecordedRunner
from behave_strict.suite import Problem, RefusedError, Suite, load


class StrictRunner(RecordedRunner):
    """Checks the whole suite and the selection before a run, and what came of it after.

    behave finds it by its configuration: `runner = "behave_strict.runner:StrictRunner"`.
    """

    suite: Suite

    def run(self) -> bool:
        """True says that the run failed, or was refused."""
        try:
            return bool(super().run())
        except RefusedError as refused:
            print(refused, file=sys.stderr)
            print(f"Nothing was run: {_count(refused.problems, 'problem')}.", file=sys.stderr)
        except SystemExit as end:
            # behave would hand on its code, be it 0.
            caller = traceback.extract_tb(end.__traceback__)[-1]
            what = f"sys.exit({end.code}) ended the run"
            print(Problem(caller.filename, caller.lineno or 0, what, "remove it"), file=sys.stderr)
        return True

    def setup_paths(self) -> None:
        """The first thing that behave does in a run, and where an option could lead it astray."""
        _refuse(wrong_options(self.config))
        super().setup_paths()

    def load_step_definitions(self, extra_step_paths: Sequence[str] | None = None) -> None:
        """Loads them, and checks them and every feature of the project, whatever is selected."""
        load_steps = super().load_step_definitions
        self.suite = load(self, lambda: load_steps(extra_step_paths))
        _refuse([*check(self.suite), *unknown_tags(self.config, self.suite)])

    def run_model(self, features: Any = None) -> bool:
        """Runs the selected features. True says that the run failed."""
        put_in_order(self.features, self.config)
        # behave marks what a FILE:LINE does not name as skipped.
        scenarios = [s for f in self.features for s in f.walk_scenarios() if not s.should_skip]
        selected = [scenario for scenario in scenarios if scenario.should_run(self.config)]
        _refuse(list(wrong_places(self)) or empty_selection(self.config, scenarios, selected))
        try:
            failed = bool(super().run_model(features))
        except SystemExit:
            self.stop_capture()
            self.teardown_capture()
            self.run_hook("after_all")
            self.context._do_remaining_cleanups()
            raise
        problems = [] if self.config.dry_run else list(green_for_nothing(selected, failed))
        for problem in problems:
            self.complain("the run", str(problem))
        for line in [*map(str, problems), *remarks(self.config, scenarios, selected)]:
            print(line)
        return failed or bool(problems)


def require_strict_runner(context: Context) -> None:
    """Ends a run whose runner makes no checks. To be called first in before_all.

    behave takes its configuration, and so the runner, from the working directory alone. Raises
    SystemExit, which behave turns into an aborted run and exit code 1 without a traceback.
    """
    if not isinstance(context._runner, StrictRunner):
        name = f"{StrictRunner.__module__}:{StrictRunner.__qualname__}"
        context.abort(
            f"this run is not by {name}, and could be green for nothing; "
            f"start behave in {context.config.base_dir}, without --runner"
        )
        raise SystemExit(1)


def put_in_order(features: list[Any], config: Any) -> None:
    """Reading order, unless files are named one by one; or shuffled by the number that is `order`.

    The setting is behave's `-D order=NUMBER`, or ACCEPTANCE_ORDER.
    """
    order = config.userdata.get("order", os.environ.get("ACCEPTANCE_ORDER", "reading"))
    if order.isdecimal():
        shuffle(features, Random(int(order)))  # noqa: S311 - not for secrets
    elif all(os.path.isdir(path) for path in config.paths):
        features.sort(key=reading_order)


def shuffle(items: list[Any], chance: Random) -> None:
    """Shuffle features, and in each its rules and scenarios; a rule's own stay together."""
    chance.shuffle(items)
    for item in items:
        shuffle(getattr(item, "run_items", getattr(item, "scenarios", [])), chance)


# --- before the run ----------------------------------------------------------------------------


def wrong_options(config: Any) -> Iterator[Problem]:
    """Options that behave accepts, and that would do nothing here or drop the hooks."""
    if config.jobs != 1:
        what = "this runner runs one scenario at a time"
        yield Problem(f"--jobs={config.jobs}", 0, what, "leave the option out")
    if config.stage:
        what = "there is one stage only, and another would run without its hooks"
        yield Problem(f"--stage={config.stage}", 0, what, "unset BEHAVE_STAGE and the option")


def unknown_tags(config: Any, suite: Suite) -> Iterator[Problem]:
    """Tags of --tags, or of the configuration, that are not in the vocabulary.

    Tag expressions of both kinds: `not @a and (b or c*)`, and the older `~@a,b:3`.
    """
    texts = [config.tags] if isinstance(config.tags, str) else config.tags
    for text in texts:
        for word in re.findall(r"[^\s(),]+", text):
            tag = word.lstrip("~-@").partition(":")[0]
            if word not in ("and", "or", "not") and not fnmatch.filter(suite.tags, tag):
                yield Problem(f"--tags={text}", 0, *suite.outside_vocabulary(tag))


def wrong_places(runner: StrictRunner) -> Iterator[Problem]:
    """A line beyond the end, for which behave takes the last scenario; a name of nothing."""
    lengths = {file.path: len(file.lines) for file in runner.suite.files}
    for location in runner.feature_locations():
        path = os.path.relpath(location.filename)
        if (location.line or 0) > lengths[path]:
            what = f"the file has {lengths[path]} lines"
            yield Problem(path, location.line, what, "name the line of a scenario")
    names = [s.name for feature in runner.features for s in feature.walk_scenarios()]
    for pattern in runner.config.name or []:
        if not any(re.search(pattern, name) for name in names):
            yield Problem(f"--name={pattern}", 0, "no scenario has such a name", "mend it")


def empty_selection(
    config: Any, scenarios: list[Scenario], selected: list[Scenario]
) -> Iterator[Problem]:
    """No scenario will run; names all that takes part in the choice."""
    if not selected:
        options = {"tags": config.tags, "name": config.name,
                   "include": config.include_re, "exclude": config.exclude_re}  # fmt: skip
        given = [f"--{name}={_text(value)}" for name, value in options.items() if value]
        what = f"none of {_count(scenarios, 'scenario')} is selected"
        yield Problem(" ".join([*config.paths, *given]), 0, what, "select less narrowly")


# --- after the run -----------------------------------------------------------------------------


def green_for_nothing(selected: list[Scenario], failed: bool) -> Iterator[Problem]:
    """Scenarios that neither failed nor were really tried."""
    for scenario in selected:
        place = scenario.filename, scenario.line
        if scenario.status is Status.skipped and not scenario.skip_reason:
            yield Problem(*place, "skipped without a reason", "give one: skip(reason=...)")
        if scenario.status.is_untested() and not failed:
            yield Problem(*place, "selected, and never run", "see what a hook does to it")
        # behave lets a pending step pass in a scenario with the tag @wip.
        for step in scenario.all_steps:
            if step.status is Status.pending_warn:
                yield Problem(step.filename, step.line, "the step is pending", "write its body")
    if all(scenario.status is Status.skipped for scenario in selected):
        what = "every selected scenario was skipped, nothing was tested"
        yield Problem("behave", 0, what, "see the reasons below")


def remarks(config: Any, scenarios: list[Scenario], selected: list[Scenario]) -> Iterator[str]:
    """What a run did not do, in a line each: skipped, left out by default, only read."""
    if config.dry_run:
        yield f"A dry run: {_count(selected, 'scenario')} checked, none run."
    reasons = Counter(s.skip_reason for s in selected if s.status is Status.skipped)
    if reasons:
        each = ", ".join(f"{n} x '{reason or 'no reason given'}'" for reason, n in reasons.items())
        yield f"{_count(list(reasons.elements()), 'scenario')} skipped: {each}"
    default = config.config_tags or config.default_tags
    named = [s for s in scenarios if s.should_run_with_name_select(config)]
    left = [s for s in named if not s.should_run_with_tags(config.tag_expression)]
    if left and config.tags == default:
        yield f"{_count(left, 'scenario')} left out by default: {_text(default)}"


def _refuse(problems: Iterator[Problem] | list[Problem]) -> None:
    found = list(problems)
    if found:
        raise RefusedError(found)


def _count(things: Sequence[Any], noun: str) -> str:
    return f"{len(things)} {noun}{'' if len(things) == 1 else 's'}"


def _text(value: Any) -> str:
    parts = value if isinstance(value, list) else [getattr(value, "pattern", value)]
    return " ".join(f'"{part}"' for part in parts)
