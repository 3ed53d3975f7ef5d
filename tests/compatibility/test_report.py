"""The table of findings, and the exit code."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from rich.console import Console

import compatibility.__main__ as command
from compatibility.pair import SUITE, Pair, run_suite
from compatibility.probe import DIFFERS, FAILS, WORKS, Row
from compatibility.report import Report
from compatibility.sdk import Sdk

OLD = Pair("2.7.0", "2.35.1", [
    Row("requests", "a | b", WORKS), Row("requests", "c", DIFFERS, "so"),
    Row("requests", "fine", WORKS), Row(SUITE, "All", WORKS),
])  # fmt: skip
NEW = Pair("2.7.0", "3.13.2", [
    Row("requests", "a | b", FAILS, "[404]"), Row("requests", "c", DIFFERS, "so"),
    Row("requests", "fine", WORKS),
])  # fmt: skip
UNTRIED = Pair("9.9.9", "2.35.1", error="there is none")


def test_pairs_stand_side_by_side(tmp_path: Path) -> None:
    Report([OLD, NEW, UNTRIED]).write(tmp_path)
    text = (tmp_path / "compatibility.md").read_text()
    assert r"| a \| b | works | fails | 2.7.0 on 3.13.2: [404] |" in text
    assert "| c | works differently | works differently | so |" in text
    assert "| All | works | not tried |  |" in text
    assert "- 9.9.9 on 2.35.1: there is none" in text
    pairs = json.loads((tmp_path / "compatibility.json").read_text())
    assert [pair["failed"] for pair in pairs] == [False, False, True]
    assert pairs[0]["rows"][1] == {
        "group": "requests",
        "title": "c",
        "status": DIFFERS,
        "how": "so",
    }


def test_the_terminal_shows_what_does_not_always_work() -> None:
    console = Console(width=200, record=True, file=io.StringIO())
    Report([OLD, NEW, UNTRIED]).print(console)
    shown = console.export_text()
    assert "[404]" in shown
    assert "there is none" in shown
    assert "fine" not in shown


@pytest.mark.parametrize(
    ("pairs", "code"),
    [
        ([OLD, NEW], 0),
        ([OLD, UNTRIED], 1),
        ([Pair("2.7.0", "3.13.2", [Row(SUITE, "All", FAILS, "1 failed")])], 1),
    ],
)
def test_only_untried_pairs_and_red_suites_fail(
    pairs: list[Pair], code: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(command, "try_all", lambda *_: pairs)
    monkeypatch.chdir(tmp_path)
    assert command.main(["--output", "out"]) == code
    assert (tmp_path / "out/compatibility.md").is_file()


def test_a_pair_that_cannot_be_tried_fails(tmp_path: Path) -> None:
    assert command.main(["--server", "nonsense", "--output", str(tmp_path)]) == 1
    assert "neither a version" in (tmp_path / "compatibility.md").read_text()


@pytest.mark.parametrize(("code", "status"), [(0, WORKS), (1, FAILS)])
def test_the_suite_is_judged_by_its_exit_code(tmp_path: Path, code: int, status: str) -> None:
    python = tmp_path / "python"
    python.write_text(f"#!/bin/sh\necho '2 scenarios passed, {code} failed'\nexit {code}\n")
    python.chmod(0o700)
    row = run_suite(Sdk("2.7.0", python), tmp_path / "a.jar", tmp_path / "log")
    assert row.status == status
    assert row.how.endswith(f"2 scenarios passed, {code} failed")
