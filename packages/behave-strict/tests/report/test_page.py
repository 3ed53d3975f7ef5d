"""The page of a run by behave: the page itself has tests of its own."""

from __future__ import annotations

import json
import re
import subprocess
from typing import Any

import pytest

WELL = "Feature: A\n  Scenario: A\n    Then it is well\n"


def texts(page: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", page))


def test_features_are_in_reading_order_whatever_ran_first(mixture: Any) -> None:
    titles = re.findall(r"<h3>(\w+)</h3>", mixture.page.partition('id="features"')[2])
    assert titles == ["Zebra", "Apple", "Bear"]


def test_the_numbers_are_those_of_the_console_and_of_junit(mixture: Any) -> None:
    last = mixture.output.rstrip().splitlines()[-1]
    counts = dict(
        reversed(pair) for pair in re.findall(r"(\d+) (passed|failed|error|skipped)", last)
    )
    page = dict(
        reversed(pair)
        for pair in re.findall(r"<b>(\d+)</b> (passed|failed|error|skipped)", mixture.page)
    )
    assert page == counts
    for word, tag in (("failed", "failure"), ("error", "error"), ("skipped", "skipped")):
        cases = [c for c in mixture.junit.iter("testcase") if c.get("classname") != "The run"]
        assert sum(case.find(tag) is not None for case in cases) == int(counts[word])


def test_scenarios_that_never_ran_are_not_run_on_the_page_too(project: Any) -> None:
    three = "".join(f"  Scenario: {n}\n    Then it is {n}\n" for n in ("well", "red", "well too"))
    steps = (
        "from behave import then\n\n@then('it is {x}')\ndef s(context, x):\n    assert x != 'red'\n"
    )
    project.write("steps/steps.py", steps).write("features/a.feature", f"Feature: A\n{three}")
    project.run("--stop")
    assert "3 scenarios: 1 passed, 1 failed, 1 not run" in project.output
    assert re.findall(r"<b>(\d+)</b> ([a-z ]+)</a>", project.page) == [
        ("1", "passed"), ("1", "failed"), ("1", "not run"),
    ]  # fmt: skip


def test_title_and_facts_are_those_of_the_project(project: Any) -> None:
    settings = (
        '[tool.behave_strict]\ntitle = "The library"\n\n[tool.behave_strict.facts]\nlent = "all"\n'
    )
    project.write("pyproject.toml", (project.folder / "pyproject.toml").read_text() + settings)
    project.write("features/a.feature", WELL).run()
    assert '<p class="kicker">The library</p>' in project.page
    assert "<dt>lent</dt><dd>all</dd>" in project.page


def test_a_hook_can_tell_facts(project: Any) -> None:
    facts = json.dumps({"browser": "none"})
    hook = f"def before_all(context):\n    context.attach('application/x.facts+json', {facts!r})\n"
    project.write("environment.py", hook).write("features/a.feature", WELL).run()
    assert "<dt>browser</dt><dd>none</dd>" in project.page


def test_the_commit_is_named_and_whether_files_differ_from_it(project: Any) -> None:
    def git(*arguments: str) -> None:
        author = ["-c", "user.name=A", "-c", "user.email=a@b.example"]
        subprocess.run(
            ["git", *author, *arguments], cwd=project.folder, check=True, capture_output=True
        )

    project.write("features/a.feature", WELL)
    git("init")
    git("add", ".")
    git("commit", "-m", "All")
    project.run()
    assert re.search(r"<dt>commit</dt><dd>[0-9a-f]{12}</dd>", project.page)
    project.write("features/a.feature", WELL + "\n").run()
    assert re.search(
        r"<dt>commit</dt><dd>[0-9a-f]{12}, with uncommitted changes</dd>", project.page
    )


def test_evidence_of_a_hook_stands_at_the_step_that_failed(mixture: Any) -> None:
    failed = re.search(r'id="apple\.failed".*?</details>\s*<details class="C"', mixture.page, re.S)
    assert failed
    assert "log lines" in failed[0]
    assert "one\ntwo" in failed[0]


def history(project: Any) -> list[Any]:
    file = project.folder / ".behave-strict" / "history.ndjson"
    entries = map(json.loads, file.read_text("utf-8").splitlines()) if file.is_file() else []
    return [entry for entry in entries if "partial" not in entry]


def test_a_whole_run_is_remembered_and_compared(project: Any) -> None:
    project.write("features/a.feature", WELL).run()
    assert history(project)[0]["scenarios"].keys() == {"passed"}
    red = (
        "from behave import then\n\n@then('it is well')\ndef s(context):\n    assert False, 'no'\n"
    )
    project.write("steps/steps.py", red).run()
    assert "1 newly failing" in texts(project.page)
    assert len(history(project)) == 2


@pytest.mark.parametrize(
    "selection",
    [["--tags=@one"], ["--name=A"], ["features/a.feature"], ["features/a.feature:2"]],
)
def test_a_selection_leaves_the_last_whole_run_alone(project: Any, selection: Any) -> None:
    project.write("features/a.feature", WELL.replace("  Scen", "  @one\n  Scen")).run()
    page = project.page
    project.run(*selection)
    assert "The reports of this selection are in reports/selection." in project.output
    assert project.page == page
    assert len(history(project)) == 1
    chosen = (project.folder / "reports" / "selection" / "behave.html").read_text("utf-8")
    assert "a selection, not the whole suite" in chosen


def test_the_same_tags_as_in_the_configuration_are_no_selection(project: Any) -> None:
    settings = (project.folder / "pyproject.toml").read_text()
    settings = settings.replace(
        "[tool.behave]\n", '[tool.behave]\ndefault_tags = ["not @wip"]\n', 1
    )
    project.write("pyproject.toml", settings).write("features/a.feature", WELL).run()
    assert len(history(project)) == 1
    assert "selection" not in project.output


def test_a_file_given_by_hand_is_obeyed(project: Any) -> None:
    project.write("features/a.feature", WELL)
    project.run("--name=A", "-f", "behave_strict:Page", "-o", "mine.html")
    assert (project.folder / "mine.html").is_file()
    assert not (project.folder / "reports" / "selection" / "behave.html").exists()


def test_a_run_that_was_stopped_is_not_compared_with(project: Any) -> None:
    steps = (
        "from behave import then\n\n@then('it is {x}')\ndef s(context, x):\n    assert x != 'red'\n"
    )
    two = "Feature: A\n  Scenario: A\n    Then it is red\n  Scenario: B\n    Then it is well\n"
    project.write("steps/steps.py", steps).write("features/a.feature", two).run("--stop")
    assert history(project) == []


def test_a_history_that_cannot_be_written_does_no_harm(project: Any) -> None:
    project.write(".behave-strict", "in the way").write("features/a.feature", WELL).run()
    assert project.exit_code == 0
    assert "cannot be written" in project.output
