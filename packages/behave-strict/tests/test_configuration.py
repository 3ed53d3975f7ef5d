"""[tool.behave_strict]: what may stand there, and what -D and the environment override."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from behave_strict.configuration import READERS, RULES

FEATURE = "features/asking.feature"
TABLE = "pyproject.toml: tool.behave_strict"


def refused(project: Any, *arguments: str) -> list[str]:
    """The problems of a refused run."""
    outcome = project.behave(*arguments)
    assert outcome.code == 1
    end = next(i for i, line in enumerate(outcome.lines) if line.startswith("Nothing was run"))
    lines: list[str] = outcome.lines[:end]
    return lines


@pytest.mark.parametrize(
    ("setting", "line"),
    [
        ("oder = 1", ".oder: is unknown; did you mean order?"),
        ('colour = "red"', f".colour: is unknown; choose from: {', '.join(sorted(READERS))}"),
        ('order = "random"', '.order: "random" is not an order; use "reading", or a number to shuffle by'),
        ("order = -1", '.order: "-1" is not an order; use "reading", or a number to shuffle by'),
        ("unfinished = true", '.unfinished: True is not a tag; name one, such as "wip"'),
        ("most_steps = 0", ".most_steps: 0 is not a number of steps; use a whole number from 1"),
        ('off = ["need-when"]', ".off: 'need-when' cannot be switched off; did you mean needs-when?"),
        ('off = ["undefined"]',
         f".off: 'undefined' cannot be switched off; choose from: {', '.join(RULES)}"),
        ('reports = "reports"', '.reports: must be a table; name files: junit = "reports/junit.xml"'),
        ('reports = {junt = "a"}', ".reports: junt is not a report; did you mean junit?"),
        ("reports = {junit = true}",
         ".reports: junit = True; name a file, or use false for none"),
        ('reports = {console = "a"}', ".reports: console = 'a'; use true or false"),
        ("tags = {smoke = 1}", '.tags: must be a table of tags; give each a meaning: smoke = "a quick look"'),
    ],
)  # fmt: skip
def test_a_wrong_setting_is_refused(project: Any, setting: str, line: str) -> None:
    project.write("pyproject.toml", f'[tool.behave]\nrunner = "behave_strict:Runner"\n'
                  f'paths = ["features"]\n[tool.behave_strict]\n{setting}\n')  # fmt: skip

    assert refused(project) == [TABLE + line]


def test_the_lint_refuses_a_wrong_setting_too(project: Any) -> None:
    project.configure("[tool.behave_strict]\noder = 1")

    assert project.lint() == (1, [f"{TABLE}.oder: is unknown; did you mean order?"])


def test_nothing_need_be_configured_but_the_runner(project: Any) -> None:
    project.write("pyproject.toml", '[tool.behave]\nrunner = "behave_strict:Runner"\n')
    outcome = project.behave()

    assert outcome.code == 0
    assert outcome.summary.startswith("3 scenarios: 3 passed, in ")
    assert not any("features passed" in line for line in outcome.lines)  # behave's own summary
    assert len(project.all("testCase")) == 3
    assert project.junit.get("tests") == "3"


def test_without_a_vocabulary_the_tags_of_the_features_are_known(project: Any) -> None:
    project.write("pyproject.toml", '[tool.behave]\nrunner = "behave_strict:Runner"\n')

    assert project.behave("--tags=@smoke").code == 0
    assert refused(project, "--tags=@smok") == [
        "--tags=@smok: no scenario has the tag @smok; there are: @smoke"
    ]


BROKEN = {
    "needs-when": ('      When the reader asks for "Emma"\n', ""),
    "needs-then": ("      Then the answer is yes\n", ""),
    "one-when": ("is yes\n", 'is yes\n      When the reader asks for "Kim"\n'),
    "most-steps": ("is yes\n", "is yes\n" + "      And the answer is yes\n" * 5),
    "unique-names": ("Scenario: A book that is there", "Scenario:"),
    "tag-vocabulary": ("@smoke", "@slow"),
    "aligned-tables": ("| Kim  | no     |", "| Kim | no |"),
}


@pytest.mark.parametrize("rule", BROKEN)
def test_a_rule_can_be_switched_off_by_its_name(project: Any, rule: str) -> None:
    project.change(FEATURE, *BROKEN[rule])
    (problem,) = project.lint().lines
    assert problem.endswith(f"[{rule}]")
    project.configure(f'[tool.behave_strict]\noff = ["{rule}"]')

    assert project.lint().code == 0


def test_unused_definitions_can_be_allowed(project: Any) -> None:
    project.append(
        "steps/shelf.py", "\n\n@when('nobody asks')\ndef f(context):\n    raise Exception\n"
    )
    assert project.lint().lines[0].endswith("[unused-definitions]")
    project.configure('[tool.behave_strict]\noff = ["unused-definitions"]')

    assert project.lint().code == 0


def test_the_most_steps_can_be_chosen(project: Any) -> None:
    project.configure("[tool.behave_strict]\nmost_steps = 1")

    assert [line.partition("; ")[0] for line in project.lint().lines] == [
        f"{FEATURE}:12: the scenario has 2 steps, and the most is 1",
        f"{FEATURE}:16: the scenario has 2 steps, and the most is 1",
    ]


# --- order -------------------------------------------------------------------------------------

SEVERAL = "Feature: {0}\n\n" + "\n".join(
    f"  Scenario: {{0}} {n}\n    Given the shelf holds:\n      | book |\n      | Emma |\n"
    f'    When the reader asks for "Emma"\n    Then the answer is yes\n'
    for n in range(6)
)


@pytest.fixture
def several(project: Any) -> Any:
    return project.write("features/b.feature", SEVERAL.format("B"))


def played(project: Any, *arguments: str) -> list[str]:
    outcome = project.behave("-f", "plain", "--no-timings", *arguments)
    assert outcome.code == 0, outcome.lines
    return [line.strip() for line in outcome.lines if line.strip().startswith("Scenario")]


def test_a_number_shuffles_in_the_same_way_each_time(several: Any) -> None:
    reading, shuffled = played(several), played(several, "-D", "order=7")

    assert sorted(shuffled) == sorted(reading)
    assert shuffled != reading
    assert played(several, "-D", "order=7") == shuffled
    assert played(several, "-D", "order=8") != shuffled


def test_the_environment_overrides_the_file_and_d_overrides_both(
    several: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    reading, seven, eight = (played(several, *o) for o in ([], ["-D", "order=7"], ["-Dorder=8"]))
    several.configure("[tool.behave_strict]\norder = 7")
    assert played(several) == seven
    monkeypatch.setenv("BEHAVE_STRICT_ORDER", "8")
    assert played(several) == eight
    assert played(several, "-D", "order=reading") == reading


def test_an_empty_environment_variable_counts_as_not_set(
    project: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BEHAVE_STRICT_ORDER", "")

    assert project.behave().code == 0


def test_an_order_that_there_is_not_is_refused(
    project: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BEHAVE_STRICT_ORDR", "3")
    problems = refused(project, "-D", "order=3x")

    assert problems == [
        "BEHAVE_STRICT_ORDR: the environment variable is unknown; did you mean BEHAVE_STRICT_ORDER?",
        '-D order: "3x" is not an order; use "reading", or a number to shuffle by',
    ]


def test_hooks_do_not_see_options_of_ours(project: Any) -> None:
    look = "def before_all(context):\n    context.config.update_userdata({})\n"
    project.write("environment.py", look + "    assert context.config.userdata == {'own': '1'}\n")

    assert project.behave("-D", "order=7", "-D", "own=1").code == 0


# --- unfinished --------------------------------------------------------------------------------

LATER = """
    @wip
    Scenario: Later
      When the reader takes "Emma" home
      Then the answer is yes
