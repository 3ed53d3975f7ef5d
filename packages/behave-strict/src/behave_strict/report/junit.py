"""JUnit XML for CI systems: one file, a suite for each feature, a case for each scenario."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from xml.etree.ElementTree import Element, ElementTree, SubElement, indent

from behave_strict.report.definitions import shown_path
from behave_strict.report.formatter import UNCHECKED, FileReport
from behave_strict.report.recording import Moment, Recording
from behave_strict.report.told import UNDEFINED, Problem, Told, problem, tell, texts

# Whatever XML 1.0 does not allow (https://www.w3.org/TR/xml/#charsets).
FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# libxml2, and what is built on it, refuses a text of ten million bytes; and nobody reads it.
LONGEST_TEXT, LONGEST_MESSAGE = 1_000_000, 10_000
THE_RUN = "The run"  # the suite of what is outside the scenarios
EXPECTED = ("AssertionError", "Failed", UNDEFINED)  # whose message says it all
PROBLEMS = {"failed": "failure", "error": "error"}
TALLIES = {"failures": "failure", "errors": "error", "skipped": "skipped"}


class JUnit(FileReport):
    """Write one JUnit file. A hook outside the scenarios that failed is a case of its own."""

    name = "junit"
    description = "JUnit XML in one file, for CI systems"

    def write(self, recording: Recording) -> None:
        """Write it, features in reading order."""
        about = {} if recording.checked else {"checked": UNCHECKED}
        if recording.about.part:
            about["shard"] = str(recording.about.part)
        hooks = [_tell_hook(hook) for hook in recording.hooks if hook.failed]
        features = [(f.name, list(map(tell, trials))) for f, trials in recording.by_feature()]
        write(self.path, hooks, features, about)


def write(
    path: Path,
    hooks: list[Told],
    features: Iterable[tuple[str, list[Told]]],
    about: dict[str, str],
) -> None:
    """Write a file: hooks outside the scenarios that failed, and the scenarios of each feature.

    Each suite has what there is to tell `about` the run among its properties.
    """
    root = Element("testsuites")
    for name, told in [(THE_RUN, hooks), *features] if hooks else features:
        root.append(_suite(name, map(_case, told)))
    for suite in root if about else ():
        suite.insert(0, Element("properties"))
        for name, value in about.items():
            SubElement(suite[0], "property", {"name": name, "value": _legal(value)})
    _count(root)
    del root.attrib["skipped"]  # Jenkins' schema knows it in suites only
    indent(root)
    ElementTree(root).write(path, encoding="utf-8", xml_declaration=True)


def _suite(name: str, cases: Iterable[Element]) -> Element:
    suite = Element("testsuite", {"name": _legal(name)})
    suite.extend(cases)
    _count(suite)
    return suite


def _count(element: Element) -> None:
    """Set the numbers and the time of all cases in it."""
    cases = list(element.iter("testcase"))
    element.set("tests", str(len(cases)))
    for name, tag in TALLIES.items():
        element.set(name, str(sum(case.find(tag) is not None for case in cases)))
    element.set("time", _time(sum(float(case.attrib["time"]) for case in cases)))


def _tell_hook(hook: Moment) -> Told:
    code = getattr(hook.function, "__code__", None)
    file = shown_path(code.co_filename) if code else ""
    attached = texts(hook.attachments)
    return Told(hook.name, THE_RUN, file, hook.seconds, "error", [problem(hook)], attached)


def _case(told: Told) -> Element:
    about = {"classname": told.feature, "name": told.name, "time": _time(told.seconds)}
    if told.file:
        about["file"] = told.file  # GitLab links by it, though Jenkins' schema does not know it
    case = Element("testcase", {key: _legal(value) for key, value in about.items()})
    if told.outcome in PROBLEMS:
        _add_problems(case, PROBLEMS[told.outcome], told.problems)
    elif told.outcome != "passed":
        SubElement(case, "skipped", {"message": _message(told.reason)})
    attached = [f"\n--- {title} ---\n{text}" for title, text in told.attachments]
    SubElement(case, "system-out").text = _text("\n".join([*told.steps, *attached]))
    return case


def _add_problems(case: Element, tag: str, problems: Sequence[Problem]) -> None:
    """Add one element, as the format has it: the first problem names it, its text has them all."""
    first = problems[0]
    element = SubElement(case, tag, {"message": _message(first.message), "type": first.kind})
    element.text = _text("\n\n".join(map(_described, problems)))


def _described(problem: Problem) -> str:
    place = f" ({problem.place})" if problem.place else ""
    text = f"{problem.name}{place}:\n{problem.message}"
    return text if problem.kind in EXPECTED else f"{text}\n\n{problem.trace}"


def _time(seconds: float) -> str:
    return f"{seconds:.3f}"  # Jenkins' schema wants three decimals at most


def _message(text: str) -> str:
    return _cut(_legal(text), LONGEST_MESSAGE)


def _text(text: str) -> str:
    return _cut(_legal(text), LONGEST_TEXT)


def _cut(text: str, longest: int) -> str:
    """Cut a text that is too long for the readers of such files, and say so."""
    more = len(text) - longest
    return f"{text[:longest]}\n... cut here; {more:,} more characters." if more > 0 else text


def _legal(text: str) -> str:
    """Replace each character that XML does not allow."""
    return FORBIDDEN.sub("\ufffd", text)
