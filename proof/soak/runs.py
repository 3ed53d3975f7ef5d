"""One run of the suite after another, each in an order of its own, and what it leaves."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psutil

from proof.document import ROOT

BEHAVE = (sys.executable, "-m", "behave", "--no-color")
MARK = "SOAK_RUN"  # a variable that every process of a run inherits
LONGEST = 3600.0  # seconds; a run that is not done by then hangs
GUARDED = 30.0  # seconds in which the guard of a server ends it


@dataclass(frozen=True)
class Played:
    """A run: its order, how many scenarios it played, and what went wrong, a line each."""

    order: int
    jobs: int
    scenarios: int
    seconds: float
    wrong: tuple[str, ...]


def play(order: int, jobs: int) -> Played:
    """Play the whole suite once in this order."""
    with tempfile.TemporaryDirectory(prefix="soak-", dir="/tmp") as folder:  # Chromium's limit
        began, mark = time.monotonic(), f"{os.getpid()}-{order}"
        command = [*BEHAVE, "-j", str(jobs), "-D", f"order={order}"]
        code, output = _run(command, {**os.environ, "TMPDIR": folder, MARK: mark})
        seconds = time.monotonic() - began
        wrong = [*_failures(code, output), *_left(mark, Path(folder))]
    played = re.search(r"^([0-9]+) scenarios?: ", output, re.MULTILINE)
    return Played(order, jobs, int(played[1]) if played else 0, seconds, tuple(wrong))


def _run(command: list[str], environment: dict[str, str]) -> tuple[int, str]:
    try:
        done = subprocess.run(
            command,
            cwd=ROOT,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=LONGEST,
            check=False,
        )
    except subprocess.TimeoutExpired as late:
        return -1, (late.stdout or b"").decode("utf-8", "replace") + "\nerror  the run hangs"
    return done.returncode, done.stdout.decode("utf-8", "replace")


def _failures(code: int, output: str) -> Iterator[str]:
    """Name each scenario that failed, with its message."""
    found = re.findall(r"^(?:failed|error)  .+\n(?:  .*\n)*", output, re.MULTILINE)
    for text in [text for text in found if "\n  " in text] or found:
        yield re.sub(r"\s*\n\s*", " / ", text.partition("\n  ---")[0].strip())[:600]
    if code and not found:
        yield f"exit code {code}: {output.strip()[-600:]}"


def _left(mark: str, folder: Path) -> Iterator[str]:
    """Name each process and temporary file that outlived the run."""
    give_up = time.monotonic() + GUARDED
    while (left := list(processes(mark))) and time.monotonic() < give_up:
        time.sleep(0.1)
    yield from (f"left: process {' '.join(process.cmdline())[:200]}" for process in left)
    yield from (f"left: file {file.name}" for file in folder.iterdir())


def processes(mark: str) -> Iterator[psutil.Process]:
    """Find the processes of a run."""
    for process in psutil.process_iter():
        try:
            if process.environ().get(MARK) == mark:
                yield process
        except psutil.Error:
            continue
