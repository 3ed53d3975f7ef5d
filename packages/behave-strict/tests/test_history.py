"""The history remembers runs, whatever happens to its file."""

from __future__ import annotations

import json
import multiprocessing
from pathlib import Path

import pytest
from behave_strict.history import DETAILED, KINDS, RUNS, Entry, History


def entry(number: int = 0, products: str = "stub", **scenarios: str) -> Entry:
    outcomes = {name: (outcome, 0.5) for name, outcome in scenarios.items()}
    counts = {"passed": len(outcomes)}
    return Entry(f"run {number}", 1.5, {"products": products}, "abc", counts, outcomes)


@pytest.fixture
def history(tmp_path: Path) -> History:
    return History(tmp_path / ".behave-strict" / "history.ndjson")


def test_what_is_added_is_read_again(history: History) -> None:
    added = entry(1, one="passed", two="failed")
    history.add(added)
    assert history.entries() == [added]


def test_a_history_that_is_missing_is_empty(history: History) -> None:
    assert history.entries() == []
    assert history.durations() == {}
    assert history.last_failed() == []


def test_runs_are_told_apart_by_their_settings(history: History) -> None:
    history.add(entry(1, "stub"))
    history.add(entry(2, "live"))
    assert [e.began for e in history.entries({"products": "live"})] == ["run 2"]


def test_a_torn_line_is_passed_over(history: History) -> None:
    history.add(entry(1, one="passed"))
    with history.path.open("a", encoding="utf-8") as file:
        file.write('{"version":1,"began":"run 2","sec')
    history.add(entry(3))
    assert [e.began for e in history.entries()] == ["run 1", "run 3"]


@pytest.mark.parametrize("line", ["[]", "null", '"x"', "{}", '{"version": 1}', "\x00\xff", ""])
def test_a_strange_line_is_passed_over(history: History, line: str) -> None:
    history.add(entry(1))
    history.path.write_text(f"{line}\n{history.path.read_text('utf-8')}", "utf-8")
    assert [e.began for e in history.entries()] == ["run 1"]


def test_a_line_of_a_later_version_is_passed_over(history: History) -> None:
    history.add(entry(1))
    line = {**json.loads(history.path.read_text("utf-8")), "version": 2}
    history.path.write_text(json.dumps(line), "utf-8")
    assert history.entries() == []


def test_the_oldest_runs_are_forgotten(history: History) -> None:
    for number in range(RUNS + 2):
        history.add(entry(number, one="passed"))
    entries = history.entries()
    assert [e.began for e in entries] == [f"run {n}" for n in range(2, RUNS + 2)]
    assert [bool(e.scenarios) for e in entries] == [False] * (RUNS - DETAILED) + [True] * DETAILED
    assert entries[0].counts == {"passed": 1}


def test_many_settings_do_not_make_it_grow(history: History) -> None:
    for number in range(KINDS + 3):
        history.add(entry(number, f"port {number}"))
    assert len(history.entries()) == KINDS


def test_durations_are_the_latest(history: History) -> None:
    history.add(Entry("1", 1, scenarios={"one": ("passed", 1.0), "two": ("passed", 2.0)}))
    history.add(Entry("2", 1, scenarios={"one": ("failed", 3.0), "two": ("skipped", 0.0)}))
    assert history.durations() == {"one": 3.0, "two": 2.0}


def test_what_failed_last_is_of_the_last_run(history: History) -> None:
    history.add(entry(1, one="failed"))
    history.add(entry(2, one="passed", two="error", three="failed"))
    assert sorted(history.last_failed()) == ["three", "two"]


def add_some(path: Path, first: int) -> None:
    for number in range(first, first + 5):
        History(path).add(entry(number))


def test_two_runs_that_end_at_once_are_both_remembered(history: History) -> None:
    context = multiprocessing.get_context("fork")
    runs = [context.Process(target=add_some, args=(history.path, n)) for n in (0, 5, 10)]
    for run in runs:
        run.start()
    for run in runs:
        run.join()
    assert sorted(e.began for e in history.entries()) == sorted(f"run {n}" for n in range(15))


def test_nothing_is_left_beside_it(history: History) -> None:
    history.add(entry())
    assert sorted(p.name for p in history.path.parent.iterdir()) == [
        "history.lock",
        "history.ndjson",
    ]
