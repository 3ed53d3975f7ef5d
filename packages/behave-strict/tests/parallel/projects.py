"""Runs by one process and by several, compared: what differs from run to run is left out."""

from __future__ import annotations

import re
from typing import Any

TIMES = ("timestamp", "duration", "timestamps")
IDS = re.compile(r"[Ii]ds?$")


def plain(messages: Any) -> Any:
    """Leave out of messages what differs from run to run: times, ids, who played what."""
    if isinstance(messages, dict):
        return {k: plain(v) for k, v in messages.items() if k not in TIMES and not IDS.search(k)}
    if isinstance(messages, list):
        return [plain(each) for each in messages]
    return messages


def without_times(text: str) -> str:
    """Leave out of a text how long things took, and when they began."""
    text = re.sub(r'(time|timestamp|hostname)="[^"]*"', "", text)
    text = re.sub(r"\d{4}-\d\d-\d\d[T ][\d:.]+(Z|\+\d\d:\d\d)?", "THEN", text)
    text = re.sub(r"in [0-9.]+ ?s.*", "in a while", text)
    text = re.sub(r"[0-9.,]+\s?(ms|s|min)\b", "a while", text)
    return re.sub(r"0x[0-9a-f]+|\b[0-9]+m[0-9.]+s", "...", text)


CONFIGURATION = """
[tool.behave]
runner = "behave_strict:ReportingRunner"
paths = ["features"]
summary = false
show_snippets = false
capture_hooks = false
"""


def feature(name: str, *scenarios: str, tags: str = "") -> str:
    """Write a feature; each scenario is its name, or its name and the body of its one step."""
    text = f"{tags}\nFeature: {name}\n"
    for scenario in scenarios:
        title, _, body = scenario.partition(":\n")
        step = f'it runs\n      """\n{body}\n      """' if body else "it is well"
        text += f"\n  Scenario: {title}\n    Then {step}\n"
    return text
