"""The folder that outlasts a run: WireMock's server, and what Java has learnt of it."""

from __future__ import annotations

import fcntl
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from wiremock_strict.errors import StartError

VARIABLE = "WIREMOCK_STRICT_CACHE"


def cache_folder() -> Path:
    """Return the folder: WIREMOCK_STRICT_CACHE, or else the user's cache. It may not exist yet.

    Raises StartError if neither is known.
    """
    try:
        if chosen := os.environ.get(VARIABLE):
            return Path(chosen).expanduser().absolute()
        home = Path.home()
    except RuntimeError:
        raise StartError(f"There is no home folder here. Set {VARIABLE} to a folder.") from None
    if sys.platform == "darwin":
        return home / "Library/Caches/wiremock-strict"
    # XDG Base Directory Specification 0.8: a relative path is to be ignored.
    xdg = Path(os.environ.get("XDG_CACHE_HOME", ""))
    return (xdg if xdg.is_absolute() else home / ".cache") / "wiremock-strict"


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Have the folder to ourselves, made if need be; whoever else wants it waits.

    The lock goes with the process, however that ends. Raises StartError if the folder cannot be
    written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = (folder / "lock").open("w")
    except OSError as error:
        raise StartError(
            f"{folder} cannot be written ({error.strerror}). Set {VARIABLE} to another folder."
        ) from None
    with lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
