"""The machinery that tries deliberate faults: what it keeps, counts and leaves behind."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from concurrent.futures import CancelledError, ThreadPoolExecutor
from pathlib import Path

import pytest

from mutants.by_hand import by_hand, by_rule
from mutants.judges import CHECKS, SERVICES, Judge, judges_of
from mutants.mutant import Mutant, only_thaws, replaced
from mutants.results import Results
from mutants.rules import rules_of
from mutants.scratch import Finding, Scratch
from mutants.table import table, verdict
from mutants.trial import NotGreenError, try_all

ROOT = Path(__file__).parents[2]
FOUND = Finding("stub", "features/sorting.feature:18")


def mutant(after: str = "x = 2\n", file: str = "overview_service/x.py") -> Mutant:
    return Mutant(file, "another number", "x = 1\n", after)


def test_each_fault_made_by_hand_fits_its_file() -> None:
    mutants = by_hand(ROOT)
    assert len({one.key for one in mutants}) == len(mutants)
    assert all(judges_of(one.file) for one in mutants)


def test_each_rule_of_the_features_has_a_fault() -> None:
    assert {str(rule) for rule in rules_of(ROOT)} == set(by_rule(ROOT))


def test_a_rule_has_its_own_scenarios(tmp_path: Path) -> None:
    feature = (
        "Feature: F\n  Rule: One\n    Background:\n      Given a\n    Scenario: A\n      Then b\n"
    )
    feature += "    Scenario Outline: B\n      Then <c>\n      Examples:\n        | c |\n"
    (tmp_path / "features").mkdir()
    (tmp_path / "features/f.feature").write_text(f"{feature}  Rule: Two\n", encoding="utf-8")
    one, two = rules_of(tmp_path)
    assert str(one) == "features/f.feature: One"
    assert one.scenarios == ("features/f.feature:5", "features/f.feature:7")
    assert (two.title, two.scenarios) == ("Two", ())


def test_a_fault_that_fits_twice_is_refused(tmp_path: Path) -> None:
    (tmp_path / "x.py").write_text("x = 1\nx = 1\n", encoding="utf-8")
    with pytest.raises(ValueError, match="x.py has 2 times, not once: 'x = 1'"):
        replaced(tmp_path, "x.py", "another number", "x = 1", "x = 2")


def test_every_place_that_has_judges_is_there() -> None:
    for place in (*SERVICES, *CHECKS):
        assert (ROOT / place).exists(), place
        for judge in judges_of(place):
            named = [word for word in judge.command if word.startswith(("tests", "features"))]
            assert all((ROOT / judge.folder / word).exists() for word in named), judge


def test_a_file_without_a_judge_is_named() -> None:
    with pytest.raises(ValueError, match="steps/sorting.py has no judge"):
        judges_of("steps/sorting.py")


def test_a_judge_runs_in_its_own_folder(copy: Scratch) -> None:
    here = "import pathlib; raise SystemExit(pathlib.Path.cwd().name)"
    judge = Judge("unit tests", (sys.executable, "-c", here), "overview_service")
    assert copy.ask(judge) == Finding("unit tests", "overview_service")


def test_a_mutant_keeps_its_key_when_lines_move() -> None:
    moved = Mutant("overview_service/x.py", "", "\n\n\ny\nx = 1\n", "\n\n\ny\nx = 2\n")
    there = Mutant("overview_service/x.py", "", "\ny\nx = 1\n", "\ny\nx = 2\n")
    assert (moved.key, moved.line) == (there.key, 5)
    assert moved.key != mutant("x = 3\n").key


def test_a_thawed_dataclass_is_no_mutant() -> None:
    before = "@dataclass(frozen=True)\nclass X:\n    x: bool = True\n"
    assert only_thaws(before, before.replace("frozen=True", "frozen=False"))
    assert not only_thaws(before, before.replace("= True", "= False"))


def test_results_outlive_the_run(tmp_path: Path) -> None:
    file = tmp_path / "reports/mutants.json"
    Results(file).add(mutant(), FOUND)
    Results(file).add(mutant("x = 3\n"), None)
    again = Results(file)
    assert again.found(mutant())
    assert not again.survived(mutant())
    assert again.survived(mutant("x = 3\n"))
    assert not again.found(mutant("x = 3\n"))
    assert {entry["by"] for entry in json.loads(file.read_text("utf-8"))} == {FOUND.by, None}


def test_scenarios_that_found_faults_in_a_file_come_first(tmp_path: Path) -> None:
    results = Results(tmp_path / "mutants.json")
    for number, line in enumerate((9, 18, 18)):
        results.add(mutant(f"x = {number + 2}\n"), Finding("stub", f"features/a.feature:{line}"))
    results.add(mutant("x = 9\n"), Finding("stub", "it hangs"))
    likely = results.likely_scenarios("overview_service/x.py", "stub")
    assert likely == ("features/a.feature:18", "features/a.feature:9")
    assert results.likely_scenarios("overview_service/y.py", "stub") == ()


def test_the_table_leaves_equivalent_mutants_out_of_the_share(tmp_path: Path) -> None:
    results = Results(tmp_path / "mutants.json")
    mutants = [mutant(f"x = {number}\n") for number in range(2, 6)]
    for one, finding in zip(mutants, (FOUND, FOUND, None, None), strict=True):
        results.add(one, finding)
    of_all = results.of(mutants)
    assert verdict(of_all, frozenset()) == "2 of 4 mutants were found: 50.0 %."
    assert verdict(of_all, frozenset({mutants[3].key})) == "2 of 3 mutants were found: 66.7 %."
    assert "| overview_service/x.py | 4 | 2 | 0 | 0 | 0 | 1 | 1 |" in list(
        table(of_all, frozenset({mutants[3].key}), of=4)
    )


@pytest.fixture
def copy(tmp_path: Path) -> Scratch:
    project = tmp_path / "project"
    (project / "overview_service").mkdir(parents=True)
    (project / "overview_service/x.py").write_text("x = 1\n", encoding="utf-8")
    (project / "overview_service/__init__.py").touch()
    (project / "node_modules").mkdir()
    subprocess.run(["git", "init", "--quiet"], cwd=project, check=True)
    (tmp_path / "scratch").mkdir()
    return Scratch(project, tmp_path / "scratch")


def asserting(what: str) -> Judge:
    code = f"from overview_service import x; assert {what}, 'x is wrong'"
    return Judge("unit tests", (sys.executable, "-c", code))


def test_a_judge_sees_the_fault_and_nobody_after_it(copy: Scratch) -> None:
    judge = asserting("x.x == 1")
    with copy.with_fault(mutant()):
        assert copy.ask(judge) == Finding("unit tests", "AssertionError: x is wrong")
    assert copy.ask(judge) is None


def test_a_judge_that_is_ended_has_found_nothing(copy: Scratch) -> None:
    began = copy.folder / "began"
    sleeping = f"import pathlib, time; pathlib.Path({str(began)!r}).touch(); time.sleep(600)"
    with ThreadPoolExecutor(1) as pool:
        asked = pool.submit(copy.ask, Judge("unit tests", (sys.executable, "-c", sleeping)))
        while not began.exists() and not asked.done():
            time.sleep(0.01)
        copy.end()
        with pytest.raises(CancelledError):
            asked.result()
    with pytest.raises(CancelledError):
        copy.ask(Judge("unit tests", (sys.executable, "-c", sleeping)))


def test_nothing_is_tried_where_a_judge_is_not_content_before(
    copy: Scratch, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mutants.trial.judges_of", lambda file: (asserting("x.x == 7"),))
    results = Results(tmp_path / "mutants.json")
    with pytest.raises(NotGreenError, match="Without a mutant, .* finds: AssertionError"):
        try_all([mutant()], [copy], results, print_line=print)
    assert not results.of([mutant()])


def test_each_mutant_is_kept_with_the_judge_that_found_it(
    copy: Scratch,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr("mutants.trial.judges_of", lambda file: (asserting("x.x != 2"),))
    results = Results(tmp_path / "mutants.json")
    found, unseen = mutant(), mutant("x = 3\n")
    try_all([found, unseen], [copy], results, print_line=print)
    assert results.found(found)
    assert results.survived(unseen)
    assert "SURVIVED    overview_service/x.py:1 another number" in capsys.readouterr().out
