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
            root.append(_tallied(Element("testsuite", {"name": "The run"}), hooks))
        for feature, trials in recording.by_feature():
            suite = Element("testsuite", {"name": _legal(feature.name)})
            root.append(_tallied(suite, map(_trial_case, trials)))
        for suite in root if not recording.checked else ():
            suite.insert(0, Element("properties"))
            SubElement(suite[0], "property", {"name": "checked", "value": UNCHECKED})
        indent(_tallied(root))
        ElementTree(root).write(self.path, encoding="utf-8", xml_declaration=True)


def _tallied(element: Element, children: Iterable[Element] = ()) -> Element:
    """The element with its children, and the numbers and the time of all cases in it."""
    element.extend(children)
    cases = list(element.iter("testcase"))
    element.set("tests", str(len(cases)))
    for name, tag in TALLIES.items():
        element.set(name, str(sum(case.find(tag) is not None for case in cases)))
    element.set("time", f"{sum(float(case.attrib['time']) for case in cases):.6f}")
    return element


def _trial_case(trial: Trial) -> Element:
    scenario = trial.scenario
    seconds = sum(moment.seconds for moment in trial.moments)
    case = _new_case(scenario.feature.name, scenario.name, seconds, scenario.filename)
    if trial.outcome in PROBLEMS:
        _add_problems(case, PROBLEMS[trial.outcome], trial.problems)
    elif trial.outcome != "passed":
        SubElement(case, "skipped", {"message": _legal(trial.reason)})
    steps = [f"{step.keyword} {step.name} ... {step.status.name}" for step in scenario.all_steps]
    return _with_output(case, steps, trial.attachments)


def _hook_case(hook: Moment) -> Element:
    case = _new_case("The run", hook.name, hook.seconds, "environment.py")
    _add_problems(case, "error", [hook])
    return _with_output(case, [], hook.attachments)


def _new_case(class_name: str, name: str, seconds: float, file: str) -> Element:
    about = {"classname": class_name, "name": name, "time": f"{seconds:.6f}", "file": file}
    return Element("testcase", {key: _legal(value) for key, value in about.items()})


def _add_problems(case: Element, tag: str, problems: list[Moment]) -> None:
    """One element, as the format has it: the first problem names it, its text has them all."""
    kind = type(problems[0].error).__name__ if problems[0].error else "Undefined"
    element = SubElement(case, tag, {"message": _legal(problems[0].message), "type": kind})
    element.text = _legal("\n\n".join(map(_described, problems)))


def _described(moment: Moment) -> str:
    place = f" ({moment.step.location})" if moment.step else ""
    text = f"{moment.name}{place}:\n{moment.message}"
    if moment.error and not isinstance(moment.error, AssertionError):
        text += "\n\n" + "".join(traceback.format_exception(moment.error))
    return text


def _with_output(case: Element, lines: list[str], attachments: list[Attachment]) -> Element:
    texts = [f"\n--- {a.title} ---\n{a.text}" for a in attachments if a.text is not None]
    SubElement(case, "system-out").text = _legal("\n".join([*lines, *texts]))
    return case


def _legal(text: str) -> str:
    """The text with a replacement character for each that XML does not allow."""
    return FORBIDDEN.sub("\ufffd", text)
