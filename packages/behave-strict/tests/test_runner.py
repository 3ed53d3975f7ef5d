"""No run is green for nothing: what StrictRunner refuses, and what it says of a run."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import behave_strict.suite
import pytest

FEATURE = "features/asking.feature"
KNOWN = "[tool.acceptance.tags] has: @smoke, @wip"
WIP = """
    @wip
    Scenario: Later
      When the reader asks for "Kim"
      Then the answer is no
"""


def refused(*lines: str) -> tuple[int, list[str]]:
    """What a refused run prints, and its exit code."""
    count = f"{len(lines)} problem{'s' if len(lines) > 1 else ''}"
    return 1, [
        *lines,
        f"Nothing was run: {count}.",
        "USING RUNNER: behave_strict.runner:StrictRunner",
    ]


def test_a_sound_project_passes(project: Any) -> None:
    outcome = project.behave()

    assert outcome.code == 0
    assert "3 scenarios passed, 0 failed, 0 skipped" in outcome


@pytest.mark.parametrize(
    "option", ["--format=plain", "--dry-run", "--steps-catalog", "--tags=@wip"]
)
def test_what_the_lint_finds_is_refused_whatever_is_asked_for(project: Any, option: str) -> None:
    project.change(FEATURE, "@smoke", "@slow")
    project.change(FEATURE, "Then the answer is <answer>", "Then the answr is <answer>")

    assert project.behave(option) == refused(
        f"{FEATURE}:11: @slow is not in the vocabulary; {KNOWN}",
        f'{FEATURE}:18: "Then the answr is yes" is not defined; mend its wording '
        '(did you mean "the answer is {answer}"?)',
    )


def test_one_scenario_runs_with_the_checks_of_all_features(project: Any) -> None:
    project.write("features/other.feature", "Feature: Nothing\n")

    assert project.behave(f"{FEATURE}:12") == refused(
        "features/other.feature:1: the Feature holds no Scenario; write one"
    )


def test_features_that_are_configured_but_not_selected_are_checked(project: Any) -> None:
    project.change("pyproject.toml", 'paths = ["features"]', 'paths = ["features", "more"]')
    project.write("more/none.feature", "Feature: Nothing\n")

    assert project.behave("features") == refused(
        "more/none.feature:1: the Feature holds no Scenario; write one"
    )


def test_neighbours_of_what_is_selected_are_checked(project: Any) -> None:
    project.write("more/none.feature", "Feature: Nothing\n")
    project.write("more/words.feature", "Feature: Words\n")

    assert project.behave("more/words.feature") == refused(
        "more/none.feature:1: the Feature holds no Scenario; write one",
        "more/words.feature:1: the Feature holds no Scenario; write one",
    )


def test_one_scenario_of_a_sound_project_runs(project: Any) -> None:
    outcome = project.behave(f"{FEATURE}:12")

    assert outcome.code == 0
    assert "1 scenario passed, 0 failed, 2 skipped" in outcome


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (["--tags=@smoke", "--tags=not @smoke"],
         'features --tags="@smoke" "not @smoke": none of 3 scenarios is selected'),
        (["--wip"], 'features --tags="@wip": none of 3 scenarios is selected'),
        (["--exclude=asking"],
         'features --tags="not @wip" --exclude="asking": none of 0 scenarios is selected'),
        (["--name=there", "--tags=@wip"],
         'features --tags="@wip" --name="there": none of 3 scenarios is selected'),
    ],
)  # fmt: skip
def test_an_empty_selection_is_refused(project: Any, arguments: list[str], line: str) -> None:
    assert project.behave(*arguments) == refused(f"{line}; select less narrowly")


def test_a_scenario_left_out_by_default_is_not_run_by_its_line_alone(project: Any) -> None:
    project.write(FEATURE, (project.root / FEATURE).read_text() + WIP)

    assert project.behave(f"{FEATURE}:26") == refused(
        f'{FEATURE}:26 --tags="not @wip": none of 1 scenario is selected; select less narrowly'
    )


def test_a_line_beyond_the_end_of_the_file_is_refused(project: Any) -> None:
    assert project.behave(f"{FEATURE}:24") == refused(
        f"{FEATURE}:24: the file has 23 lines; name the line of a scenario"
    )


def test_each_name_must_be_the_name_of_something(project: Any) -> None:
    assert project.behave("--name=there", "--name=nowhere") == refused(
        "--name=nowhere: no scenario has such a name; mend it"
    )


@pytest.mark.parametrize(
    ("expression", "unknown"),
    [
        ("@smok", "smok"),
        ("not @smok", "smok"),
        ("@smoke and (wip or not slow)", "slow"),
        ("@sl*", "sl*"),
        ("~@slow", "slow"),
        ("@smoke,-slow", "slow"),
    ],
)
def test_a_tag_outside_the_vocabulary_is_refused(
    project: Any, expression: str, unknown: str
) -> None:
    assert project.behave(f"--tags={expression}", "--tags=@smoke") == refused(
        f"--tags={expression}: @{unknown} is not in the vocabulary; {KNOWN}"
    )


def test_a_tag_of_the_configuration_is_checked_too(project: Any) -> None:
    project.change("pyproject.toml", "not @wip", "not @slow")

    assert project.behave() == refused(f"--tags=not @slow: @slow is not in the vocabulary; {KNOWN}")


@pytest.mark.parametrize("expression", ["@smoke", "not @wip and @sm*", "@smoke or @wip", "~wip"])
def test_tags_of_the_vocabulary_select(project: Any, expression: str) -> None:
    assert project.behave(f"--tags={expression}").code == 0


@pytest.mark.parametrize("option", ["--jobs=2", "-j0"])
def test_parallel_runs_are_refused(project: Any, option: str) -> None:
    assert project.behave(option) == refused(
        f"--jobs={option[-1]}: this runner runs one scenario at a time; leave the option out"
    )


def test_a_stage_which_has_other_hooks_is_refused(
    project: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BEHAVE_STAGE", "night")

    assert project.behave() == refused(
        "--stage=night: there is one stage only, and another would run without its hooks; "
        "unset BEHAVE_STAGE and the option"
    )


# --- what came of a run ------------------------------------------------------------------------


def before_scenario(project: Any, body: str) -> None:
    """Adds this hook to the project."""
    environment = (project.root / "environment.py").read_text()
    body = body.replace("\n", "\n    ")
    text = f"{environment}\n\ndef before_scenario(context, scenario):\n    {body}\n"
    project.write("environment.py", text)


def test_skipped_scenarios_are_counted_with_their_reasons(project: Any) -> None:
    before_scenario(
        project, 'if "Asking" in scenario.name:\n    scenario.skip("no browser was found")'
    )
    outcome = project.behave()

    assert outcome.code == 0
    assert outcome.lines[-1] == "2 scenarios skipped: 2 x 'no browser was found'"


def test_a_skip_without_a_reason_fails(project: Any) -> None:
    before_scenario(project, 'if "there" in scenario.name:\n    scenario.skip()')
    outcome = project.behave()

    assert outcome.code == 1
    assert f"{FEATURE}:12: skipped without a reason; give one: skip(reason=...)" in outcome


def test_a_run_in_which_all_was_skipped_fails(project: Any) -> None:
    before_scenario(project, 'scenario.skip("no browser was found")')
    outcome = project.behave("--tags=@smoke")

    assert outcome.code == 1
    assert outcome.lines[-2:] == [
        "behave: every selected scenario was skipped, nothing was tested; see the reasons below",
        "1 scenario skipped: 1 x 'no browser was found'",
    ]


def test_a_scenario_that_a_hook_keeps_from_running_fails(project: Any) -> None:
    environment = (project.root / "environment.py").read_text()
    hook = "def before_feature(context, feature):\n    feature.run_items.clear()\n"
    project.write("environment.py", f"{environment}\n\n{hook}")
    outcome = project.behave("--tags=@smoke")

    assert outcome.code == 1
    assert f"{FEATURE}:12: selected, and never run; see what a hook does to it" in outcome


def test_scenarios_that_are_left_out_by_default_are_counted(project: Any) -> None:
    project.write(FEATURE, (project.root / FEATURE).read_text() + WIP)

    assert project.behave().lines[-1] == '1 scenario left out by default: "not @wip"'
    assert not any("left out" in line for line in project.behave("--tags=@smoke").lines)


def test_a_pending_step_fails_also_where_behave_lets_it_pass(project: Any) -> None:
    project.write(FEATURE, (project.root / FEATURE).read_text() + WIP)
    project.change(
        "steps/shelf.py", '    assert context.found == (answer == "yes")',
        "    raise PendingStepError(answer)",
    )  # fmt: skip
    pending = "from behave.exception import PendingStepError\n"
    project.change("steps/shelf.py", "\n@given", f"{pending}\n@given")
    outcome = project.behave("--tags=@wip")

    assert outcome.code == 1
    assert f"{FEATURE}:28: the step is pending; write its body" in outcome


@pytest.mark.parametrize("code", ["0", "None", "2"])
def test_a_step_that_calls_sys_exit_fails_and_the_run_is_cleaned_up(
    project: Any, code: str
) -> None:
    step = "    context.found ="
    project.change("steps/shelf.py", step, f"    raise SystemExit({code})\n{step}")
    project.write(
        "environment.py",
        "def before_all(context):\n    context.add_cleanup(print, 'CLEANED UP')\n\n\n"
        "def after_all(context):\n    print('AFTER ALL')\n\n\nafter_all.capture = False\n",
    )
    outcome = project.behave()

    assert outcome.code == 1
    assert f"steps/shelf.py:11: sys.exit({code}) ended the run; remove it" in outcome
    assert "CLEANED UP" in outcome
    assert "AFTER ALL" in outcome


def test_a_step_module_that_calls_sys_exit_fails(project: Any) -> None:
    project.write("steps/zoo.py", "import sys\n\nsys.exit(0)\n")
    outcome = project.behave()

    assert outcome.code == 1
    assert "steps/zoo.py:3: sys.exit(0) ended the run; remove it" in outcome


def test_a_dry_run_says_that_nothing_was_run(project: Any) -> None:
    outcome = project.behave("--dry-run")

    assert outcome.code == 0
    assert outcome.lines[-1] == "A dry run: 3 scenarios checked, none run."


def test_a_failure_stays_a_failure(project: Any) -> None:
    project.change(FEATURE, "| Kim  | no     |", "| Kim  | yes    |")
    outcome = project.behave()

    assert outcome.code == 1
    assert "2 scenarios passed, 1 failed, 0 skipped" in outcome


def test_what_was_not_reached_after_a_failure_is_no_problem_of_its_own(project: Any) -> None:
    project.change(FEATURE, "      Then the answer is yes", "      Then the answer is not")
    outcome = project.behave("--stop")

    assert outcome.code == 1
    assert "0 scenarios passed, 1 failed, 0 skipped, 2 untested" in outcome
    assert not any("never run" in line for line in outcome.lines)


# --- a runner that is not ours -----------------------------------------------------------------


def test_another_runner_is_refused(project: Any) -> None:
    start = "    print('STARTING SERVERS')\n"
    environment = (project.root / "environment.py").read_text()
    project.write("environment.py", environment + start)
    outcome = project.behave("--runner=behave.runner:Runner")

    assert outcome.code == 1
    assert outcome.lines[0] == (
        "ABORTED: this run is not by behave_strict.runner:StrictRunner, and could be green for nothing; "
        f"start behave in {project.root}, without --runner"
    )
    assert "0 scenarios passed, 0 failed, 0 skipped, 3 untested" in outcome
    assert "STARTING SERVERS" not in outcome
    assert not any("Traceback" in line for line in outcome.lines)


def run(folder: Path, program: list[str]) -> subprocess.CompletedProcess[str]:
    """Runs a program as a process of its own, with this project importable."""
    home = Path(behave_strict.suite.__file__).parents[1]
    environment = os.environ | {"PYTHONPATH": str(home), "HOME": str(folder)}
    return subprocess.run(
        program, cwd=folder, env=environment, capture_output=True, text=True, check=False
    )


def test_a_run_from_another_folder_is_refused(project: Any, tmp_path_factory: Any) -> None:
    features = str(project.root / "features")
    outcome = run(tmp_path_factory.mktemp("elsewhere"), [sys.executable, "-m", "behave", features])

    assert outcome.returncode == 1
    assert f"start behave in {project.root}, without --runner" in outcome.stderr
    assert "Traceback" not in outcome.stdout + outcome.stderr


def test_the_console_script_runs_with_the_checks(project: Any) -> None:
    script = str(Path(sys.executable).parent / "behave")

    assert run(project.root, [script]).returncode == 0
    assert "none of 3 scenarios is selected" in run(project.root, [script, "--tags=@wip"]).stderr


@pytest.mark.parametrize("module", [["behave_strict.lint"], ["behave_strict.vocabulary", "tags"]])
def test_the_programs_run_as_modules(project: Any, module: list[str]) -> None:
    assert run(project.root, [sys.executable, "-m", *module]).returncode == 0
