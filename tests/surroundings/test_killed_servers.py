"""A server that is killed, frozen or out of memory in the middle of a run."""

from __future__ import annotations

import signal
from pathlib import Path

import pytest

from tests.surroundings.program import BEHAVE, SHORT, assert_readable, running

FAULTS = ("features/faults.feature",)


@pytest.mark.parametrize("ending", [signal.SIGKILL, signal.SIGSTOP])
@pytest.mark.parametrize("server", ["wiremock-standalone", "overview_service"])
def test_a_lost_server_ends_the_run_red(
    tmp_path: Path, checkout: Path, server: str, ending: signal.Signals
) -> None:
    """WireMock, or the overview, is killed or frozen: the run is red, in time, in a sentence."""
    with running([*BEHAVE, *FAULTS], tmp_path, cwd=checkout) as run:
        run.server("overview_service")
        run.server(server).send_signal(ending)
        assert run.ends() == 1
        assert_readable(run.output)
        run.leaves_nothing()
    with running([*BEHAVE, *SHORT], tmp_path, cwd=checkout) as again:
        assert again.ends() == 0, again.output


def test_a_wiremock_without_memory_is_explained(tmp_path: Path, checkout: Path) -> None:
    """Java has hardly any memory: the run passes, or says what Java says."""
    with running([*BEHAVE, *FAULTS], tmp_path, cwd=checkout, JAVA_TOOL_OPTIONS="-Xmx12m") as run:
        if run.ends():
            assert_readable(run.output)
            assert "memory" in run.output.lower() or "WireMock" in run.output
        run.leaves_nothing()


def test_a_killed_worker_is_an_error_of_its_scenario(tmp_path: Path, checkout: Path) -> None:
    """A worker is killed under `-j 2`: the run is red, and says which scenario it played."""
    with running([*BEHAVE, "-j", "2", *FAULTS], tmp_path, cwd=checkout) as run:
        run.server("overview_service")
        run.workers()[0].kill()
        assert run.ends() == 1, run.output
        assert_readable(run.output)
        assert "was killed by SIGKILL" in run.output
        run.leaves_nothing(files=False)  # a killed worker cannot remove its folder
    with running([*BEHAVE, "-j", "2", *SHORT], tmp_path, cwd=checkout) as again:
        assert again.ends() == 0, again.output
