"""The pytest plugin, in projects of its own: what passes, what fails, and what the report says."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from wiremock_strict.ready_made import failures

TESTS = Path(__file__).parent
README = TESTS.parent / "README.md"
Play = Callable[..., str]


@pytest.fixture(scope="module")
def play(tmp_path_factory: pytest.TempPathFactory) -> Play:
    """Return what plays the tests of a project and returns pytest's output."""

    def run(files: dict[str, str], *arguments: str) -> str:
        folder = tmp_path_factory.mktemp("project")
        for name, content in files.items():
            (folder / name).write_text(content, encoding="utf-8")
        command = [sys.executable, "-m", "pytest", "-rA", "-p", "no:cacheprovider", *arguments]
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
        return done.stdout + done.stderr

    return run


def part(output: str, test: str) -> str:
    """Return what pytest printed about one test."""
    found = re.search(rf"(?s)_+ {test} _+\n(.*?)(?=\n_{{3,}} |\n=+ )", output)
    return found[1] if found else ""


# --- the README's example -------------------------------------------------------------------------


def examples() -> dict[str, str]:
    """Return the files of the README, by the names in their first lines."""
    blocks = re.findall(r"```\w+\n(# (\S+\.\w+)\n.*?)```", README.read_text(encoding="utf-8"), re.S)
    return {name: text for text, name in blocks}


def example(test: str) -> dict[str, str]:
    """Return one of the tests in the README, and the files that it needs."""
    files = examples()
    return {name: files[name] for name in ("pyproject.toml", "openapi.yaml", test)}


def test_the_example_of_the_readme_runs_as_it_stands(play: Play) -> None:
    output = play(example("test_tracking.py"))
    assert "PASSED test_tracking.py::test_a_parcel_is_found" in output
    shown = re.search(r"(?s)\nFAILED \S+\n(.*?)```", README.read_text(encoding="utf-8"))
    assert shown is not None
    first, *problems = shown[1].rstrip().splitlines()
    assert first in output.replace("E   ", "")
    assert [line for line in problems if line.strip() not in output] == []
    assert "1 failed, 1 passed" in output


def test_the_faults_of_the_readme_run_as_they_stand(play: Play) -> None:
    output = play(example("test_faults.py"))
    assert "PASSED test_faults.py::test_a_fault_is_survived[sends no place]" in output
    assert "5 passed" in output


def test_the_ready_made_faults_run_as_they_stand(play: Play) -> None:
    assert "3 passed" in play(example("test_ready_made.py"))


def test_the_service_under_test_runs_as_it_stands(play: Play) -> None:
    assert "1 passed" in play(example("test_desk.py"))


def test_the_readme_counts_the_ready_made_faults() -> None:
    counts = re.findall(r"\n\| [a-z ]+ \| \".* \| (\d+) \|", README.read_text(encoding="utf-8"))
    listed, there_are = sum(map(int, counts)), len(failures(b"{}"))
    assert listed == there_are, "the README's table of ready-made faults has other numbers"


# --- one of everything ----------------------------------------------------------------------------

PROJECT = {
    "pytest.ini": f"[pytest]\nwiremock_contract = {TESTS}/parcels/openapi.yaml\npythonpath = {TESTS}\n",
    "test_all.py": """
import json
import pytest
from parcels.mappings import JSON, PARCEL, listing, stub, unavailable
from parcels.raw import ask, watch
from wiremock_strict import Script

DETAIL = "/v1/parcels/AB123"
NORTH = {"X-Depot": "north", "X-Request-ID": "one"}


@pytest.fixture
def a_parcel(stubs):
    stubs.set([stub()], origin="a parcel")
    return stubs.url


def test_good(a_parcel):
    assert ask(a_parcel, DETAIL, headers=NORTH).status == 200


def test_without_stubs():
    pass


def test_unused(a_parcel):
    pass


def test_unmatched(a_parcel):
    ask(a_parcel, DETAIL, headers=NORTH)
    assert ask(a_parcel, "/v1/parcels/AB124", headers=NORTH).status == 404


def test_request_off_the_contract(a_parcel):
    ask(a_parcel, DETAIL)


def test_response_off_the_contract(stubs):
    mapping = stub(body=json.dumps(PARCEL).replace("moving", "{{request.method}}"))
    mapping.response.transformers = ["response-template"]
    stubs.set([mapping])
    ask(stubs.url, DETAIL, headers=NORTH)


def test_stub_off_the_contract(stubs):
    stubs.set([stub(body={"number": "AB123"})])


def test_too_many_tries(a_parcel):
    for _ in range(2):
        ask(a_parcel, DETAIL, headers=NORTH)


def test_failed_anyway(a_parcel):
    ask(a_parcel, "/v1/parcels/AB124", headers=NORTH)
    assert 1 == 2


def test_fault(fault_socket, stubs):
    fault_socket.play(Script([b"HTTP/1.1 200 OK\\r\\n"]), origin="a fault")
    assert watch(fault_socket.url, "/v1/parcels/summary").data == b"HTTP/1.1 200 OK\\r\\n"
    assert [entry.origins for entry in stubs.journal()] == [["a fault"]]


def test_unused_fault(stubs, fault_socket):
    fault_socket.play(Script([b"x"]), origin="a fault")


def test_skipped(a_parcel):
    pytest.skip("for a reason")


@pytest.mark.xfail(strict=True)
def test_expected_to_fail(a_parcel):
    pass


def test_nothing_is_left_of_the_others(stubs):
    assert stubs.journal() == stubs.origins == []


class TestOthers:
    @pytest.fixture
    def wiremock_judging(self):
        return {"requests": ["two"]}

    def test_stranger(self, a_parcel):
        ask(a_parcel, DETAIL, headers=NORTH)

    def test_known(self, a_parcel):
        ask(a_parcel, DETAIL, headers={**NORTH, "X-Request-ID": "two"})
""",
    "test_without_contract.py": """
import pytest
from parcels.mappings import stub
from parcels.raw import ask


@pytest.fixture(scope="session")
def wiremock_contract():
    return None


def test_anything(stubs):
    stubs.set([stub("/anything", "x")])
    ask(stubs.url, "/anything")
""",
}


