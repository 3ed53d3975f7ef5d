"""Several workers against one, and against the ideal: `python -m benchmarks.jobs`."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from benchmarks.figure import Figure, show_figures
from benchmarks.generated import write_features
from benchmarks.whole_run import FEATURES, behave, play

JOBS = (1, 2, 4, 8)
SCENARIOS, SCENARIOS_QUICKLY = 1_000, 16
WAITING, WAITING_QUICKLY = 200, 8  # scenarios
STEPS, STEP, START = 3, 0.02, 1.0  # of a scenario; seconds
WORKERS = 4
STEP_MODULE = f"""\
import time
from behave import step

@step("a step of 20 ms")
def a_step(context):
    time.sleep({STEP})
"""
ENVIRONMENT = f"""\
import time

def before_all(context):
    time.sleep({START})
"""
OFF = '"needs-when", "needs-then", "one-when", "unused-definitions"'
CONFIGURATION = f"""\
[tool.behave]
runner = "behave_strict:Runner"

[tool.behave_strict]
off = [{OFF}]
"""
# Others that play scenarios side by side, where they are installed.
OTHERS = {
    "behave-hive": ["run", "--workers", str(WORKERS)],
    "behave-pool": ["--jobs", str(WORKERS)],
}


def seconds_by_jobs(quick: bool = False) -> dict[int, float]:
    """Measure how long generated scenarios of this shop take, by the number of workers."""
    count = SCENARIOS_QUICKLY if quick else SCENARIOS
    features = write_features(FEATURES / "jobs", count)
    return {jobs: behave(features, "-j", str(jobs)).wall for jobs in JOBS}


def figures_by_jobs(taken: dict[int, float]) -> list[Figure]:
    """Compare each number of workers with one."""
    bounds = {2: "at least 1.6"}
    one = f"one worker, {taken[1]:.1f} s"
    return [
        Figure(f"`-j {jobs}`", f"{wall:.1f} s", one, taken[1] / wall, bounds.get(jobs, ""))
        for jobs, wall in taken.items()
    ]


def waiting(quick: bool = False) -> list[Figure]:
    """Play scenarios that only wait by several workers: what is left is the runner's own cost."""
    count = WAITING_QUICKLY if quick else WAITING
    ideal = START + count * STEPS * STEP / WORKERS
    what, against = f"{count} waiting scenarios, {{}}", f"the ideal, {ideal:.1f} s"
    with tempfile.TemporaryDirectory(prefix="waiting-") as folder:
        project = _write_project(Path(folder), count)
        command = [sys.executable, "-m", "behave", "-j", str(WORKERS)]
        ours = play(command, project).wall
        found = [
            Figure(
                what.format(f"`-j {WORKERS}`"),
                f"{ours:.1f} s",
                against,
                ours / ideal,
                "at most 1.25",
            )
        ]
        (project / "pyproject.toml").unlink()  # they take no other runner
        for name, options in OTHERS.items():
            program = Path(sys.executable).with_name(name)
            if program.exists():
                wall = play([str(program), *options], project).wall
                found.append(Figure(what.format(name), f"{wall:.1f} s", against, wall / ideal))
    return found


def _write_project(folder: Path, count: int) -> Path:
    (folder / "features/steps").mkdir(parents=True)
    (folder / "features/steps/waiting.py").write_text(STEP_MODULE)
    (folder / "features/environment.py").write_text(ENVIRONMENT)
    (folder / "pyproject.toml").write_text(CONFIGURATION)
    for number in range(0, count, 10):
        scenarios = "".join(_scenario(number + n) for n in range(10) if number + n < count)
        text = f"Feature: Waiting {number}\n{scenarios}"
        (folder / f"features/waiting_{number:03}.feature").write_text(text)
    return folder


def _scenario(number: int) -> str:
    steps = "    Given a step of 20 ms\n" + "    And a step of 20 ms\n" * (STEPS - 1)
    return f"\n  Scenario: Waiting {number}\n{steps}"


def main(arguments: Sequence[str]) -> None:
    """Print how much faster several workers are."""
    quick = "--quick" in arguments
    title = "The same scenarios by several workers, each with its own WireMock and services."
    show_figures(title, [*figures_by_jobs(seconds_by_jobs(quick)), *waiting(quick)])


if __name__ == "__main__":
    main(sys.argv[1:])
