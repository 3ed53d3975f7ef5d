"""docs/your-own-services.md, played as it stands."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

PAGE = Path(__file__).parents[1] / "docs/your-own-services.md"
FILES = re.compile(r"^```(?:yaml|python|toml|gherkin)\n# (\S+)\n(.*?)^```$", re.M | re.S)
# What to break, and the beginning of what the page says a run says then.
BREAKAGES = [
    ("steps/parcels.py", '"place": place', '"town": place', "The contract does not allow what"),
    ("tracking.py", "{number}", "{number}?verbose=1", "The contract does not allow the request"),
    ("tracking.py", "/parcels/{number}", "/parcel/{number}", "came closest"),
    (
        "tracking.py",
        "    response =",
        '    return "Your parcel is in Bristol."\n    x =',
        "No request used this stub",
    ),
    ("features/tracking.feature", "Given parcel 7", "Givn parcel 7", "is not a step"),
]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    for name, text in FILES.findall(PAGE.read_text("utf-8")):
        file = tmp_path / name
        file.parent.mkdir(exist_ok=True)
        file.write_text(text, "utf-8")
    return tmp_path


def behave(project: Path) -> tuple[int, str]:
    command = [sys.executable, "-m", "behave"]
    done = subprocess.run(
        command, cwd=project, capture_output=True, text=True, timeout=300, check=False
    )
    return done.returncode, done.stdout + done.stderr


def test_the_example_is_green(project: Path) -> None:
    code, said = behave(project)
    assert "2 scenarios: 2 passed" in said
    assert code == 0


@pytest.mark.parametrize(("file", "old", "new", "expected"), BREAKAGES)
def test_each_breakage_is_red(project: Path, file: str, old: str, new: str, expected: str) -> None:
    path = project / file
    text = path.read_text("utf-8")
    assert text.count(old) == 1, f"{old!r} is not in {file} just once"
    path.write_text(text.replace(old, new), "utf-8")
    code, said = behave(project)
    assert expected in said
    assert code == 1
