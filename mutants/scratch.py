"""A copy of the project in which mutants are tried, so that the checkout stays as it is."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
from collections.abc import Iterator
from concurrent.futures import CancelledError
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from mutants.judges import Judge
from mutants.mutant import Mutant

FAILED = "failed-scenarios.txt"  # behave's rerun format: FILE:LINE, a line each
LONGEST = 900.0  # seconds; whoever is not done by then hangs


@dataclass(frozen=True)
class Finding:
    """Which judge found the fault, and by what: a scenario's place, or its own last line."""

    judge: str
    by: str


class Scratch:
    """A copy of all files that git knows or would add."""

    def __init__(self, root: Path, folder: Path) -> None:
        self.folder = folder
        self._process: subprocess.Popen[bytes] | None = None
        self._ended = False
        for name in _files(root):
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(root / name, folder / name)
        (folder / "node_modules").symlink_to(root / "node_modules")

    @contextmanager
    def with_fault(self, mutant: Mutant) -> Iterator[None]:
        """Put the mutant's file in place for as long as the block lasts."""
        file = self.folder / mutant.file
        file.write_text(mutant.after, encoding="utf-8")
        try:
            yield
        finally:
            file.write_text(mutant.before, encoding="utf-8")

    def ask(self, judge: Judge) -> Finding | None:
        """Return what this judge finds, None if it finds nothing.

        Raises CancelledError if it was ended meanwhile.
        """
        failed, log = self.folder / FAILED, self.folder / "judge.log"
        failed.unlink(missing_ok=True)
        rerun = ("-f", "rerun", "-o", FAILED) if judge.plays_scenarios else ()
        ending = self._run((*judge.command, *rerun), judge.folder, log)
        if self._ended:
            raise CancelledError
        if ending == "well":
            return None
        by = _first_line(failed) or ("it hangs" if ending == "never" else _last_line(log))
        return Finding(judge.name, by)

    def end(self) -> None:
        """End the judge that runs, and its servers with it; none is asked any more."""
        self._ended = True
        if self._process and self._process.poll() is None:
            os.killpg(self._process.pid, signal.SIGKILL)

    def _run(
        self, command: tuple[str, ...], within: str, log: Path
    ) -> Literal["well", "badly", "never"]:
        """Run a command within a part of the copy, and return how it ends."""
        packages = (self.folder / "packages").glob("*/src")
        path = os.pathsep.join(map(str, (self.folder, *packages)))
        environment = {**os.environ, "PYTHONPATH": path, "PYTHONDONTWRITEBYTECODE": "1"}
        with log.open("wb") as output:
            self._process = subprocess.Popen(
                command,
                cwd=self.folder / within,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
            if self._ended:  # before it had begun
                self.end()
            try:
                return "badly" if self._process.wait(LONGEST) else "well"
            except subprocess.TimeoutExpired:
                os.killpg(self._process.pid, signal.SIGKILL)
                self._process.wait()
                return "never"


def _files(root: Path) -> list[str]:
    command = ("git", "ls-files", "-z", "--cached", "--others", "--exclude-standard")
    names = subprocess.run(command, cwd=root, check=True, capture_output=True, text=True).stdout
    return [name for name in names.split("\0") if (root / name).is_file()]


def _first_line(file: Path) -> str:
    lines = file.read_text(encoding="utf-8").splitlines() if file.exists() else []
    return next((line.strip() for line in lines if line.strip() and line[0] != "#"), "")


def _last_line(file: Path) -> str:
    """Return the test that failed, as pytest names it, or else what was said last."""
    lines = file.read_text(encoding="utf-8", errors="replace").strip().splitlines() or [""]
    return next((line for line in lines if line.startswith("FAILED ")), lines[-1])[:200]
