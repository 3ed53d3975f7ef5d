"""Which reports a run has: those that were asked for by hand, and those of the configuration."""

from __future__ import annotations

import contextlib
import functools
import sys
from collections.abc import Callable, Mapping
from typing import Any

from behave.formatter.base import StreamOpener
from behave.reporter.summary import SummaryReporter

from behave_strict.report.about import beside
from behave_strict.report.console import Console
from behave_strict.report.formatter import FileReport, Report
from behave_strict.report.junit import JUnit
from behave_strict.report.ndjson import Messages
from behave_strict.report.page import Page

FILES: dict[str, type[FileReport]] = {"messages": Messages, "page": Page, "junit": JUnit}


def add_reports(
    formatters: list[Any], config: Any, reports: Mapping[str, str | bool], folder: str
) -> None:
    """Add the reports of the configuration to the formatters that were asked for by hand.

    One by hand replaces that of its kind. The console takes the place of behave's own default
    format and summary. A run that is not whole has a folder for its reports, and so leaves those of
    the last whole run alone.
    """
    for name, kind in FILES.items():
        file = reports[name]
        if isinstance(file, str) and not any(isinstance(f, kind) for f in formatters):
            formatters.append(kind(StreamOpener(beside(file, folder)), config))
    if reports["console"] and _chose_no_format(config):
        default = formatters.pop(len(config.format) - 1)
        formatters.append(Console(default.stream_opener, config))
        others = [r for r in config.reporters if not isinstance(r, SummaryReporter)]
        config.reporters[:] = others  # the console counts, too
    elif reports["console"] and all(f.stream_opener.name for f in formatters):
        formatters.append(Console(StreamOpener(stream=sys.stdout), config))


def _chose_no_format(config: Any) -> bool:
    """Tell whether behave put in "pretty", its own default, as nobody named a format.

    A "pretty" that was asked for is equal, but another object.
    """
    last = config.format[-1] if config.format else None
    return last == "pretty" and last is config.default_format


def spare_attachments_of_hooks(formatters: list[Any]) -> None:
    """Spare behave's own formatters what they break at: its JSON takes no text, and no hook's."""
    for formatter in formatters:
        if hasattr(formatter, "embedding") and not isinstance(formatter, Report):
            formatter.embedding = _where_it_can(formatter.embedding)


def _where_it_can(embedding: Callable[..., None]) -> Callable[..., None]:
    @functools.wraps(embedding)
    def embed(*attached: Any, **named: Any) -> None:
        with contextlib.suppress(Exception):
            embedding(*attached, **named)

    return embed
