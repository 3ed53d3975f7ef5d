"""No run is green for nothing: what Runner refuses, and what it says of a run."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest

FEATURE = "features/asking.feature"
KNOWN = "[tool.behave_strict.tags] has: @smoke, @wip"
WIP = """
    @wip
    Scenario: Later
      When the reader asks for "Kim"
      Then the answer is no
"""


def refused(*lines: str, problems: int = 0) -> tuple[int, list[str]]:
    """Return the exit code and the output of a refused run. Each line is a problem, unless they are counted."""
    problems = problems or len(lines)
    count = f"{problems} problem{'s' if problems > 1 else ''}"
    return 1, [
        *lines,
        f"Nothing was run: {count}.",
        "USING RUNNER: behave_strict.runner:Runner",
    ]


def test_a_sound_project_passes(project: Any) -> None:
    outcome = project.behave()

    assert outcome.code == 0
    assert "3 scenarios: 3 passed" in outcome.summary


@pytest.mark.parametrize(
    "option", ["--format=plain", "--dry-run", "--steps-catalog", "--tags=@wip"]
)
def test_what_the_lint_finds_is_refused_whatever_is_asked_for(project: Any, option: str) -> None:
    project.change(FEATURE, "@smoke", "@slow")
    project.change(FEATURE, "Then the answer is <answer>", "Then the answr is <answer>")

    assert project.behave(option) == refused(
        f"{FEATURE}:11: @slow is not in the vocabulary; {KNOWN} [tag-vocabulary]",
        f'{FEATURE}:18: "Then the answr is yes" is not defined; correct its wording '
        '(did you mean "the answer is {answer}"?), or define it:',
        '    @then("the answr is yes")',
        "    def then_the_answr_is_yes(context):",
        '        raise NotImplementedError("Then the answr is yes")',
        problems=2,
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
    assert "1 scenario: 1 passed" in outcome.summary


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
    project.write(FEATURE, (project.folder / FEATURE).read_text() + WIP)

    assert project.behave(f"{FEATURE}:26") == refused(
        f'{FEATURE}:26 --tags="not @wip": none of 1 scenario is selected; select less narrowly'
    )


def test_a_line_beyond_the_end_of_the_file_is_refused(project: Any) -> None:
    assert project.behave(f"{FEATURE}:24") == refused(
        f"{FEATURE}:24: the file has 23 lines; name the line of a scenario"
    )


def test_each_name_must_be_the_name_of_something(project: Any) -> None:
    assert project.behave("--name=there", "--name=nowhere") == refused(
        "--name=nowhere: no scenario has such a name; use a part of a scenario's name"
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


def test_a_stage_which_has_other_hooks_is_refused(
    project: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BEHAVE_STAGE", "night")

    assert project.behave() == refused(
        "--stage=night: a stage would run without the hooks of environment.py; "
        "unset BEHAVE_STAGE and the option"
    )


# --- what came of a run ------------------------------------------------------------------------


def before_scenario(project: Any, body: str) -> None:
    """Adds this hook to the project."""
    environment = (project.folder / "environment.py").read_text()
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
    assert (
        f"{FEATURE}:12: the scenario was skipped without a reason; give one: "
        'scenario.skip("no browser was found")'
    ) in outcome


def test_a_run_in_which_all_was_skipped_fails(project: Any) -> None:
    before_scenario(project, 'scenario.skip("no browser was found")')
    outcome = project.behave("--tags=@smoke")

    assert outcome.code == 1
    assert outcome.lines[-2:] == [
        "behave: every selected scenario was skipped, so nothing was tested; see the reasons below",
        "1 scenario skipped: 1 x 'no browser was found'",
    ]


def test_a_scenario_that_a_hook_keeps_from_running_fails(project: Any) -> None:
    environment = (project.folder / "environment.py").read_text()
    hook = "def before_feature(context, feature):\n    feature.run_items.clear()\n"
    project.write("environment.py", f"{environment}\n\n{hook}")
    outcome = project.behave("--tags=@smoke")

    assert outcome.code == 1
    assert (
        f"{FEATURE}:12: the scenario was selected, and never ran; look for a hook that keeps it from running"
        in outcome
    )


def test_scenarios_that_are_left_out_by_default_are_counted(project: Any) -> None:
    project.write(FEATURE, (project.folder / FEATURE).read_text() + WIP)

    assert project.behave().lines[-1] == '1 scenario left out by default: "not @wip"'
    assert not any("left out" in line for line in project.behave("--tags=@smoke").lines)


def test_a_pending_step_fails_also_where_behave_lets_it_pass(project: Any) -> None:
    project.write(FEATURE, (project.folder / FEATURE).read_text() + WIP)
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
    assert "3 scenarios: 2 passed, 1 failed" in outcome.summary


def test_what_was_not_reached_after_a_failure_is_no_problem_of_its_own(project: Any) -> None:
    project.change(FEATURE, "      Then the answer is yes", "      Then the answer is not")
    outcome = project.behave("--stop")

    assert outcome.code == 1
    assert "3 scenarios: 1 failed, 2 not run" in outcome.summary
    assert not any("never run" in line for line in outcome.lines)


# --- a runner that is not ours -----------------------------------------------------------------


def refusal(project: Any) -> str:
    return (
        "ConfigError: this project must be run by behave_strict:Runner, but behave was started with "
        "behave.runner:Runner, which could be green for nothing; start behave in "
        f"{project.folder}, without --runner"
    )


@pytest.mark.parametrize("importing", ["import behave_strict", "from behave_strict import Failed"])
def test_another_runner_is_refused(project: Any, importing: str) -> None:
    project.write("environment.py", f"{importing}\nprint('STARTING SERVERS')\n")
    project.run("--runner=behave.runner:Runner")

    assert project.exit_code == 1
    assert project.output.splitlines()[1:] == [refusal(project)]


def test_a_run_from_another_folder_is_refused(project: Any, tmp_path_factory: Any) -> None:
    elsewhere = type(project)(tmp_path_factory.mktemp("elsewhere"))
    elsewhere.run(str(project.folder / "features"))

    assert elsewhere.exit_code == 1
    assert elsewhere.output.splitlines()[1:] == [refusal(project)]


def test_importing_the_package_outside_a_run_is_allowed(project: Any) -> None:
    project.execute("-c", "import environment, behave.runner; from behave_strict import Runner")

    assert (project.exit_code, project.output) == (0, "")


@pytest.mark.parametrize("name", ["Console", "JUnit", "Messages", "Page"])
def test_a_report_under_another_runner_says_so_and_keeps_the_last_one(
    project: Any, name: str
) -> None:
    project.write("environment.py", "").write("last.txt", "of the last run")
    project.run("--runner=behave.runner:Runner", "-f", f"behave_strict:{name}", "-o", "last.txt")

    assert project.exit_code == 0
    assert f"No {name.lower()} report: this run was not by behave_strict:Runner." in project.output
    assert "Traceback" not in project.output
    assert (project.folder / "last.txt").read_text() == "of the last run"


def test_the_console_script_runs_with_the_checks(project: Any) -> None:
    script = str(Path(sys.executable).parent / "behave")

    assert project.execute(script).exit_code == 0
    assert "none of 3 scenarios is selected" in project.execute(script, "--tags=@wip").output


def test_a_run_without_asserts_is_refused(project: Any) -> None:
    project.run(PYTHONOPTIMIZE="1")

    assert project.exit_code == 1
    assert (
        "python -O: Python leaves out every assert, so that steps check nothing" in project.output
    )


@pytest.mark.parametrize(
    ("options", "whole"),
    [
        ([], True),
        (["features"], True),
        (["--tags=@smoke"], False),
        (["--name=A book that is there"], False),
        ([f"{FEATURE}:12"], False),
    ],
)
def test_hooks_can_ask_whether_the_run_is_whole(
    project: Any, options: list[str], whole: bool
) -> None:
    project.append(
        "environment.py",
        "\n\ndef after_all(context):\n"
        "    from behave_strict import is_whole_run\n"
        "    print(f'whole: {is_whole_run(context)}')\n",
    )

    assert f"whole: {whole}" in project.behave(*options)
