"""A clock that is set while a run goes on."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.surroundings.program import BEHAVE, assert_readable, running

# Python imports it in every process of a run. The clock that only goes on, which deadlines are for,
# stays as it is, as on a machine whose time is set.
SET_CLOCK = """\
import time

begun, shift = time.monotonic(), {shift}
true_time, true_time_ns = time.time, time.time_ns


def shifted():
    return shift if time.monotonic() - begun > 2 else 0


time.time = lambda: true_time() + shifted()
time.time_ns = lambda: true_time_ns() + shifted() * 10**9
"""


@pytest.mark.parametrize("shift", [-3600, 3600])
def test_a_clock_may_be_set_in_the_middle(tmp_path: Path, checkout: Path, shift: int) -> None:
    """The clock is set an hour back, or forward, in the middle of a run: the run passes."""
    folder = tmp_path / "clock"
    folder.mkdir()
    (folder / "sitecustomize.py").write_text(SET_CLOCK.format(shift=shift))
    features = ("features/narrowing.feature", "features/faults.feature")
    with running([*BEHAVE, *features], tmp_path, cwd=checkout, PYTHONPATH=str(folder)) as run:
        assert run.ends() == 0, run.output
        assert_readable(run.output)
        run.leaves_nothing()
