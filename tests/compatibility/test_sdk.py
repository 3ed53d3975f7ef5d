"""Another SDK than the installed one, for a run."""

from __future__ import annotations

import subprocess
import sys
from importlib import metadata
from pathlib import Path

import pytest
from wiremock_strict.errors import StartError

from compatibility.sdk import main, open_sdk

TOLD = "import wiremock, requests, sys; print(wiremock.TOLD, sys.prefix)"


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A checkout as python-wiremock's is, with a build backend that is at hand."""
    folder = tmp_path / "python-wiremock"
    (folder / "wiremock").mkdir(parents=True)
    (folder / "wiremock/__init__.py").write_text("TOLD = 'first'\n")
    (folder / "pyproject.toml").write_text(
        '[build-system]\nrequires = ["hatchling"]\nbuild-backend = "hatchling.build"\n'
        '[project]\nname = "wiremock"\nversion = "9.9.9"\ndependencies = ["requests"]\n'
    )
    return folder


def _installed() -> set[str]:
    site_packages = Path(str(metadata.distribution("wiremock").locate_file("")))
    return {path.name for path in site_packages.iterdir()}


def ask(python: Path) -> str:
    return subprocess.check_output([python, "-c", TOLD], text=True)


def test_without_a_wish_it_is_the_installed_one() -> None:
    with open_sdk("") as sdk:
        assert (sdk.name, sdk.python) == (metadata.version("wiremock"), Path(sys.executable))


def test_a_checkout_is_installed_anew_each_time_beside_ours_and_gone_after(checkout: Path) -> None:
    ours = _installed()
    with open_sdk(str(checkout)) as sdk:
        assert sdk.name == f"9.9.9 ({checkout})"
        assert ask(sdk.python).startswith("first")
    assert not sdk.python.exists()
    (checkout / "wiremock/__init__.py").write_text("TOLD = 'second'\n")
    with open_sdk(str(checkout)) as sdk:
        assert ask(sdk.python).startswith("second")
    assert metadata.version("wiremock") != "9.9.9"
    assert _installed() == ours


@pytest.mark.parametrize("wanted", ["no-such-thing", "../no/such/folder"])
def test_what_is_neither_a_version_nor_a_path_is_told(wanted: str) -> None:
    with pytest.raises(StartError, match="neither a version"), open_sdk(wanted):
        pass


def test_a_folder_that_holds_another_project_is_told(checkout: Path) -> None:
    text = (checkout / "pyproject.toml").read_text()
    (checkout / "pyproject.toml").write_text(text.replace('"wiremock"', '"other"', 1))
    (checkout / "wiremock").rename(checkout / "other")
    with pytest.raises(StartError, match="is no python-wiremock"), open_sdk(str(checkout)):
        pass


def test_a_module_runs_with_it_and_its_exit_code_is_handed_on(checkout: Path) -> None:
    (checkout / "wiremock/leave.py").write_text("raise SystemExit(7)\n")
    command = [sys.executable, "-m", "compatibility.sdk", str(checkout), "wiremock.leave"]
    ended = subprocess.run(command, capture_output=True, text=True, check=False)
    assert ended.returncode == 7
    assert "With python-wiremock 9.9.9" in ended.stderr


def test_nothing_is_left_when_it_is_asked_to_end(checkout: Path, tmp_path: Path) -> None:
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


def test_an_sdk_that_cannot_be_had_ends_with_a_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["nonsense", "behave"]) == 1
    assert "neither a version" in capsys.readouterr().err
