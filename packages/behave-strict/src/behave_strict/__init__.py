"""A runner for behave that refuses to be green for nothing, and reports that can be trusted."""

from __future__ import annotations

import importlib
import signal
import sys
from typing import TYPE_CHECKING, Any

from behave_strict.other_runner import refuse_other_runner
from behave_strict.requirements import require_behave

if TYPE_CHECKING:
    from behave_strict.endings import Failed, Problem, Refused
    from behave_strict.parallel.collect import collect
    from behave_strict.parallel.shared import shared_by_workers
    from behave_strict.report.about import is_whole_run
    from behave_strict.report.console import Console
    from behave_strict.report.junit import JUnit
    from behave_strict.report.ndjson import Messages
    from behave_strict.report.page import Page
    from behave_strict.report.runner import ReportingRunner
    from behave_strict.runner import Runner
    from behave_strict.tables import side_by_side

__all__ = [
    "Console",
    "Failed",
    "JUnit",
    "Messages",
    "Page",
    "Problem",
    "Refused",
    "ReportingRunner",
    "Runner",
    "collect",
    "is_whole_run",
    "shared_by_workers",
    "side_by_side",
]

_MODULES = {
    "Console": "report.console",
    "Failed": "endings",
    "JUnit": "report.junit",
    "Messages": "report.ndjson",
    "Page": "report.page",
    "Problem": "endings",
    "Refused": "endings",
    "ReportingRunner": "report.runner",
    "Runner": "runner",
    "collect": "parallel.collect",
    "is_whole_run": "report.about",
    "shared_by_workers": "parallel.shared",
    "side_by_side": "tables",
}


def __getattr__(name: str) -> Any:
    """Import a public name when it is asked for: not every use needs behave."""
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    refuse_other_runner()
    if _MODULES[name] != "endings":
        require_behave()
    try:
        return getattr(importlib.import_module(f"{__name__}.{_MODULES[name]}"), name)
    except KeyboardInterrupt:
        if name in ("Runner", "ReportingRunner"):  # nothing has begun that could be ended in order
            sys.exit(128 + signal.SIGINT)
        raise


refuse_other_runner()