"""


def test_an_unfinished_scenario_blocks_nobody(project: Any) -> None:
    project.append(FEATURE, LATER)
    assert project.behave().code == 1
    project.configure('[tool.behave_strict]\nunfinished = "wip"')
    outcome = project.behave()

    assert outcome.code == 0
    assert outcome.summary.startswith("3 scenarios: 3 passed, in ")


def test_an_unfinished_scenario_may_hold_unknown_words(project: Any) -> None:
    converter = "from behave import register_type\n\nregister_type(Answer={'yes': 1}.__getitem__)\n"
    project.change("steps/shelf.py", "\n@given", f"{converter}\n\n@given")
    project.change("steps/shelf.py", "{answer}", "{answer:Answer}")
    project.change(FEATURE, "| Kim  | no     |", "| Kim  | yes    |")
    project.append(FEATURE, LATER.replace("answer is yes", "answer is maybe"))
    assert project.behave().code == 1
    project.configure('[tool.behave_strict]\nunfinished = "wip"')

    assert project.behave().summary.startswith("3 scenarios: ")


def test_an_unfinished_scenario_that_is_selected_is_red(project: Any) -> None:
    project.append(FEATURE, LATER).configure('[tool.behave_strict]\nunfinished = "wip"')
    outcome = project.behave("--tags=@wip")

    assert outcome.code == 1
    assert outcome.summary.startswith("1 scenario: 1 error, in ")


# --- reports -----------------------------------------------------------------------------------


def test_reports_go_where_the_project_wants_them(project: Any) -> None:
    project.change("pyproject.toml", "page = false", 'page = false\njunit = "out/of/the/way.xml"')
    project.change("pyproject.toml", "page = false", "page = false\nmessages = false")

    assert project.behave().code == 0
    files = sorted(str(p.relative_to(project.folder)) for p in project.folder.rglob("*.xml"))
    assert files == ["out/of/the/way.xml"]
    assert not (project.folder / "reports").exists()


def test_a_report_given_by_hand_replaces_that_of_its_kind(project: Any) -> None:
    assert project.behave("-f", "behave_strict:JUnit", "-o", "mine.xml").code == 0

    assert (project.folder / "mine.xml").is_file()
    assert not (project.folder / "reports/behave.xml").exists()
    assert (project.folder / "reports/behave.ndjson").is_file()


def test_without_the_console_behaves_own_format_is_shown(project: Any) -> None:
    project.change("pyproject.toml", "page = false", "page = false\nconsole = false")

    assert any(line.startswith("Feature: Asking for a book") for line in project.behave().lines)


# --- behave's version --------------------------------------------------------------------------


def test_another_behave_is_refused_in_a_sentence(project: Any) -> None:
    project.write(
        "sitecustomize.py",
        "import importlib.metadata\n\nimportlib.metadata.version = lambda name: '1.4.0.dev2'\n",
    )
    project.run(PYTHONPATH=str(project.folder))

    assert project.exit_code == 1
    assert project.output.splitlines() == [
        "ConfigError: behave-strict works with behave 1.3.3 up to, but not including, 1.4, and the "
        "one installed is 1.4.0.dev2; run: pip install 'behave>=1.3.3,<1.4'"
    ]


def test_the_range_of_versions_is_that_of_the_package() -> None:
    file = Path(__file__).parents[1] / "pyproject.toml"

    assert '"behave>=1.3.3,<1.4"' in file.read_text("utf-8")
