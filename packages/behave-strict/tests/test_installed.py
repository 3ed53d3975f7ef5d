"""The package as its users have it: a wheel, installed into a fresh environment elsewhere."""

from __future__ import annotations

import shutil
import subprocess
import venv
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1]

pytestmark = pytest.mark.registry


@pytest.fixture(scope="module")
def elsewhere(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder outside the checkout, with an environment that has nothing but the package."""
    folder = tmp_path_factory.mktemp("elsewhere")
    venv.create(folder / "venv", with_pip=True)
    source = folder / "source"  # a build leaves its traces beside what it builds
    shutil.copytree(PACKAGE, source, ignore=shutil.ignore_patterns("build", "*.egg-info", ".*"))
    run(folder, "-m", "pip", "install", "--quiet", f"{source}[test]")
    shutil.copytree(PACKAGE / "tests", folder / "tests")
    for file in ("pyproject.toml", "README.md"):  # pytest's configuration, and what a test reads
        shutil.copy(PACKAGE / file, folder)
    shutil.rmtree(source)
    return folder


def run(folder: Path, *arguments: str) -> str:
    """Run the environment's Python; its output, when it has ended well."""
    python = folder / "venv" / "bin" / "python"
    done = subprocess.run(
        [python, *arguments], cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout
    return done.stdout


def test_the_tests_pass_where_it_is_installed(elsewhere: Path) -> None:
    where = run(elsewhere, "-c", "import behave_strict; print(behave_strict.__file__)").strip()
    assert Path(where).is_relative_to(elsewhere / "venv")

    output = run(elsewhere, "-m", "pytest", "-p", "no:cacheprovider", "tests")
    assert " passed" in output
    assert " failed" not in output


def test_the_wheel_brings_types_licence_and_command(elsewhere: Path) -> None:
    files = run(elsewhere, "-m", "pip", "show", "--files", "behave-strict")

    for file in ("behave_strict/py.typed", "licenses/LICENSE", "bin/behave-strict"):
        assert file in files
