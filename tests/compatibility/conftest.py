"""A WireMock server for all tests, and probes of a mended SDK."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from importlib.resources import files
from pathlib import Path

import pytest
from wiremock_strict.embedded import embedded
from wiremock_strict.jar import find_jar

from compatibility.pair import run_probes
from compatibility.sdk import Sdk

RunProbes = Callable[..., dict[str, str]]


@pytest.fixture(scope="session")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with embedded(tmp_path_factory.mktemp("wiremock")) as (url, warmed):
        warmed()
        yield url


@pytest.fixture
def copied_sdk(tmp_path: Path) -> Path:
    """A copy of the SDK; its jars are links."""
    installed, copy = Path(str(files("wiremock"))), tmp_path / "copy/wiremock"
    for file in installed.rglob("*"):
        if file.is_file() and file.suffix != ".pyc":
            target = copy / file.relative_to(installed)
            target.parent.mkdir(parents=True, exist_ok=True)
            if file.suffix == ".jar":
                target.symlink_to(file)
            else:
                target.write_bytes(file.read_bytes())
    return copy


@pytest.fixture(scope="session")
def run_probes_of(url: str, tmp_path_factory: pytest.TempPathFactory) -> RunProbes:
    """Run probes by their titles; return the status of each. `sdk` is a folder to import it from."""

    def run(titles: list[str], sdk: Path | None = None) -> dict[str, str]:
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("PYTHONPATH", str(sdk or ""))
            python, folder = Path(sys.executable), tmp_path_factory.mktemp("rows")
            rows = run_probes(Sdk("here", python), url, find_jar(), folder, *titles)
        return {row.title: row.status for row in rows}

    return run
