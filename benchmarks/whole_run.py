"""A command from start to end: how long it takes, and what each of its processes holds."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import psutil

ROOT = Path(__file__).parents[1]
FEATURES = ROOT / ".cache/benchmarks"  # below our environment.py and steps/
LOOK = 0.5  # seconds between two looks at the processes
MAIN = "behave"
PARTS = {"WireMock": "-jar", "overview": "overview_service"}  # by a word of the command


class WholeRun(NamedTuple):
    """Seconds by the clock, seconds of CPU, and the most bytes that each process of PARTS held.

    The CPU is that of the whole machine: nobody else knows what a browser's processes have used.
    """

    wall: float
    cpu: float
    memory: dict[str, int]


def behave(features: Path, *options: str) -> WholeRun:
    """Play features in this project."""
    return play([sys.executable, "-m", "behave", *options, str(features.relative_to(ROOT))])


def play_suite(*options: str) -> WholeRun:
    """Play the features of this project."""
    return play([sys.executable, "-m", "behave", *options])


def play(command: Sequence[str], folder: Path = ROOT) -> WholeRun:
    """Run a command to its end. Raises AssertionError, with what it said, if it fails."""
    before, begin, memory = _cpu(), time.perf_counter(), dict[str, int]()
    with tempfile.TemporaryFile("w+") as output:
        with subprocess.Popen(command, cwd=folder, stdout=output, stderr=output) as process:
            ended = threading.Event()
            watching = threading.Thread(target=_watch, args=(process.pid, memory, ended))
            watching.start()
            process.wait()
            wall, cpu = time.perf_counter() - begin, _cpu() - before
            ended.set()
            watching.join()
        if process.returncode:
            output.seek(0)
            raise AssertionError(f"{' '.join(command)} failed:\n{output.read()}")
    return WholeRun(wall, cpu, memory)


def _cpu() -> float:
    """Return the seconds that the machine's cores have worked."""
    times = psutil.cpu_times()
    return float(times.user + times.system)


def _watch(pid: int, memory: dict[str, int], ended: threading.Event) -> None:
    """Keep the most that each process has held, until the run has ended."""
    while not ended.wait(LOOK):
        for name, held in _held(pid):
            memory[name] = max(held, memory.get(name, 0))


def _held(pid: int) -> Iterator[tuple[str, int]]:
    """Yield what a run holds now, in bytes: behave itself, and each process of PARTS."""
    try:
        main = psutil.Process(pid)
        yield MAIN, main.memory_info().rss
        for child in main.children(recursive=True):
            if name := _name(child.cmdline()):
                yield name, child.memory_info().rss
    except psutil.Error:
        return  # it has ended while we looked


def _name(command: Sequence[str]) -> str | None:
    if any(word.endswith("guard.py") for word in command):
        return None
    return next((name for name, mark in PARTS.items() if mark in command), None)
