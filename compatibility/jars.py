"""WireMock's server in any version: the SDK's, the project's own, or one that npm fetches."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from importlib.resources import files
from pathlib import Path

from wiremock_strict.errors import StartError, WireMockStrictError
from wiremock_strict.jar import VERSION, find_jar

ROOT = Path(__file__).resolve().parents[1]
FETCHED = ROOT / ".cache/servers"
PATIENCE = 300  # seconds for npm


def find_server(wanted: str) -> Path:
    """Find the jar of a version; a path to a jar is taken as it is.

    Raises StartError.
    """
    if wanted.endswith(".jar"):
        return find_jar(Path(wanted).expanduser().resolve())
    if not re.fullmatch(r"\d+(\.\w+)*", wanted):
        raise StartError(f"{wanted} is neither a version of WireMock, such as 3.9.1, nor a jar.")
    if wanted == VERSION:
        return find_jar()
    return _look_up(wanted) or _fetch(wanted)


def version_of(jar: Path) -> str:
    """Read the server's version from its jar's name."""
    found = re.search(r"standalone-(.+)\.jar$", jar.name)
    return found[1] if found else jar.name


def _look_up(version: str) -> Path | None:
    folders = [Path(str(files("wiremock"))), FETCHED / version]
    jars = [jar for folder in folders for jar in folder.rglob(f"*standalone-{version}.jar")]
    return jars[0] if jars else None


def _fetch(version: str) -> Path:
    """Let npm fetch the package of a version into the cache, where it stays."""
    options = ["--no-save", "--no-package-lock", "--ignore-scripts", "--no-audit", "--no-fund"]
    fetched = subprocess.run(
        [ROOT / "requirements/with-npm", "npm", "install", *options,
         "--prefix", FETCHED / version, f"wiremock@{version}"],
        env={**os.environ, "PYTHON": sys.executable},
        capture_output=True, text=True, timeout=PATIENCE, check=False,
    )  # fmt: skip
    if jar := _look_up(version):
        return jar
    reason = re.search(r"(?m)^npm (?:error|ERR!) (?!code)(.+)", fetched.stderr)
    said = reason[1] if reason else fetched.stderr.strip()[-300:]
    raise StartError(f"npm cannot fetch WireMock {version}: {said}")


def main(arguments: list[str]) -> int:
    """Print where the jar of a version is, for ACCEPTANCE_WIREMOCK_JAR; return the exit code."""
    if len(arguments) != 1:
        print("Usage: python -m compatibility.jars VERSION", file=sys.stderr)
        return 2
    try:
        print(find_server(arguments[0]))
    except WireMockStrictError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
