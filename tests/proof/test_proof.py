"""The document that holds what was measured, and the outcomes that go into it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from proof.coverage import Reached, read_report
from proof.document import DOCUMENT, ROOT, table, write_part
from proof.outcomes import read_outcomes
from proof.soak import __main__ as soak
from proof.soak.long_run import Flatness, Sample
from proof.soak.runs import Played, _failures
from proof.threats import read_threats

JUNIT = """\
<testsuites><testsuite>
  <testcase name="test_a[1]"/><testcase name="test_a[2]"/>
  <testcase name="test_b"><failure message="no&#10;more"/></testcase><testcase name="test_b"/>
  <testcase name="test_c"><skipped message="no kernel"/></testcase>
</testsuite></testsuites>
"""
OUTPUT = """\
failed  features/a.feature:3  One

failed  features/a.feature:3  One
  Then it works  (features/a.feature:5)
    it does not

error  before_all
    no server
2 scenarios: 1 passed, 1 failed, in 0.1 s
"""
SOUND = Sample(processes=5, files=50, threads=40, wiremock=150, overview=60, disk=1)


def test_coverage_is_read_by_file() -> None:
    about = {"summary": {"percent_covered": 62.5}, "missing_lines": [3, 4], "missing_branches": []}
    assert read_report({"files": {"b.py": about}}) == {"b.py": Reached(62.5, [3, 4])}


def test_a_command_replaces_its_own_part_alone(tmp_path: Path) -> None:
    file = tmp_path / "proof.md"
    file.write_text(
        "# A\n<!-- x -->\nold\n<!-- end of x -->\n<!-- y -->\nkept\n<!-- end of y -->\n"
    )
    write_part("x", "make x", table(["a", "b"], [[1, "two\nlines | a bar"]]), file)
    text = file.read_text("utf-8")
    assert re.search(r"<!-- x -->\n`make x`, \d{4}-\d\d-\d\d, commit \S+\.\n\n\| a \| b \|\n", text)
    assert "| 1 | two lines \\| a bar |\n<!-- end of x -->" in text
    assert "old" not in text
    assert "<!-- y -->\nkept\n" in text


def test_a_part_that_is_not_there_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "proof.md"
    file.write_text("<!-- x -->\n")
    with pytest.raises(ValueError, match="proof.md has no part <!-- x --> ... <!-- end of x -->"):
        write_part("x", "make x", [], file)


@pytest.mark.parametrize(
    "part",
    ["mutants", "rules", "coverage", "checks", "soak", "surroundings", "bad input", "threats"],
)
def test_the_document_has_a_part_for_each_command(part: str) -> None:
    assert f"<!-- {part} -->" in DOCUMENT.read_text("utf-8")


def test_outcomes_are_counted_by_test(tmp_path: Path) -> None:
    file = tmp_path / "junit.xml"
    file.write_text(JUNIT)
    outcomes = {name: str(outcome) for name, outcome in read_outcomes(file).items()}
    assert outcomes == {
        "test_a": "passed 2 times",
        "test_b": "**failed**: no",
        "test_c": "not tried here: no kernel",
    }
    assert str(read_outcomes(tmp_path / "none.xml")["test_a"]) == "**did not run**"


def test_every_threat_is_read() -> None:
    text = (ROOT / "SECURITY.md").read_text("utf-8")
    assert len(list(read_threats(text))) == text.count("\n| ") - text.count("\n| threat ")


def test_each_failure_of_a_run_is_told_once_in_full() -> None:
    assert list(_failures(1, OUTPUT)) == [
        "failed  features/a.feature:3  One / Then it works  (features/a.feature:5) / it does not",
        "error  before_all / no server",
    ]
    assert list(_failures(0, "2 scenarios: 2 passed, in 0.1 s\n")) == []
    assert list(_failures(3, "Nothing was run.\n")) == ["exit code 3: Nothing was run."]


@pytest.mark.parametrize(
    ("held", "grown"),
    [({}, []), ({"files": 56}, []), ({"files": 61}, ["files"]), ({"disk": 3}, ["disk"])],
)
def test_what_a_long_run_holds_may_not_grow(held: dict[str, float], grown: list[str]) -> None:
    last = Sample(**{**vars(SOUND), **held})
    assert Flatness(1000, 0, SOUND, last).grown == grown


def test_a_soak_that_is_ended_writes_down_what_it_has_played(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    runs = iter([Played(7, 4, 363, 90.0, ()), Played(8, 4, 363, 91.0, ())])
    written: list[str] = []

    def play(order: int, jobs: int) -> Played:
        if run := next(runs, None):
            return run
        raise KeyboardInterrupt

    monkeypatch.setattr(soak, "play", play)
    monkeypatch.setattr(soak, "REPORT", tmp_path / "soak.json")
    monkeypatch.setattr(soak, "write_part", lambda name, command, lines: written.extend(lines))
    assert soak.main(["--scenarios", "2000", "--load", "0"]) == 1
    assert "no failure in 2000 scenarios | 0 of 726 failed |" in "\n".join(written)
    assert '"order": 8' in (tmp_path / "soak.json").read_text("utf-8")
