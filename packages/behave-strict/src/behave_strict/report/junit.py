"""JUnit XML for CI systems: one file, a suite for each feature, a case for each scenario."""

from __future__ import annotations

import re
import traceback
from collections.abc import Iterable
from xml.etree.ElementTree import Element, ElementTree, SubElement, indent

from behave_strict.report.formatter import UNCHECKED, FileReport
from behave_strict.report.recording import Attachment, Moment, Recording, Trial

# Whatever XML 1.0 does not allow (https://www.w3.org/TR/xml/#charsets).
FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# libxml2, and what is built on it, refuses a text of ten million bytes; and nobody reads it.
LONGEST_TEXT, LONGEST_MESSAGE = 1_000_000, 10_000
PROBLEMS = {"failed": "failure", "error": "error"}
TALLIES = {"failures": "failure", "errors": "error", "skipped": "skipped"}


class JUnit(FileReport):
    """Write one JUnit file. A hook outside the scenarios that failed is a case of its own."""

    name = "junit"
    description = "JUnit XML in one file, for CI systems"

    def write(self, recording: Recording) -> None:
        """Write it, features in reading order."""
        root = Element("testsuites")
        if hooks := [_hook_case(hook) for hook in recording.hooks if hook.failed]:
            root.append(_suite("The run", hooks))
        for feature, trials in recording.by_feature():
            root.append(_suite(feature.name, map(_trial_case, trials)))
        _add_properties(root, recording)
        _count(root)
        del root.attrib["skipped"]  # Jenkins' schema knows it in suites only
        indent(root)
        ElementTree(root).write(self.path, encoding="utf-8", xml_declaration=True)


def _add_properties(root: Element, recording: Recording) -> None:
    """Say in each suite that nothing was checked, or which shard it is of."""
    told = {} if recording.checked else {"checked": UNCHECKED}
    if recording.about.part:
        told["shard"] = str(recording.about.part)
    for suite in root if told else ():
        suite.insert(0, Element("properties"))
        for name, value in told.items():
            SubElement(suite[0], "property", {"name": name, "value": value})


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


def _trial_case(trial: Trial) -> Element:
    scenario = trial.scenario
    seconds = sum(moment.seconds for moment in trial.moments)
    case = _new_case(scenario.feature.name, scenario.name, seconds, scenario.filename)
    if trial.outcome in PROBLEMS:
        _add_problems(case, PROBLEMS[trial.outcome], trial.problems)
    elif trial.outcome != "passed":
        SubElement(case, "skipped", {"message": _message(trial.reason)})
    steps = [f"{step.keyword} {step.name} ... {step.status.name}" for step in scenario.all_steps]
    return _with_output(case, steps, trial.attachments)


def _hook_case(hook: Moment) -> Element:
    code = getattr(hook.function, "__code__", None)
    case = _new_case("The run", hook.name, hook.seconds, code.co_filename if code else "")
    _add_problems(case, "error", [hook])
    return _with_output(case, [], hook.attachments)


def _new_case(class_name: str, name: str, seconds: float, file: str) -> Element:
    about = {"classname": class_name, "name": name, "time": _time(seconds)}
    if file:
        about["file"] = file  # GitLab links by it, though Jenkins' schema does not know it
    return Element("testcase", {key: _legal(value) for key, value in about.items()})


def _add_problems(case: Element, tag: str, problems: list[Moment]) -> None:
    """Add one element, as the format has it: the first problem names it, its text has them all."""
    kind = type(problems[0].error).__name__ if problems[0].error else "Undefined"
    element = SubElement(case, tag, {"message": _message(problems[0].message), "type": kind})
    element.text = _text("\n\n".join(map(_described, problems)))


def _described(moment: Moment) -> str:
    place = f" ({moment.step.location})" if moment.step else ""
    text = f"{moment.name}{place}:\n{moment.message}"
    if moment.error and not isinstance(moment.error, AssertionError):
        text += "\n\n" + "".join(traceback.format_exception(moment.error))
    return text


def _with_output(case: Element, lines: list[str], attachments: list[Attachment]) -> Element:
    texts = [f"\n--- {a.title} ---\n{a.text}" for a in attachments if a.text is not None]
    SubElement(case, "system-out").text = _text("\n".join([*lines, *texts]))
    return case


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
