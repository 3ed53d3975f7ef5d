"""End a run that behave has started with another runner than ours."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

LOADS_THE_PROJECT = ("load_hooks", "load_step_definitions")  # behave's Runner, by these methods
CONFIGURATIONS = ("pyproject.toml", "behave.ini", ".behaverc", "setup.cfg", "tox.ini")


def refuse_other_runner() -> None:
    """End a run whose other runner is loading the environment.py or steps that import us.

    behave takes its configuration, and so the runner, from the working directory alone: started
    anywhere else, it would run every check of the project but ours, and be green for nothing.
    """
    if runner := _loading_runner():
        from behave.exception import ConfigError  # behave shows it as a sentence, and exits with 1

        name = f"{type(runner).__module__}:{type(runner).__qualname__}"
        raise ConfigError(
            f"this project must be run by behave_strict:Runner, but behave was started with "
            f"{name}, which could be green for nothing; start behave in {_home(runner)}, "
            "without --runner"
        )


def _loading_runner() -> Any:
    """Find behave's runner on the stack, if it is not ours."""
    behave: Any = sys.modules.get("behave.runner")
    ours: Any = sys.modules.get("behave_strict.report.runner")
    frame = sys._getframe() if behave else None
    while frame:
        runner = frame.f_locals.get("self")
        if frame.f_code.co_name in LOADS_THE_PROJECT and isinstance(runner, behave.Runner):
            return None if ours and isinstance(runner, ours.ReportingRunner) else runner
        frame = frame.f_back
    return None


def _home(runner: Any) -> Path:
    """Find the folder that behave must be started in: the nearest with a configuration."""
    base = Path(runner.base_dir)
    folders = (base, *base.parents)
    return next((f for f in folders if any((f / name).is_file() for name in CONFIGURATIONS)), base)
