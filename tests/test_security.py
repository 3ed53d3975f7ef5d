"""SECURITY.md names a test for each threat, and each of them exists."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
ROWS = [
    line.strip("| ").split(" | ")
    for line in (ROOT / "SECURITY.md").read_text("utf-8").splitlines()
    if line.startswith("| ") and not line.startswith("| threat |")
]


def test_there_are_threats() -> None:
    assert len(ROWS) > 30


@pytest.mark.parametrize(("threat", "holder"), ROWS)
def test_each_threat_is_held(threat: str, holder: str) -> None:
    place, separator, name = re.fullmatch(r"`(.+?)(::|: )(.+)`", holder).groups()  # type: ignore[union-attr]
    text = (ROOT / place).read_text("utf-8")
    wanted = rf"^def {name}\(" if separator == "::" else rf"^ *(Rule|Scenario): {re.escape(name)}$"
    assert re.search(wanted, text, re.M), f"{threat}: {place} has no {name}"
