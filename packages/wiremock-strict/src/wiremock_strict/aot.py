"""WireMock's classes as Java has loaded and linked them once, for a start in a third of the time.

An AOT cache (JEP 483, JEP 514) belongs to one Java and one jar, so both are in its name. Where
there is none yet, it is made in the background while the run goes on, for the runs that follow.
Where it cannot be made (an older Java, a folder that cannot be written), WireMock starts without.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import threading
from pathlib import Path

import requests

from wiremock_strict.errors import StartError
from wiremock_strict.java import ROOT, Java
from wiremock_strict.process import Process

FOLDER = ROOT / ".cache/wiremock"
SINCE = 25  # an older Java takes these options for a mistake, and ends (JEP 514)
PATIENCE = 15.0  # seconds that the end of a short run waits for the cache


class AotCache:
    """The cache for one Java and one jar: `file` is where it is, or will be."""

    def __init__(self, java: Java, jar: Path, folder: Path = FOLDER) -> None:
        status = jar.stat()
        key = f"{java.launcher}|{java.release}|{jar}|{status.st_size}|{status.st_mtime_ns}"
        self.file = folder / f"{hashlib.sha256(key.encode()).hexdigest()[:16]}.aot"
        self._java, self._jar = java, jar
        self._maker: threading.Thread | None = None

    def options(self) -> list[str]:
        """The options with which Java uses the cache; none if there is no cache."""
        return [f"-XX:AOTCache={self.file}"] if self.file.is_file() else []

    def make(self, options: list[str], scratch: Path) -> None:
        """Begin to make the cache, unless it is there or cannot be had.

        `options` are WireMock's own, `scratch` is a folder of the run.
        """
        if self.file.is_file() or self._java.major < SINCE:
            return
        try:
            self.file.parent.mkdir(parents=True, exist_ok=True)
        except OSError:
            return
        self._maker = threading.Thread(target=self._make, args=(options, scratch))
        self._maker.start()

    def close(self) -> None:
        """Wait until the cache is made, so that no process outlives the run."""
        if self._maker:
            self._maker.join()

    def _make(self, options: list[str], scratch: Path) -> None:
        """Let a WireMock start and end under a Java that takes notes; keep them if it ends well."""
        notes = scratch / "notes.aot"
        command = self._java.command(self._jar, f"-XX:AOTCacheOutput={notes}")
        process = Process(
            "WireMock", [*command, *options], scratch / "aot.log", self._java.environment()
        )
        try:
            port = process.wait_for(r"(?m)^port:\s+(\d+)")
            with requests.Session() as session:
                session.trust_env = False
                session.post(f"http://127.0.0.1:{port}/__admin/shutdown", timeout=PATIENCE)
            if process.ends_within(PATIENCE):
                self._keep(notes)
        except (StartError, OSError):  # a run without the cache is slower, not wrong
            pass
        finally:
            process.stop()

    def _keep(self, notes: Path) -> None:
        part = self.file.with_name(f"{self.file.name}.{os.getpid()}")
        shutil.move(notes, part)
        part.replace(self.file)
