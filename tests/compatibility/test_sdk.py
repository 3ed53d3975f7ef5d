"""A run with another SDK than the installed one."""

from __future__ import annotations

import subprocess
import sys
from importlib import metadata
from pathlib import Path

import pytest
from wiremock_strict.errors import StartError

from compatibility.sdk import main, open_sdk

SHOW = "import wiremock, requests, sys; print(wiremock.NAME, sys.prefix)"


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A checkout like python-wiremock's, with a build backend that is at hand."""
    folder = tmp_path / "python-wiremock"
    (folder / "wiremock").mkdir(parents=True)
    (folder / "wiremock/__init__.py").write_text("NAME = 'first'\n")
    (folder / "pyproject.toml").write_text(
        '[build-system]\nrequires = ["hatchling"]\nbuild-backend = "hatchling.build"\n'
        '[project]\nname = "wiremock"\nversion = "9.9.9"\ndependencies = ["requests"]\n'
    )
    return folder


def _installed() -> set[str]:
    site_packages = Path(str(metadata.distribution("wiremock").locate_file("")))
    return {path.name for path in site_packages.iterdir()}


def ask(python: Path) -> str:
    return subprocess.check_output([python, "-c", SHOW], text=True)


def test_the_installed_sdk_is_the_default() -> None:
    with open_sdk("") as sdk:
        assert (sdk.name, sdk.python) == (metadata.version("wiremock"), Path(sys.executable))


def test_a_checkout_is_installed_anew_and_thrown_away(checkout: Path) -> None:
    ours = _installed()
    with open_sdk(str(checkout)) as sdk:
        assert sdk.name == f"9.9.9 ({checkout})"
        assert ask(sdk.python).startswith("first")
    assert not sdk.python.exists()
    (checkout / "wiremock/__init__.py").write_text("NAME = 'second'\n")
    with open_sdk(str(checkout)) as sdk:
        assert ask(sdk.python).startswith("second")
    assert metadata.version("wiremock") != "9.9.9"
    assert _installed() == ours


@pytest.mark.parametrize("wanted", ["no-such-thing", "../no/such/folder"])
def test_a_name_that_is_no_version_is_an_error(wanted: str) -> None:
    with pytest.raises(StartError, match="neither a version"), open_sdk(wanted):
        pass


def test_a_folder_with_another_project_is_an_error(checkout: Path) -> None:
    text = (checkout / "pyproject.toml").read_text()
    (checkout / "pyproject.toml").write_text(text.replace('"wiremock"', '"other"', 1))
    (checkout / "wiremock").rename(checkout / "other")
    with pytest.raises(StartError, match="is not python-wiremock"), open_sdk(str(checkout)):
        pass


def test_a_module_runs_with_it_and_returns_its_code(checkout: Path) -> None:
    (checkout / "wiremock/leave.py").write_text("raise SystemExit(7)\n")
    command = [sys.executable, "-m", "compatibility.sdk", str(checkout), "wiremock.leave"]
    ended = subprocess.run(command, capture_output=True, text=True, check=False)
    assert ended.returncode == 7
    assert "With python-wiremock 9.9.9" in ended.stderr


def test_nothing_is_left_after_sigterm(checkout: Path, tmp_path: Path) -> None:
    (checkout / "wiremock/stay.py").write_text(
        "import sys, time\nprint(sys.prefix, flush=True)\ntime.sleep(60)\n"
    )
    command = [sys.executable, "-m", "compatibility.sdk", str(checkout), "wiremock.stay"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as running:
        assert running.stdout is not None
        prefix = Path(running.stdout.readline().strip())
        assert prefix.is_dir()
        running.terminate()
        assert running.stdout.read() == ""  # the module has ended, too
    assert running.returncode == 143
    assert not prefix.exists()


def test_an_unknown_sdk_ends_with_a_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["nonsense", "behave"]) == 1
    assert "neither a version" in capsys.readouterr().err
