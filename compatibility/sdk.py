"""Another python-wiremock than the locked one, in an environment laid over ours and thrown away.

    python -m compatibility.sdk SDK MODULE [ARGUMENT...]

runs a module as `python -m` does, with that SDK: a version (2.6.1), a checkout, or a wheel.
"""

from __future__ import annotations

import re
import signal
import site
import subprocess
import sys
import tempfile
import venv
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from wiremock_strict.errors import StartError, WireMockStrictError

PATIENCE = 300.0  # seconds for pip, which may have to fetch something


@dataclass(frozen=True)
class Sdk:
    """An SDK: what it is called, and the Python that imports it."""

    name: str
    python: Path


@contextmanager
def open_sdk(wanted: str) -> Iterator[Sdk]:
    """Yield the SDK that is `wanted`: a version or a path; the installed one if it is empty.

    A path is installed anew each time, since it changes while one works on it. Ours is left as it
    is: the environment is a folder of its own, in which what is missing is looked up in ours.
    Raises StartError.
    """
    if not wanted:
        yield Sdk(metadata.version("wiremock"), Path(sys.executable))
        return
    with tempfile.TemporaryDirectory(prefix="sdk-") as folder:
        venv.EnvBuilder(symlinks=True).create(folder)
        python = Path(folder, "bin/python")
        packages = next(Path(folder).glob("lib/python*/site-packages"))
        ours = [f"import site; site.addsitedir({path!r})\n" for path in site.getsitepackages()]
        (packages / "ours.pth").write_text("".join(ours), encoding="utf-8")
        _install(_requirement(wanted), python)
        found = list(metadata.distributions(name="wiremock", path=[str(packages)]))
        if not found:
            raise StartError(f"{wanted} is no python-wiremock.")
        version = found[0].version
        yield Sdk(version if version == wanted else f"{version} ({wanted})", python)


def _requirement(wanted: str) -> str:
    """What pip is to install."""
    path = Path(wanted).expanduser()
    if path.exists():
        return str(path.resolve())
    if re.fullmatch(r"\d+(\.\w+)*", wanted):
        return f"wiremock=={wanted}"
    raise StartError(f"{wanted} is neither a version of python-wiremock, as 2.6.1 is, nor a path.")


def _install(requirement: str, python: Path) -> None:
    """Install the SDK beside ours, not for ours; then what it needs and we do not have.

    What builds a checkout is taken from our own environment if it is there, so that no network is
    needed; or else pip fetches it.
    """
    alone = ["--ignore-installed", "--no-deps", requirement]
    if _pip(python, "--no-build-isolation", *alone) and (said := _pip(python, *alone)):
        raise StartError(f"{requirement} cannot be installed: {said}")
    if said := _pip(python, "wiremock"):
        raise StartError(f"What {requirement} needs cannot be installed: {said}")


def _pip(python: Path, *arguments: str) -> str:
    """Install; what pip says if it fails, or else nothing."""
    command = [sys.executable, "-m", "pip", "--python", str(python), "--disable-pip-version-check"]
    pip = subprocess.run(
        [*command, "install", "--quiet", "--no-input", *arguments],
        capture_output=True, text=True, timeout=PATIENCE, check=False,
    )  # fmt: skip
    errors = [line for line in pip.stderr.splitlines() if line.startswith("ERROR")]
    return (" ".join(errors) or pip.stderr.strip()[-500:] or "pip failed") if pip.returncode else ""


def main(arguments: list[str]) -> int:
    """Run a module with another SDK, and return its exit code."""
    if len(arguments) < 2 or not arguments[0]:
        print("Use: python -m compatibility.sdk SDK MODULE [ARGUMENT...]", file=sys.stderr)
        return 2
    wanted, *module = arguments
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # not without tidying up
    try:
        with open_sdk(wanted) as sdk:
            print(f"With python-wiremock {sdk.name}.", file=sys.stderr)
            process = subprocess.Popen([sdk.python, "-m", *module])
            signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the module; we wait for it
            try:
                code = process.wait()
            finally:
                process.terminate()
                process.wait()
            return code if code >= 0 else 128 - code
    except WireMockStrictError as error:
        print(error, file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
