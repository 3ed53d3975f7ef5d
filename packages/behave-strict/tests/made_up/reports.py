"""Counts of scenarios in each report of the run in the working directory."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element, parse

Count = Counter[str]

IN_THE_MESSAGES = {"failed": "bad", "error": "bad", "skipped": "idle", "not run": "idle"}


def coarse(count: Count) -> Count:
    """Count as the messages do, which have one word for failures and errors."""
    found: Count = Counter()
    for word, number in count.items():
        found[IN_THE_MESSAGES.get(word, word)] += number
    return found


def by_console(output: str) -> Count:
    lines = [line for line in output.splitlines() if re.match(r"\d+ scenarios?: .*, in ", line)]
    found = re.findall(r"(\d+) (\w+(?: run)?)(?=,)", lines[-1]) if lines else []
    return Counter({word: int(number) for number, word in found})


def by_junit() -> Count:
    suites = [suite for suite in parse("junit.xml").getroot() if suite.get("name") != "The run"]
    return Counter(_word(case) for suite in suites for case in suite.iter("testcase"))


def _word(case: Element) -> str:
    skipped = case.find("skipped")
    if skipped is not None:
        return "not run" if "The run ended" in skipped.get("message", "") else "skipped"
    words = {"failure": "failed", "error": "error"}
    return next((words[child.tag] for child in case if child.tag in words), "passed")


def by_page() -> Count:
    """Count as the page does, but for what is not part of the run: no other report tells of it."""
    page = Path("page.html").read_text("utf-8")
    counts = page.partition('<ul class="counts">')[2].partition("</ul>")[0]
    found = re.findall(r"<b>(\d+)</b> ([a-z ]+)</a>", counts)
    return +Counter({word: int(number) for number, word in found if word != "left out"})


def messages() -> list[dict[str, Any]]:
    return [json.loads(line) for line in Path("messages.ndjson").read_text("utf-8").splitlines()]


def by_messages() -> Count:
    every = [(kind, about) for message in messages() for kind, about in message.items()]
    case_of = {a["id"]: a["testCaseId"] for k, a in every if k == "testCaseStarted"}
    again = {
        a["testCaseStartedId"] for k, a in every if k == "testCaseFinished" and a["willBeRetried"]
    }
    statuses: dict[str, set[str]] = {case: set() for case in case_of.values()}
    for kind, about in every:
        if kind == "testStepFinished" and about["testCaseStartedId"] not in again:
            statuses[case_of[about["testCaseStartedId"]]].add(about["testStepResult"]["status"])
    idle = sum(kind == "pickle" for kind, _ in every) - len(statuses)
    return +Counter([_worst(each) for each in statuses.values()] + ["idle"] * idle)


def _worst(statuses: set[str]) -> str:
    if statuses & {"FAILED", "UNDEFINED", "PENDING", "AMBIGUOUS"}:
        return "bad"
    return "idle" if "SKIPPED" in statuses else "passed"


def red() -> dict[str, bool]:
    """Tell which reports call the run failed; the console does by its exit code alone."""
    root = parse("junit.xml").getroot()
    (finished,) = [m["testRunFinished"] for m in messages() if "testRunFinished" in m]
    verdict = re.search(r'<html lang="en" class="(\w+)"', Path("page.html").read_text("utf-8"))
    return {
        "junit": int(root.get("failures", 0)) + int(root.get("errors", 0)) > 0,
        "messages": not finished["success"],
        "page": bool(verdict and verdict[1] == "red"),
    }
