"""A JUnit file as Markdown, for the page of a CI job.

It needs nothing but Python, so that it can report a run whose installation failed.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import NamedTuple
from xml.etree.ElementTree import Element, ParseError, parse

OUTCOMES = {"failure": "failed", "error": "error", "skipped": "skipped"}
# A CI system takes a megabyte or so.
MOST, LONGEST = 50, 4_000  # problems that are shown, characters of each


class NoReportError(Exception):
    """There is no report, or it is empty."""


class Case(NamedTuple):
    """The outcome of a scenario, or of a hook that failed; `text` is its problem or reason."""

    name: str
    outcome: str
    text: str
    seconds: float


def summary(cases: list[Case]) -> Iterator[str]:
    """Yield Markdown, line by line: the numbers, what failed and how, what was skipped and why."""
    bad = [case for case in cases if case.outcome in ("failed", "error")]
    counts = Counter(case.outcome for case in cases)
    numbers = [f"{counts[word]} {word}" for word in ("passed", *OUTCOMES.values()) if counts[word]]
    seconds = sum(case.seconds for case in cases)
    yield from [f"## {'❌' if bad else '✅'} {', '.join(numbers)}, in {seconds:.1f} s", ""]
    yield from _problems(bad)
    reasons = Counter(case.text for case in cases if case.outcome == "skipped")
    if reasons:
        yield "<ul>"
        yield from [f"<li>skipped: {n} x {_line(reason)}</li>" for reason, n in reasons.items()]
        yield "</ul>"


def _problems(bad: list[Case]) -> Iterator[str]:
    """Yield each problem once, though a failed start is that of every scenario."""
    problems: dict[tuple[str, str], list[str]] = {}
    for case in bad:
        problems.setdefault((case.outcome, case.text), []).append(case.name)
    for (outcome, text), names in list(problems.items())[:MOST]:
        yield from _problem(outcome, names, text)
    if left := sum(map(len, list(problems.values())[MOST:])):
        yield from [f"And {left} more: see the report.", ""]


def _problem(outcome: str, names: list[str], text: str) -> Iterator[str]:
    """Fold a problem in HTML: a blank line ends that, but not in <pre>, where Markdown is text."""
    alike = f", and {len(names) - 1} more for the same reason" if len(names) > 1 else ""
    yield f"<details><summary>{outcome}: {_line(names[0])}{alike}</summary>"
    if more := len(text[LONGEST:]):
        text = f"{text[:LONGEST]}\n... and {more} more characters: see the report."
    yield from ["", f"<pre>\n{escape(text, quote=False)}\n</pre>", "</details>", ""]


def _line(text: str) -> str:
    return escape(" ".join(text.split()), quote=False)


def read(file: Path) -> list[Case]:
    """Read the cases of a JUnit file, one at least. Raises NoReportError."""
    try:
        elements = list(parse(file).iter("testcase"))  # noqa: S314 - our own, see junit.py
    except FileNotFoundError:
        raise NoReportError(f"{file} is missing: the run ended before it wrote one.") from None
    except (ParseError, OSError) as error:
        raise NoReportError(f"{file} cannot be read: {error}.") from None
    if not elements:
        raise NoReportError(f"{file} holds no scenario: nothing was run.")
    return [_case(element) for element in elements]


def _case(element: Element) -> Case:
    outcome = next((child for child in element if child.tag in OUTCOMES), element)
    name = f"{element.get('classname')}: {element.get('name')}"
    text = (outcome.text or "").strip() or outcome.get("message") or "no reason given"
    seconds = float(element.get("time", 0))
    return Case(name, OUTCOMES.get(outcome.tag, "passed"), text, seconds)


def show(file: str) -> int:
    """Print the Markdown. Returns the exit code: 1 where there is no report, which it says too."""
    try:
        lines, code = list(summary(read(Path(file)))), 0
    except NoReportError as error:
        print(error, file=sys.stderr)
        lines, code = ["## ❌ No report", "", f"<p>{_line(str(error))}</p>"], 1
    sys.stdout.buffer.write("\n".join([*lines, ""]).encode())  # UTF-8, whatever the locale
    return code
