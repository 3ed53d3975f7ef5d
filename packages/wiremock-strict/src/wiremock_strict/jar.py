"""WireMock's server: one version, known by its hash."""

from __future__ import annotations

import hashlib
from pathlib import Path

from wiremock_strict.cache import cache_folder
from wiremock_strict.errors import StartError

VERSION = "3.13.2"
NAME = f"wiremock-standalone-{VERSION}.jar"
SHA256 = "d097b19bd483c5038479b13a5c71e9faf8f2f5106584f0c120a7770ab0bdb367"
REMEDY = "run `wiremock-strict install`"


def find_jar(chosen: Path | None = None) -> Path:
    """Return the server's jar: the one that was chosen, or the one that was installed.

    The latter is checked by its hash. Raises StartError.
    """
    if chosen is not None:
        if not chosen.is_file():
            raise StartError(f"No WireMock server: {chosen} is missing; name another one.")
        return chosen
    jar = cache_folder() / NAME
    if not jar.is_file():
        raise StartError(f"No WireMock server: {jar} is missing; {REMEDY}.")
    if not is_genuine(jar):
        raise StartError(f"{jar} is not WireMock {VERSION} as it was published; {REMEDY}.")
    return jar


def is_genuine(jar: Path) -> bool:
    """Tell whether a file is the server as it was published."""
    try:
        return hashlib.sha256(jar.read_bytes()).hexdigest() == SHA256
    except OSError:
        return False
