"""The workflows say what the project says; their own rules are for linters such as actionlint."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import kubernetes_validate
import pytest
import yaml
from wiremock_strict.jar import VERSION

from compatibility.__main__ import SERVERS
from support.settings import PRODUCTS, VIEWS

ROOT = Path(__file__).parents[1]
WORKFLOWS = {file.name: file.read_text() for file in (ROOT / ".github/workflows").glob("*.yml")}
PARSED = {name: yaml.safe_load(text) for name, text in WORKFLOWS.items()}
JOBS = [
    pytest.param(job, id=f"{file} {name}")
    for file, workflow in PARSED.items()
    for name, job in workflow["jobs"].items()
]
EXAMPLES = ROOT / "docs/ci"
TRIGGERS = True  # YAML 1.1 reads `on` as this
ACCEPTANCE = PARSED["acceptance.yml"]
FEATURES = PARSED["features.yml"][TRIGGERS]["workflow_call"]["inputs"]
Job = dict[str, Any]


def scripts_of(job: Job) -> list[str]:
    return [step["run"] for step in job.get("steps", []) if "run" in step]


def test_the_matrix_has_every_way_to_run() -> None:
    matrix = ACCEPTANCE["jobs"]["features"]["strategy"]["matrix"]

    assert matrix["products"] == list(PRODUCTS)
    assert matrix["view"] == list(VIEWS)
    assert matrix["wiremock"] == SERVERS


@pytest.mark.parametrize("name", ["features", "checks", "packages"])
def test_every_supported_python_is_tried(name: str) -> None:
    pythons = ACCEPTANCE["jobs"][name]["strategy"]["matrix"]["python"]

    assert pythons == ["3.10", "3.11", "3.12", "3.13", "3.14"]
    for project in (ROOT, *(ROOT / "packages").iterdir()):
        oldest = f'requires-python = ">={pythons[0]}"'
        assert oldest in (project / "pyproject.toml").read_text()


def test_a_run_by_hand_offers_the_settings() -> None:
    inputs = ACCEPTANCE[TRIGGERS]["workflow_dispatch"]["inputs"]

    assert inputs["products"]["options"] == list(PRODUCTS)
    assert inputs["view"]["options"] == list(VIEWS)


def test_wiremock_is_the_installed_one_by_default() -> None:
    assert FEATURES["wiremock"]["default"] == VERSION


def test_each_call_passes_the_inputs_it_must() -> None:
    required = {name for name, declared in FEATURES.items() if declared.get("required")}
    calls = [job["with"] for job in ACCEPTANCE["jobs"].values() if "uses" in job]

    assert len(calls) == 3
    for given in calls:
        assert required <= set(given) <= set(FEATURES)


def test_everything_waits_for_the_smoke_run() -> None:
    first = {name for name, job in ACCEPTANCE["jobs"].items() if job.get("needs") != "smoke"}

    assert first == {"smoke", "selection"}
    by_hand = "github.event_name == 'workflow_dispatch'"
    assert ACCEPTANCE["jobs"]["selection"]["if"] == by_hand
    assert ACCEPTANCE["jobs"]["smoke"]["if"] == by_hand.replace("==", "!=")


def test_no_two_jobs_share_an_artifact() -> None:
    jobs = ACCEPTANCE["jobs"]
    names = [job["with"]["name"] for job in jobs.values() if "uses" in job]
    names += [
        step["with"]["name"]
        for job in jobs.values()
        for step in job.get("steps", [])
        if "upload-artifact" in step.get("uses", "")
    ]

    assert len(names) == len(set(names)) == 5
    for axis in jobs["features"]["strategy"]["matrix"]:
        assert f"${{{{ matrix.{axis} }}}}" in jobs["features"]["with"]["name"]


@pytest.mark.parametrize("job", JOBS)
def test_each_job_is_bounded_and_keeps_no_credentials(job: Job) -> None:
    if "uses" in job:
        return
    assert job["timeout-minutes"] <= 30
    for step in job["steps"]:
        if "actions/checkout" in step.get("uses", ""):
            assert step["with"]["persist-credentials"] is False


@pytest.mark.parametrize("job", JOBS)
def test_no_script_holds_an_expression(job: Job) -> None:
    assert [script for script in scripts_of(job) if "${{" in script] == []


@pytest.mark.parametrize("job", JOBS)
def test_the_makefile_has_every_target(job: Job) -> None:
    makefile = (ROOT / "Makefile").read_text()
    for script in scripts_of(job):
        for targets in re.findall(r"^make (.+)$", script, re.M):
            for target in targets.split():
                assert f"\n{target}: " in makefile


@pytest.mark.parametrize("name", WORKFLOWS)
def test_actions_are_pinned_and_may_only_read(name: str) -> None:
    assert PARSED[name]["permissions"] == {"contents": "read"}
    for used in re.findall(r"uses: (.+)", WORKFLOWS[name]):
        assert re.fullmatch(
            r"\./\.github/.+\.yml|actions/[\w/-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", used
        )


def test_an_action_has_one_pin_everywhere() -> None:
    pins = set(re.findall(r"actions/.+", "\n".join(WORKFLOWS.values())))

    assert len(pins) == len({pin.split("@")[0] for pin in pins}) == 6


@pytest.mark.parametrize("name", WORKFLOWS)
def test_a_workflow_is_as_the_schema_of_github_has_it(name: str) -> None:
    assert is_valid("vendor.github-workflows", ROOT / ".github/workflows" / name)


def test_the_example_for_gitlab_is_valid() -> None:
    assert is_valid("vendor.gitlab-ci", EXAMPLES / "gitlab-ci.yml")


def test_the_example_for_kubernetes_is_valid() -> None:
    jobs = list(yaml.safe_load_all((EXAMPLES / "kubernetes.yaml").read_text()))
    assert [job["kind"] for job in jobs] == ["PersistentVolumeClaim", "Job", "Job"]
    for job in jobs:
        kubernetes_validate.validate(job, "1.33", strict=True)
    spec = jobs[1]["spec"]
    (container,) = spec["template"]["spec"]["containers"]
    assert container["env"][0] == {"name": "SHARDS", "value": str(spec["completions"])}
    assert spec["parallelism"] == spec["completions"] == 5  # as in the command that merges


def test_a_schema_finds_a_mistyped_key(tmp_path: Path) -> None:
    wrong = tmp_path / "features.yml"
    wrong.write_text(WORKFLOWS["features.yml"].replace("runs-on:", "run-on:"))
    assert not is_valid("vendor.github-workflows", wrong)


def is_valid(schema: str, file: Path) -> bool:
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", schema, str(file)]
    return subprocess.run(command, check=False, capture_output=True).returncode == 0
