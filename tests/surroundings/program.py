"""A program, everything that it starts, and what it leaves behind."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

import psutil

ROOT = Path(__file__).parents[2]
PATIENCE_S = 150  # how long a busy machine may take
MARK = "SURROUNDINGS_MARK"  # a variable that all processes of a program inherit
# A short run that needs everything: WireMock, the overview, the products.
BEHAVE = (sys.executable, "-m", "behave", "--no-color")
SHORT = ("features/narrowing.feature",)


class Program:
    """A program with a folder for temporary files of its own; its output goes to a file."""

    def __init__(
        self, command: Sequence[str], folder: Path, cwd: Path = ROOT, **environment: str | None
    ) -> None:
        self.temporary = folder / "tmp"
        self.temporary.mkdir(exist_ok=True)
        self._log = folder / f"output-{uuid.uuid4().hex[:6]}"
        self._mark = uuid.uuid4().hex
        given = {**os.environ, "TMPDIR": str(self.temporary), MARK: self._mark, **environment}
        with self._log.open("wb") as output:
            self.process = subprocess.Popen(
                list(command),
                cwd=cwd,
                env={name: value for name, value in given.items() if value is not None},
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    @property
    def output(self) -> str:
        """All that it has written so far."""
        return self._log.read_text("utf-8", "replace")

    def processes(self, words: str = "") -> list[psutil.Process]:
        """Find its processes that live, or those whose command line has these words."""
        return [process for process in psutil.process_iter() if self._is_ours(process, words)]

    def _is_ours(self, process: psutil.Process, words: str) -> bool:
        with suppress(psutil.Error):
            if process.environ().get(MARK) == self._mark:
                return words in " ".join(process.cmdline())
        return False

    def server(self, words: str) -> psutil.Process:
        """Wait for the process that a guard watches and whose command line has these words."""
        found: list[psutil.Process] = []

        def look() -> bool:
            found[:] = [p for p in self.processes(words) if "guard.py" not in " ".join(p.cmdline())]
            return bool(found)

        self.wait(look, f"a process with {words!r}")
        return found[0]

    def workers(self) -> list[psutil.Process]:
        """Wait until it has workers, which are copies of it."""
        found: list[psutil.Process] = []

        def look() -> bool:
            main = psutil.Process(self.process.pid)
            found[:] = [child for child in main.children() if child.cmdline() == main.cmdline()]
            return bool(found)

        self.wait(look, "a worker")
        return found

    def says(self, pattern: str) -> None:
        """Wait until the output has this."""
        self.wait(lambda: re.search(pattern, self.output) is not None, repr(pattern))

    def wait(self, reached: Callable[[], bool], what: str) -> None:
        """Wait until something is reached; fail if it never is."""
        give_up = time.monotonic() + PATIENCE_S
        while not reached():
            assert self.process.poll() is None, f"ended before {what}: {self.output}"
            assert time.monotonic() < give_up, f"never reached {what}: {self.output}"
            time.sleep(0.01)

    def signal(self, number: signal.Signals) -> None:
        """Send it a signal; SIGINT to its whole group, as a terminal does."""
        if number == signal.SIGINT:
            os.killpg(self.process.pid, number)
        else:
            self.process.send_signal(number)

    def ends(self, seconds: float = PATIENCE_S) -> int:
        """Wait for its end, which must come in time; return its exit code."""
        try:
            return self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            raise AssertionError(f"hangs: {self.output}") from None

    def leaves_nothing(self, files: bool = True) -> None:
        """Fail if a process, or a temporary file, outlives it."""
        give_up = time.monotonic() + 30  # a guard gives its server some seconds to end
        while (left := self.processes()) and time.monotonic() < give_up:
            time.sleep(0.05)
        assert [" ".join(process.cmdline()) for process in left] == []
        if files:
            assert [file.name for file in self.temporary.iterdir()] == []

    def kill(self) -> None:
        """Kill whatever is left of it."""
        for process in self.processes():
            with suppress(psutil.Error):
                process.kill()
        self.process.wait()


@contextmanager
def running(command: Sequence[str], folder: Path, **more: object) -> Iterator[Program]:
    """Run a program in the background, and kill what is left of it."""
    program = Program(command, folder, **more)  # type: ignore[arg-type]
    try:
        yield program
    finally:
        program.kill()


def assert_readable(output: str) -> None:
    """Fail if it shows a traceback, or what only a programmer of ours understands."""
    for riddle in ("Traceback (most recent call last)", "object has no attribute"):
        assert riddle not in output, output
