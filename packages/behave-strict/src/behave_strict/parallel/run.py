"""A run by several workers, from the first to the last of them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from behave_strict.history import DEFAULT, History
from behave_strict.identity import identities
from behave_strict.parallel.deal import Deal, Unit, by_feature, expected, in_order, singly
from behave_strict.parallel.jobs import obstacles, unit, wanted
from behave_strict.parallel.pool import Pool
from behave_strict.parallel.replay import Replay


def share_out(runner: Any) -> bool:
    """Have workers play the features. True says that the run failed."""
    units = _units(runner)
    jobs = min(wanted(runner.config), len(units))
    if jobs < 2:
        return bool(runner.play_features())
    runner.refuse(obstacles(jobs))
    runner.recorder.recording.workers = jobs
    logs = (runner.about.history or Path(DEFAULT)).parent
    with runner.interrupts.held(), Pool(runner, jobs, Deal(units), logs) as pool:
        runner.pool = pool
        pool.play()
        runner.pool = None
        failed = Replay(runner, pool.results, pool.aborted).play()
    return failed or pool.failed


def _units(runner: Any) -> list[Unit]:
    """Put what is to be dealt out into its order."""
    features = runner.recorder.recording.features
    numbers = {id(feature): number for number, feature in enumerate(features)}
    scenarios = [trial.scenario for trial in runner.recorder.recording.trials]
    history, names = runner.about.history, identities(features)
    durations = History(history).durations() if history else {}
    seconds = expected([names[id(scenario)] for scenario in scenarios], durations)
    places = [numbers[id(scenario.feature)] for scenario in scenarios]
    whole = unit(runner.settings.parallel, runner.hooks, features) == "feature"
    units = (by_feature if whole else singly)(seconds, places)
    return units if runner.settings.order == "reading" else in_order(units)
