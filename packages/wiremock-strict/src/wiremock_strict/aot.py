"""WireMock's classes as Java has loaded and linked them once, for a start in a third of the time.

An AOT cache (JEP 483, JEP 514) belongs to one Java and one jar, so both are in its name. It is made
by a command, once, and never during a run. Where there is none, or it cannot be made (an older
Java), WireMock starts without.
"""

from __future__ import annotations

import hashlib
import tempfile
from pathlib import Path

import requests

from wiremock_strict.cache import cache_folder, locked
from wiremock_strict.errors import StartError
from wiremock_strict.java import Java
from wiremock_strict.options import ANYWHERE, LISTENS, LOOPBACK
from wiremock_strict.process import Process
from wiremock_strict.warming import SHUTDOWN, warm

SINCE = 25  # an older Java takes these options for a mistake, and ends (JEP 514)
PATIENCE = 300.0  # seconds; it takes 3 s on an idle machine, and took 18 s on a busy one
KEPT = 4  # caches of this many Javas and jars, 50 MB each


class AotCache:
    """The cache for one Java and one jar: `file` is where it is, or will be."""

    def __init__(self, java: Java, jar: Path, folder: Path | None = None) -> None:
        status = jar.stat()
        key = f"{java.launcher}|{java.release}|{jar}|{status.st_size}|{status.st_mtime_ns}"
        self.folder = folder or cache_folder()
        self.file = self.folder / f"{hashlib.sha256(key.encode()).hexdigest()[:16]}.aot"
        self._java, self._jar = java, jar

    def options(self) -> list[str]:
        """Return the options with which Java uses the cache; none if there is no cache."""
        return [f"-XX:AOTCache={self.file}"] if self.file.is_file() else []

    def make(self) -> bool:
        """Make the cache, unless it is there; tell whether it had to be made.

        Two that make it at once do it once. Raises StartError if it cannot be made: a run without
        it is slower, not wrong.
        """
        if self._java.major < SINCE:
            raise StartError(f"Java {SINCE} or newer is needed, and this is {self._java.major}.")
        with locked(self.folder):
            if self.file.is_file():
                return False
            for left in self.folder.glob("*.aot.part"):
                left.unlink()
            part = self.file.with_name(f"{self.file.name}.part")
            with tempfile.TemporaryDirectory(prefix="wiremock-strict-") as scratch:
                self._train(part, Path(scratch))
            if not part.is_file():
                raise StartError("Java wrote no cache.")
            part.replace(self.file)
            self._forget_old_ones()
        return True

    def _train(self, notes: Path, scratch: Path) -> None:
        """Let a WireMock start, respond and end under a Java that takes notes."""
        command = self._java.command(self._jar, f"-XX:AOTCacheOutput={notes}")
        options = [*LOOPBACK, *ANYWHERE, f"--root-dir={scratch}"]
        log = scratch / "aot.log"
        process = Process("WireMock", [*command, *options], log, self._java.environment())
        try:
            port = process.wait_for(LISTENS, PATIENCE)
            warm(f"http://127.0.0.1:{port}", SHUTDOWN, seconds=PATIENCE)
            if not process.ends_within(PATIENCE):
                raise StartError(f"Java did not write its cache within {PATIENCE:g} s.")
        except requests.RequestException as error:
            raise StartError(f"WireMock did not respond: {type(error).__name__}.") from None
        finally:
            process.stop()

    def _forget_old_ones(self) -> None:
        newest_first = sorted(self.folder.glob("*.aot"), key=_age)
        for old in newest_first[KEPT:]:
            old.unlink(missing_ok=True)


def _age(file: Path) -> float:
    return -file.stat().st_mtime
