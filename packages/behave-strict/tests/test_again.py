"""`-D again` plays what failed when it last ran, as the history has it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from behave_strict.history import RUNS, Entry, History
from behave_strict.identity import identities
from behave_strict.page import read, read_file
from tests.merge.conftest import make

LENDING, RETURNING = "features/lending.feature", "features/returning.feature"
LENT, DAMAGED = "lending.a-book-that-is-lent", "returning.a-book-comes-back-state.damaged"


@pytest.fixture
def red(library: Any) -> Any:
    """The library, in which two scenarios failed."""
    library.change("steps/books.py", "    assert not context.granted", "    assert context.granted")
    library.change("steps/books.py", "    context.shelf.add(book)", "    context.shelf |= {book} if state == 'intact' else set()")  # fmt: skip
    assert library.behave().summary.startswith("4 scenarios: 2 passed, 2 failed")
    return library


def mend(project: Any) -> None:
    project.change("steps/books.py", "context.shelf |= {book} if state == 'intact' else set()", "context.shelf.add(book)")  # fmt: skip


def failed(project: Any) -> list[str]:
    return History(project.folder / ".behave-strict/history.ndjson").last_failed()


def test_what_failed_is_played_again(red: Any) -> None:
    outcome = red.behave("-D", "again")
    assert outcome.code == 1
    assert outcome.summary.startswith("2 scenarios: 2 failed")
    assert "Played again: 2 scenarios that failed last time." in outcome
    assert "The reports of this selection are in reports/selection." in outcome


def test_what_passes_meanwhile_is_not_played_once_more(red: Any) -> None:
    mend(red)
    assert red.behave("-D", "again").summary.startswith("2 scenarios: 1 passed, 1 failed")
    assert red.behave("-D", "again").summary.startswith("1 scenario: 1 failed")


def test_a_selection_counts_too(red: Any) -> None:
    mend(red)
    red.behave(RETURNING)
    assert failed(red) == [LENT]
    red.change("steps/books.py", "    assert context.granted\n\n\n@then(\"the loan is refused\")", "    assert not context.granted\n\n\n@then(\"the loan is refused\")")  # fmt: skip
    red.behave(f"{LENDING}:6")
    assert sorted(failed(red)) == ["lending.a-book-on-the-shelf", LENT]


def test_a_run_that_was_stopped_counts_too(red: Any) -> None:
    (red.folder / ".behave-strict/history.ndjson").unlink()
    red.behave("--stop")
    assert failed(red) == [LENT]


def test_a_merged_run_counts_too(red: Any) -> None:
    (red.folder / ".behave-strict/history.ndjson").unlink()
    red.behave("-D", "shard=1/1")
    assert failed(red) == []
    red.command("merge", "reports/shard-1-of-1/behave.ndjson", "-o", "merged")
    assert sorted(failed(red)) == [LENT, DAMAGED]


def test_nothing_failed_is_said(library: Any) -> None:
    library.behave()
    outcome = library.behave("-D", "again")
    assert outcome.code == 0
    assert "Nothing failed last time, so there is nothing to play again." in outcome
    assert not (library.folder / "reports/selection").exists()


def test_without_a_history_it_is_refused(library: Any) -> None:
    outcome = library.behave("-D", "again")
    assert outcome.code == 1
    assert outcome.lines[0] == (
        "-D again: .behave-strict/history.ndjson remembers no run; play one first"
    )
    library.configure("[tool.behave_strict.reports]\nhistory = false")
    assert library.behave("-D", "again").lines[0].startswith("-D again: this project keeps no hist")


def test_scenarios_that_are_gone_are_named(red: Any) -> None:
    red.change(LENDING, "Scenario: A book that is lent", "Scenario: A book that Emma has")
    outcome = red.behave("-D", "again")
    assert outcome.code == 1
    assert (
        f"Played again: 1 scenario that failed last time. Not selected, or there no more: {LENT}."
    ) in outcome


def test_all_of_them_gone_is_refused(red: Any) -> None:
    red.change(LENDING, "Scenario: A book that is lent", "Scenario: A book that Emma has")
    outcome = red.behave("-D", "again", LENDING)
    assert outcome.code == 1
    assert outcome.lines[0] == (
        "-D again: 2 scenarios failed, and none of them is there or selected; play all of them"
    )


@pytest.mark.parametrize("where", ["configuration", "hook"])
def test_other_settings_are_refused(red: Any, where: str) -> None:
    if where == "hook":
        facts = json.dumps({"products": "live"})
        red.write("environment.py", f"def before_all(context):\n    context.attach('application/x.facts+json', {facts!r})\n")  # fmt: skip
    else:
        red.configure('[tool.behave_strict.facts]\nproducts = "live"')
    outcome = red.behave("-D", "again")
    assert outcome.code == 1
    assert (
        "-D again: it failed with products=none, and this run has products=live; "
        "give the settings of the last run"
    ) in outcome.lines


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (["-D", "again=yes"], '-D again: "yes" is no value; give -D again without one'),
        (["-D", "again", "-D", "shard=1/2"],
         "-D again: a shard is a part of all, and what failed is another one; leave out -D shard"),
    ],
)  # fmt: skip
def test_what_makes_no_sense_is_refused(red: Any, arguments: list[str], problem: str) -> None:
    outcome = red.behave(*arguments)
    assert (outcome.code, outcome.lines[0]) == (1, problem)


# --- the history behind it -----------------------------------------------------------------------


def test_partial_runs_are_not_compared_with(tmp_path: Path) -> None:
    history = History(tmp_path / "history.ndjson")
    history.add(Entry("1", 1, scenarios={"a": ("failed", 1.0)}))
    history.add(Entry("2", 1, scenarios={"a": ("passed", 2.0)}, partial=True))
    assert [entry.began for entry in history.entries()] == ["1"]
    assert history.durations() == {"a": 2.0}
    assert history.last_failed() == []


def test_the_next_whole_run_takes_the_place_of_partial_ones(tmp_path: Path) -> None:
    history = History(tmp_path / "history.ndjson")
    for number in range(2 * RUNS):
        history.add(Entry(str(number), 1, scenarios={"a": ("failed", 1.0)}, partial=True))
    assert len(history.path.read_text().splitlines()) == RUNS
    history.add(Entry("whole", 1, scenarios={"a": ("passed", 1.0)}))
    assert len(history.path.read_text().splitlines()) == 1


def test_runs_on_other_settings_do_not_count(tmp_path: Path) -> None:
    history = History(tmp_path / "history.ndjson")
    history.add(Entry("1", 1, {"products": "live"}, scenarios={"a": ("failed", 1.0)}))
    history.add(Entry("2", 1, {"products": "stub"}, scenarios={"b": ("failed", 1.0)}))
    assert history.last_failed() == ["b"]
    history.add(Entry("3", 1, {"products": "live"}, scenarios={"c": ("failed", 1.0)}, partial=True))
    assert history.last_failed() == ["a", "c"]


def test_scenarios_are_named_as_in_the_reports(tmp_path: Path, new_project: Any) -> None:
    from behave.parser import parse_file

    project = make(tmp_path, new_project)
    twins = (
        "Feature: Twins\n  Scenario: A\n    Then it is well\n  Scenario: a?\n    Then it is well\n"
    )
    project.write("features/more/twins.feature", twins).run()
    files = sorted((tmp_path / "features").rglob("*.feature"))
    features = [parse_file(str(file)) for file in files]
    for feature, file in zip(features, files, strict=True):
        feature.location.filename = str(file.relative_to(tmp_path))
    shown = {case.identity for case in read(read_file(tmp_path / "reports/behave.ndjson")).cases}
    assert set(identities(features).values()) == shown
