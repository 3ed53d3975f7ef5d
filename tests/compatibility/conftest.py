"""A WireMock server for all tests, and probes of an SDK that was mended."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from importlib.resources import files
from pathlib import Path

import pytest

from compatibility.pair import run_probes
from compatibility.probe import Row
from compatibility.sdk import Sdk
from support.wiremock.java import find_jar
from support.wiremock.server import embedded

Probe = Callable[..., dict[str, Row]]


@pytest.fixture(scope="session")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with embedded(tmp_path_factory.mktemp("wiremock")) as url:
        yield url


@pytest.fixture
def copied_sdk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the SDK, which the probes import; its jars are links."""
    installed, copy = Path(str(files("wiremock"))), tmp_path / "copy/wiremock"
    for file in installed.rglob("*"):
        if file.is_file() and file.suffix != ".pyc":
            target = copy / file.relative_to(installed)
            target.parent.mkdir(parents=True, exist_ok=True)
            if file.suffix == ".jar":
                target.symlink_to(file)
            else:
                target.write_bytes(file.read_bytes())
    monkeypatch.setenv("PYTHONPATH", str(copy.parent))
    return copy


@pytest.fixture
def probe(url: str, tmp_path: Path) -> Probe:
    """Runs the probes of some groups; a row by its title."""

    def run(*groups: str) -> dict[str, Row]:
        rows = run_probes(Sdk("here", Path(sys.executable)), url, find_jar(None), tmp_path, *groups)
        return {row.title: row for row in rows}

    return run