@pytest.fixture(scope="module")
def output(play: Play) -> str:
    """Return what pytest prints about a project with one test of each kind."""
    return play(PROJECT)


@pytest.mark.parametrize(
    "test",
    [
        "test_good",
        "test_without_stubs",
        "test_fault",
        "test_nothing_is_left_of_the_others",
        "TestOthers::test_known",
        "test_anything",
    ],
)
def test_a_test_with_nothing_wrong_passes(output: str, test: str) -> None:
    assert re.search(rf"PASSED test_\w+\.py::{test}\n", output)


@pytest.mark.parametrize(
    ("test", "problems"),
    [
        ("test_unused", "No request used this stub: a parcel"),
        ("test_unused_fault", "No request used this stub: a fault"),
        (
            "test_unmatched",
            "No stub matched this request: GET /v1/parcels/AB124\n"
            "GET /v1/parcels/AB124 came closest to a parcel, "
            'which responds to {"urlPath": "/v1/parcels/AB123", "method": "GET"}',
        ),
        (
            "test_request_off_the_contract",
            "The contract does not allow the request GET /v1/parcels/AB123: "
            "header X-Depot is missing",
        ),
        (
            "test_response_off_the_contract",
            "The contract does not allow the response to GET /v1/parcels/AB123 -> 200: "
            'status: "GET" is not one of "waiting", "moving" or "delivered"',
        ),
        (
            "test_too_many_tries",
            "One request was sent 2 times:\n"
            "    GET /v1/parcels/AB123 -> 200\n    GET /v1/parcels/AB123 -> 200",
        ),
        (
            "TestOthers.test_stranger",
            "This request belongs to nothing that the test sent: "
            "GET /v1/parcels/AB123 -> 200 (X-Request-ID: one)",
        ),
    ],
)
def test_a_passing_test_is_failed_in_words(output: str, test: str, problems: str) -> None:
    assert f"FAILED test_all.py::{test.replace('.', '::')}" in output
    assert problems in part(output, test)
    assert "Traceback" not in part(output, test)


def test_a_stub_off_the_contract_fails_where_it_is_set(output: str) -> None:
    assert "FAILED test_all.py::test_stub_off_the_contract" in output
    assert "StubError: The contract does not allow" in part(output, "test_stub_off_the_contract")


def test_a_failed_test_has_the_diagnosis_beside_it(output: str) -> None:
    said = part(output, "test_failed_anyway")
    assert "assert 1 == 2" in said
    assert " wiremock-strict call " in said
    assert "No stub matched this request: GET /v1/parcels/AB124" in said


def test_skipped_and_expected_failures_stay_what_they_are(output: str) -> None:
    assert "SKIPPED [1] test_all.py" in output
    assert "XFAIL test_all.py::test_expected_to_fail" in output


def test_nothing_is_an_error(output: str) -> None:
    assert re.search(r"9 failed, 6 passed, 1 skipped, 1 xfailed", output)


# --- settings that are wrong ----------------------------------------------------------------------

USES_STUBS = {"test_one.py": "def test_one(stubs):\n    pass\n"}


@pytest.mark.parametrize(
    ("ini", "sentence"),
    [
        ("wiremock_contract = none.yaml", "none.yaml cannot be read: No such file or directory."),
        ("wiremock_server = http://127.0.0.1:9", "No WireMock responds at http://127.0.0.1:9;"),
        ("wiremock_server = nonsense", 'There is no WireMock "nonsense". Use "embedded"'),
    ],
)
def test_a_wrong_setting_is_one_sentence(play: Play, ini: str, sentence: str) -> None:
    output = play({**USES_STUBS, "pytest.ini": f"[pytest]\n{ini}\n"})
    assert "1 error" in output
    assert sentence in output
    assert "Traceback" not in output
    assert "site-packages" not in output


def test_two_sessions_at_once_do_not_meet(play: Play) -> None:
    with ThreadPoolExecutor() as pool:
        both = list(pool.map(play, [PROJECT] * 2))
    for one in both:
        assert re.search(r"9 failed, 6 passed, 1 skipped, 1 xfailed", one)
