"""One process that plays thousands of scenarios, and what it and its servers hold meanwhile."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, fields
from pathlib import Path
from statistics import mean

import psutil

from proof.document import ROOT
from proof.soak.runs import BEHAVE, MARK, processes

COPIES = ROOT / ".cache/soak"  # behave finds steps/ and environment.py in a folder above
EVERY = 1.0  # seconds between two samples
MIB = 2**20
# What may be more in the last tenth than in the first, as a share, and beside that.
SHARE = 1.1
BESIDE = {"processes": 0, "files": 5, "threads": 3, "wiremock": 60, "overview": 15, "disk": 1}


@dataclass(frozen=True)
class Sample:
    """The holdings of a run at a moment: numbers, and MiB of memory and of disk."""

    processes: float
    files: float
    threads: float
    wiremock: float
    overview: float
    disk: float


@dataclass(frozen=True)
class Flatness:
    """The first and the last tenth of a long run, each on average; `grown` names what is more."""

    scenarios: int
    code: int
    first: Sample
    last: Sample

    @property
    def grown(self) -> list[str]:
        """Name everything of which the run held more at its end."""
        return [
            name
            for name, spare in BESIDE.items()
            if getattr(self.last, name) > SHARE * getattr(self.first, name) + spare
        ]


def play_long(scenarios: int, order: int) -> Flatness:
    """Play at least so many scenarios in one process, and watch it."""
    with _copies(scenarios) as (folder, count), tempfile.TemporaryDirectory(dir="/tmp") as tmp:
        mark = f"{os.getpid()}-long"
        command = [*BEHAVE, "-r", "behave_strict:ReportingRunner", "-D", f"order={order}"]
        environment = {**os.environ, "TMPDIR": tmp, MARK: mark}
        with (ROOT / "reports/soak.log").open("wb") as log:
            run = subprocess.Popen(
                [*command, str(folder.relative_to(ROOT))],
                cwd=ROOT,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
            )
            try:
                samples = list(_watch(run, mark, Path(tmp)))
            finally:  # a signal may have come to this process alone
                run.terminate()
                run.wait()
    tenth = max(1, len(samples) // 10)
    # The first seconds are those in which the servers start.
    first, last = samples[tenth : 2 * tenth], samples[-2 * tenth : -tenth]
    return Flatness(count, run.returncode, _average(first), _average(last))


@contextmanager
def _copies(scenarios: int) -> Iterator[tuple[Path, int]]:
    """Copy the features as often as it takes; yield the folder, and the number of scenarios."""
    one = _count()
    shutil.rmtree(COPIES, ignore_errors=True)
    times = -(-scenarios // one)
    for number in range(times):
        shutil.copytree(ROOT / "features", COPIES / f"{number:03}")
    try:
        yield COPIES, times * one
    finally:
        shutil.rmtree(COPIES)


def _count() -> int:
    command = [*BEHAVE, "--dry-run"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    words = done.stdout.strip().splitlines()[-1].split()
    return int(next(word for word in words if word.isdecimal()))


def _watch(run: subprocess.Popen[bytes], mark: str, folder: Path) -> Iterator[Sample]:
    while run.poll() is None:
        yield _sample(list(processes(mark)), folder)
        time.sleep(EVERY)


def _sample(found: Sequence[psutil.Process], folder: Path) -> Sample:
    held: dict[str, list[float]] = {field.name: [] for field in fields(Sample)}
    for process in found:
        with suppress(psutil.Error):
            line, memory = " ".join(process.cmdline()), process.memory_info().rss / MIB
            held["files"].append(process.num_fds())
            held["threads"].append(process.num_threads())
            held["processes"].append(1)
            if "guard.py" not in line:
                held["wiremock"].append(memory * ("wiremock-standalone" in line))
                held["overview"].append(memory * ("overview_service" in line))
    held["disk"] = list(_sizes(folder))
    return Sample(**{name: sum(values) for name, values in held.items()})


def _sizes(folder: Path) -> Iterator[float]:
    for place, _, names in os.walk(folder):
        for name in names:
            with suppress(OSError):  # it is gone already
                yield Path(place, name).lstat().st_size / MIB


def _average(samples: Sequence[Sample]) -> Sample:
    names = [field.name for field in fields(Sample)]
    return Sample(*(mean(getattr(sample, name) for sample in samples) for name in names))
