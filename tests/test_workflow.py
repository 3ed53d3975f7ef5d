"""The workflows say what the project says; their own rules are for linters such as actionlint."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
import yaml

from compatibility.__main__ import SERVERS
from support.settings import CHOICES

ROOT = Path(__file__).parents[1]
WORKFLOWS = {file.name: file.read_text() for file in (ROOT / ".github/workflows").glob("*.yml")}
PARSED = {name: yaml.safe_load(text) for name, text in WORKFLOWS.items()}
JOBS = [
    pytest.param(job, id=f"{file} {name}")
    for file, workflow in PARSED.items()
    for name, job in workflow["jobs"].items()
]
TRIGGERS = True  # what YAML 1.1 makes of `on`
ACCEPTANCE = PARSED["acceptance.yml"]


def runs(job):
    return [step["run"] for step in job.get("steps", []) if "run" in step]


def test_the_matrix_has_every_way_to_run_the_features():
    matrix = ACCEPTANCE["jobs"]["features"]["strategy"]["matrix"]
    project = (ROOT / "pyproject.toml").read_text()

    assert matrix["products"] == CHOICES["products"]
    assert matrix["view"] == CHOICES["view"]
    assert matrix["wiremock"] == SERVERS
    assert f'requires-python = ">={matrix["python"][0]}"' in project
    assert matrix["python"] == ACCEPTANCE["jobs"]["checks"]["strategy"]["matrix"]["python"]


def test_a_run_by_hand_offers_the_settings():
    inputs = ACCEPTANCE[TRIGGERS]["workflow_dispatch"]["inputs"]

    for name in ("products", "view"):
        assert inputs[name]["options"] == CHOICES[name]


def test_wiremock_is_the_one_that_npm_installs_unless_chosen():
    inputs = PARSED["features.yml"][TRIGGERS]["workflow_call"]["inputs"]
    package = json.loads((ROOT / "package.json").read_text())

    assert inputs["wiremock"]["default"] == package["devDependencies"]["wiremock"]


def test_a_run_of_the_features_is_given_what_it_asks_for():
    inputs = PARSED["features.yml"][TRIGGERS]["workflow_call"]["inputs"]
    required = {name for name, told in inputs.items() if told.get("required")}
    calls = [job["with"] for job in ACCEPTANCE["jobs"].values() if "uses" in job]

    assert len(calls) == 3
    for given in calls:
        assert required <= set(given) <= set(inputs)


def test_nothing_but_the_smoke_runs_before_the_smoke_has_passed():
    first = {name for name, job in ACCEPTANCE["jobs"].items() if job.get("needs") != "smoke"}

    assert first == {"smoke", "selection"}
    by_hand = "github.event_name == 'workflow_dispatch'"
    assert ACCEPTANCE["jobs"]["selection"]["if"] == by_hand
    assert ACCEPTANCE["jobs"]["smoke"]["if"] == by_hand.replace("==", "!=")


def test_reports_of_one_run_are_kept_under_names_of_their_own():
    jobs = ACCEPTANCE["jobs"]
    names = [job["with"]["name"] for job in jobs.values() if "uses" in job]
    names += [
        step["with"]["name"]
        for job in jobs.values()
        for step in job.get("steps", [])
        if "upload-artifact" in step.get("uses", "")
    ]

    assert len(names) == len(set(names)) == 4
    for axis in jobs["features"]["strategy"]["matrix"]:
        assert f"${{{{ matrix.{axis} }}}}" in jobs["features"]["with"]["name"]


@pytest.mark.parametrize("job", JOBS)
def test_each_job_ends_in_time_and_keeps_no_credentials(job):
    if "uses" in job:
        return
    assert job["timeout-minutes"] <= 30
    (checkout,) = [step for step in job["steps"] if "actions/checkout" in step.get("uses", "")]
    assert checkout["with"]["persist-credentials"] is False


@pytest.mark.parametrize("job", JOBS)
def test_what_comes_from_outside_is_never_part_of_a_script(job):
    assert [script for script in runs(job) if "${{" in script] == []


@pytest.mark.parametrize("job", JOBS)
def test_make_knows_what_it_is_to_make(job):
    makefile = (ROOT / "Makefile").read_text()
    for script in runs(job):
        for targets in re.findall(r"^make (.+)$", script, re.M):
            for target in targets.split():
                assert f"\n{target}: " in makefile


@pytest.mark.parametrize("name", WORKFLOWS)
def test_actions_are_pinned_and_may_only_read(name):
    assert PARSED[name]["permissions"] == {"contents": "read"}
    for used in re.findall(r"uses: (.+)", WORKFLOWS[name]):
        assert re.fullmatch(
            r"\./\.github/.+\.yml|actions/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", used
        )


def test_a_pin_is_the_same_everywhere():
    pins = set(re.findall(r"actions/.+", "\n".join(WORKFLOWS.values())))

    assert len(pins) == len({pin.split("@")[0] for pin in pins}) == 3
