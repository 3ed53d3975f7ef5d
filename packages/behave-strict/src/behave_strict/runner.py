"""behave's runner, which refuses whatever would make a run green for nothing."""

from __future__ import annotations

import sys
import traceback
from collections.abc import Sequence, Set
from pathlib import Path
from typing import Any

from behave_strict.endings import Problem
from behave_strict.invisible import tame
from behave_strict.lint import check
from behave_strict.order import put_in_order
from behave_strict.outcomes import added_while_running, green_for_nothing, remarks
from behave_strict.refusals import (
    empty_selection,
    forgotten_settings,
    lines_beyond_the_end,
    names_of_nothing,
    unknown_tags,
    useless_options,
)
from behave_strict.report.runner import ReportingRunner
from behave_strict.selection import take_names_as_written
from behave_strict.suite import load
from behave_strict.unplayed import refuse_unplayed


class Runner(ReportingRunner):
    """Check the whole suite and the selection before a run, and what came of it after.

    behave finds it by its configuration: `runner = "behave_strict:Runner"`.
    """

    checks = True
    scenarios: Sequence[Any] = ()  # those of the files and lines that were asked for
    written: Set[int] = frozenset()  # the ids of all scenarios, as they were loaded

    def play(self) -> bool:
        """Run the features. True says that the run failed, or was refused."""
        try:
            return super().play()
        except SystemExit as end:
            # behave would hand on its code, be it 0.
            caller = traceback.extract_tb(end.__traceback__)[-1]
            what = f"sys.exit({end.code}) ended the run"
            print(Problem(caller.filename, caller.lineno or 0, what, "remove it"), file=sys.stderr)
        return True

    def setup_paths(self) -> None:
        """Refuse options that could lead behave astray, before it follows them."""
        self.refuse([*useless_options(self.config), *forgotten_settings(self.config, Path.cwd())])
        super().setup_paths()

    def load_step_definitions(self, extra_step_paths: Sequence[str] | None = None) -> None:
        """Load them, and check them and every feature of the project, whatever is selected."""
        load_steps = super().load_step_definitions
        suite = load(self, lambda: load_steps(extra_step_paths))
        self.refuse([*check(suite), *unknown_tags(self.config, suite)])
        self.refuse(lines_beyond_the_end(self, suite))
        refuse_unplayed(suite.definitions())

    def choose(self) -> list[Any]:
        """Find the selected scenarios, in the order in which they are to run; none is refused."""
        every = [scenario for f in self.features for scenario in f.walk_scenarios()]
        self.written = {id(scenario) for scenario in every}
        names = [scenario.name for scenario in every]
        take_names_as_written(self.config, names)
        put_in_order(self.features, self.settings.order, self.config.paths)
        # behave marks what a FILE:LINE does not name as skipped.
        scenarios = [s for f in self.features for s in f.walk_scenarios() if not s.should_skip]
        selected = [scenario for scenario in scenarios if scenario.should_run(self.config)]
        self.refuse(names_of_nothing(self.config, names))
        self.refuse(empty_selection(self.config, scenarios, selected))
        self.scenarios = scenarios
        return super().choose()

    def run_model(self, features: Any = None) -> bool:
        """Run the selected features. True says that the run failed."""
        failed = bool(super().run_model(features))
        problems = [] if self.config.dry_run else list(green_for_nothing(self.chosen, failed))
        self._complain_of(problems)
        said = [self.again.remark()] if self.again else []
        for line in [*said, *remarks(self.config, self.scenarios, self.chosen)]:
            print(tame(line))
        return failed or bool(problems)

    def play_features(self, features: Any = None) -> bool:
        """Run the features here, be it as a worker. True says that the run failed."""
        failed = super().play_features(features)
        problems = list(added_while_running(self.features, self.written))
        self._complain_of(problems)
        return failed or bool(problems)

    def _complain_of(self, problems: Sequence[Problem]) -> None:
        for problem in problems:
            self.complain("the run", str(problem))
            print(tame(str(problem)))
