"""Tests of ours that are cancelled."""

from __future__ import annotations

import signal
from pathlib import Path

import pytest

from tests.surroundings.program import running

IN_SECONDS = 60  # of a busy machine; each of these suites takes longer by itself


@pytest.mark.parametrize("ending", [signal.SIGTERM, signal.SIGINT])
@pytest.mark.parametrize(
    ("suite", "selected"),
    [
        ("tests", "tests/overview_service/test_overview_process.py"),
        ("packages/behave-strict/tests", "tests/kit"),
        ("packages/wiremock-strict/tests", "tests/test_server.py tests/test_process.py"),
    ],
)
def test_cancelled_unit_tests_leave_nothing(
    tmp_path: Path, suite: str, selected: str, ending: signal.Signals
) -> None:
    """`make unit` gets a signal: it ends in seconds, and no process is left."""
    with running(
        ["make", suite], tmp_path, PYTEST_ADDOPTS=f"{selected} -p no:cacheprovider"
    ) as tests:
        tests.says(r"(?m)^\.")
        tests.signal(ending)
        assert tests.ends(IN_SECONDS) != 0
        assert "KeyboardInterrupt" in tests.output
        assert "failed" not in tests.output
        tests.leaves_nothing(files=False)
