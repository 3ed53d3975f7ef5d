"""Shards that are merged tell what one run of everything tells."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import parse

import pytest
from behave_strict.history import History

from .conftest import shard

MERGED = "<div><dt>merged from</dt><dd>5 shards</dd></div>"
TIMES = ("timestamp", "duration", "stackTrace")


@pytest.fixture(scope="session")
def merged(played: Any) -> Any:
    files = [shard(number) for number in (3, 1, 5, 2, 4)]
    return played.execute("-m", "behave_strict", "merge", *files, "-o", "merged")


def messages(file: Path) -> list[Any]:
    """The messages of a file, with ids that count from the first that is seen.

    They are without times, and without what only merged ones tell.
    """
    known: dict[str, str] = {}

    def plain(node: Any, key: str = "") -> Any:
        if isinstance(node, dict):
            return {k: plain(v, k) for k, v in node.items() if k not in TIMES}
        if isinstance(node, list):
            return [plain(each, key) for each in node]
        if isinstance(node, str) and re.search(r"^id$|Ids?$", key):
            return known.setdefault(node, f"id {len(known)}")
        return re.sub(r', "merged from": {.*?}', "", node) if key == "body" else node

    return [plain(json.loads(line)) for line in file.read_text("utf-8").splitlines()]


def page(file: Path) -> str:
    """A page without times, without what has changed since, and what only merged ones tell."""
    text = file.read_text("utf-8")
    text = re.sub(r'<section[^>]*id="changes".*?</section>', "", text, flags=re.DOTALL)
    text = re.sub(r'<section[^>]*id="slowest".*?</section>', "", text, flags=re.DOTALL)
    text = re.sub(r'<p class="since"><a href="#slowest">.*?</p>', "", text)
    text = text.replace(MERGED, "")
    text = re.sub(r"\d+(\.\d+)?\s(ms|s|min)\b", "", text)
    text = re.sub(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d)?|\d\d:\d\d", "", text)
    return text.replace("<i></i>", "")


def junit(file: Path) -> list[Any]:
    """The elements of a JUnit file without times and the lines of stack traces."""
    return [
        (
            element.tag,
            {key: value for key, value in element.attrib.items() if key != "time"},
            (element.text or "").strip(),
        )
        for element in parse(file).iter()
    ]


def test_the_messages_are_those_of_one_run(merged: Any) -> None:
    one, together = (merged.folder / f / "behave.ndjson" for f in ("reports", "merged"))
    assert messages(together) == messages(one)


def test_junit_is_that_of_one_run(merged: Any) -> None:
    one, together = (merged.folder / f / "behave.xml" for f in ("reports", "merged"))
    assert junit(together) == junit(one)


def test_the_page_is_that_of_one_run(merged: Any) -> None:
    one, together = (merged.folder / f / "behave.html" for f in ("reports", "merged"))
    assert MERGED in together.read_text("utf-8")
    assert page(together) == page(one)


def test_files_beside_the_page_are_carried_along(merged: Any) -> None:
    one, together = (merged.folder / f / "behave-files" for f in ("reports", "merged"))
    files = sorted(file.name for file in one.iterdir())
    assert files
    assert sorted(file.name for file in together.iterdir()) == files


def test_the_console_says_what_one_run_says(merged: Any) -> None:
    def told(output: str) -> list[str]:
        begin = output.index("\nerror") if "\nerror" in output else 0
        lines = [line for line in output[begin:].splitlines() if "reports" not in line]
        return [re.sub(r", in [\d.]+ s", "", line) for line in lines if line.strip()]

    assert told(merged.output)
    assert told(merged.output)[-1] == "13 scenarios: 4 passed, 3 failed, 5 error, 1 skipped"
    assert set(told(merged.output)) <= set(told(merged.whole))
    assert merged.exit_code == 1


def test_the_merged_run_enters_history(library: Any) -> None:
    library.change("features/lending.feature", "loan is refused", "loan is granted")
    library.configure('[tool.behave_strict]\noff = ["unused-definitions"]')
    assert library.behave().code == 1
    for number in (1, 2):
        library.behave("-D", f"shard={number}/2")
    assert library.command("merge", shard(1, 2), shard(2, 2), "-o", "merged").code == 1
    one, together = History(library.folder / ".behave-strict/history.ndjson").entries()
    assert one.failed == ["lending.a-book-that-is-lent"]
    assert {n: outcome for n, (outcome, _) in together.scenarios.items()} == {
        n: outcome for n, (outcome, _) in one.scenarios.items()
    }
    assert (together.settings, together.commit) == (one.settings, one.commit)


def test_nothing_else_is_left(merged: Any) -> None:
    assert sorted(file.name for file in (merged.folder / "merged").iterdir()) == [
        "behave-files", "behave.html", "behave.ndjson", "behave.xml",
    ]  # fmt: skip


def test_a_merged_run_that_passed_exits_with_zero(library: Any) -> None:
    for number in (1, 2, 3):
        library.behave("-D", f"shard={number}/3", "-D", "order=7")
    outcome = library.command("merge", *(shard(n, 3) for n in (1, 2, 3)), "-o", "reports")
    assert (outcome.code, outcome.summary[:22]) == (0, "4 scenarios: 4 passed,")
    assert library.behave("-D", "order=7").code == 0
    shuffled = [pickle["name"] for pickle in library.all("pickle")]
    outcome = library.command("merge", *(shard(n, 3) for n in (1, 2, 3)), "-o", "reports")
    assert [pickle["name"] for pickle in library.all("pickle")] == shuffled


def test_a_selection_in_shards_stays_out_of_history(library: Any) -> None:
    for number in (1, 2):
        library.behave("-D", f"shard={number}/2", "--tags=@slow")
    outcome = library.command("merge", shard(1, 2), shard(2, 2), "-o", "merged")
    assert outcome.code == 0
    assert outcome.summary.startswith("2 scenarios: 2 passed")
    assert "a selection, not the whole suite" in (library.folder / "merged/behave.html").read_text()
    assert not (library.folder / ".behave-strict/history.ndjson").exists()


def test_reports_are_named_as_the_project_wants_them(library: Any) -> None:
    library.configure('[tool.behave_strict.reports]\njunit = "out/j.xml"\nmessages = "out/m.ndjson"\npage = false')  # fmt: skip
    library.behave("-D", "shard=1/1")
    assert library.command("merge", "out/shard-1-of-1/m.ndjson", "-o", "here").code == 0
    assert sorted(p.name for p in (library.folder / "here").iterdir()) == ["j.xml", "m.ndjson"]


def test_what_shards_cover_is_told_of_the_whole(merged: Any) -> None:
    covered = "Counts on shelves: 5 of 6 parts exercised; never exercised: 99."
    assert covered in merged.whole
    assert covered in merged.output
    fact = "<dt>Counts on shelves</dt><dd>5 of 6 parts exercised; never exercised: 99</dd>"
    for folder in ("reports", "merged"):
        assert fact in (merged.folder / folder / "behave.html").read_text("utf-8")
    shard_1 = (merged.folder / "reports/shard-1-of-5/behave.html").read_text("utf-8")
    assert "parts exercised" not in shard_1
