"""Tests of what surrounds a run: `make surroundings`, as they take minutes."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.surroundings.program import ROOT

HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark every test of this folder."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker("surroundings")


def copy_checkout(folder: Path) -> Path:
    """Copy what git knows of this checkout, and what it would add."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    listed = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    for name in filter(None, listed.split("\0")):
        if (source := ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(source, folder / name)
    return folder


@pytest.fixture
def tmp_path() -> Iterator[Path]:
    """Make a folder with a short path; below a long one, Chromium cannot open its socket."""
    with tempfile.TemporaryDirectory(prefix="s-", dir="/tmp") as folder:
        yield Path(folder)


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """Return a copy of this checkout, for a test to spoil."""
    return copy_checkout(tmp_path / "checkout")
