"""A run that is asked, or made, to end at any moment."""

from __future__ import annotations

import random
import signal
import time
from pathlib import Path

import pytest

from tests.surroundings.program import BEHAVE, SHORT, assert_readable, running

SEED = 1
MOMENTS = 10


@pytest.mark.parametrize("moment", range(MOMENTS))
@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_a_signal_at_any_moment_leaves_nothing(
    tmp_path: Path, checkout: Path, ending: signal.Signals, moment: int
) -> None:
    """SIGINT, SIGTERM and SIGKILL at ten random moments each: the run ends, and nothing is left."""
    chance = random.Random(f"{SEED} {ending} {moment}")
    with running([*BEHAVE, *SHORT], tmp_path, cwd=checkout) as run:
        time.sleep(chance.uniform(0, 8))
        if run.process.poll() is None:
            run.signal(ending)
        run.ends()
        # A Python that has not come to its first line of ours says what Python says.
        if "behave_strict" in run.output and ending != signal.SIGKILL:
            assert_readable(run.output)
        run.leaves_nothing(files=ending != signal.SIGKILL)


def test_two_times_ctrl_c_end_in_order(tmp_path: Path, checkout: Path) -> None:
    """Ctrl-C twice: the run ends in order, its reports are written."""
    with running([*BEHAVE, "features/faults.feature"], tmp_path, cwd=checkout) as run:
        run.server("overview_service")
        run.signal(signal.SIGINT)
        time.sleep(0.2)
        if run.process.poll() is None:
            run.signal(signal.SIGINT)
        assert run.ends() == 130
        assert_readable(run.output)
        run.leaves_nothing()
    assert (checkout / "reports").is_dir()
