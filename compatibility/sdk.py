"""Another python-wiremock than the locked one, in an environment over ours that is thrown away.

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
    """An SDK: its name, and the Python that imports it."""

    name: str
    python: Path


@contextmanager
def open_sdk(wanted: str) -> Iterator[Sdk]:
    """Yield the SDK that is `wanted`: a version or a path; the installed one if it is empty.

    A path is installed anew each time, as it may have changed. The environment is a folder of its
    own, and falls back on ours for what it lacks; ours stays as it is. Raises StartError.
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
            raise StartError(f"{wanted} is not python-wiremock.")
        version = found[0].version
        yield Sdk(version if version == wanted else f"{version} ({wanted})", python)


def _requirement(wanted: str) -> str:
    """Return what pip is to install."""
    path = Path(wanted).expanduser()
    if path.exists():
        return str(path.resolve())
    if re.fullmatch(r"\d+(\.\w+)*", wanted):
        return f"wiremock=={wanted}"
    raise StartError(
        f"{wanted} is neither a version of python-wiremock, such as 2.6.1, nor a path."
    )


def _install(requirement: str, python: Path) -> None:
    """Install the SDK into its own environment, then what it needs and ours does not have.

    A checkout is built by the build backend in ours if it is there, so that no network is needed;
    or else pip fetches one.
    """
    alone = ["--ignore-installed", "--no-deps", requirement]
    if _pip(python, "--no-build-isolation", *alone) and (error := _pip(python, *alone)):
        raise StartError(f"{requirement} cannot be installed: {error}")
    if error := _pip(python, "wiremock"):
        raise StartError(f"The dependencies of {requirement} cannot be installed: {error}")


def _pip(python: Path, *arguments: str) -> str:
    """Install; return pip's error message, empty if it succeeds."""
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
        print("Usage: python -m compatibility.sdk SDK MODULE [ARGUMENT...]", file=sys.stderr)
        return 2
    wanted, *module = arguments
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # tidy up first
    try:
        with open_sdk(wanted) as sdk:
            print(f"With python-wiremock {sdk.name}.", file=sys.stderr)
            process = subprocess.Popen([sdk.python, "-m", *module])
            signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the module, and we wait
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
