"""The documents: the places in features that they name are what they say."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
DOCUMENTS = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").rglob("*.md")]
PLACE = re.compile(r"(\(?)(features/[\w-]+\.feature):(\d+)")
SCENARIO = ("Scenario: ", "Scenario Outline: ")
STEP = ("Given ", "When ", "Then ", "And ", "But ")
PLACES = [
    (document.name, *place)
    for document in DOCUMENTS
    for place in PLACE.findall(document.read_text(encoding="utf-8"))
]


def test_the_documents_name_places() -> None:
    assert {document for document, *_ in PLACES} >= {"README.md", "CONTRIBUTING.md"}


@pytest.mark.parametrize(("document", "bracket", "feature", "line"), PLACES)
def test_a_named_line_is_a_scenario(document: str, bracket: str, feature: str, line: str) -> None:
    lines = (ROOT / feature).read_text(encoding="utf-8").splitlines()
    text = lines[int(line) - 1].strip()
    # A report names the step that failed in brackets.
    assert text.startswith(STEP if bracket else SCENARIO), f"{document} names {feature}:{line}"


def test_a_new_field_touches_ten_files_that_exist() -> None:
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    section = text.partition("## Add a field")[2].partition("\n## ")[0]
    files = re.findall(r"(?m)^\| `(.*?)` \|", section)
    assert len(files) == 10
    about_price = [name for name in files if "rice" in (ROOT / name).read_text(encoding="utf-8")]
    assert set(files) - set(about_price) == {"overview_service/static/style.css"}
