"""Shards that do not make one whole run are refused in a sentence, and nothing is written."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from .conftest import git, shard


@pytest.fixture
def three(library: Any) -> Any:
    """The library, with the messages of three shards."""
    for number in (1, 2, 3):
        assert library.behave("-D", f"shard={number}/3").code == 0
    return library


def refused(project: Any, *files: str) -> str:
    """The sentence by which these are refused."""
    outcome = project.command("merge", *files, "-o", "merged")
    assert outcome.code == 1
    assert not (project.folder / "merged").exists()
    (sentence,) = outcome.lines
    return str(sentence)


def all_of(total: int = 3) -> list[str]:
    return [shard(number, total) for number in range(1, total + 1)]


def change(file: Path, kind: str, edit: Callable[[Any], None]) -> None:
    """Change the first message of a kind."""
    messages = [json.loads(line) for line in file.read_text("utf-8").splitlines()]
    edit(next(message[kind] for message in messages if kind in message))
    file.write_text("".join(f"{json.dumps(message)}\n" for message in messages), "utf-8")


def test_a_missing_shard(three: Any) -> None:
    assert refused(three, shard(1, 3), shard(3, 3)) == (
        "Shard 2 of 3 is missing; give the messages of all 3."
    )
    assert (
        refused(three, shard(3, 3)) == "Shards 1, 2 of 3 are missing; give the messages of all 3."
    )


def test_a_shard_that_is_there_twice(three: Any) -> None:
    shutil.copy(shard(2, 3), "again.ndjson")
    assert refused(three, *all_of(), "again.ndjson") == (
        f"{shard(2, 3)} and again.ndjson are both shard 2 of 3; give each shard once."
    )


def test_another_number_of_shards(three: Any) -> None:
    three.behave("-D", "shard=2/4")
    assert refused(three, shard(1, 3), shard(2, 4), shard(3, 3)) == (
        f"{shard(2, 4)} and {shard(1, 3)} differ in how many shards there are (4 and 3); "
        "merge shards of one run."
    )


@pytest.mark.parametrize(
    ("arguments", "what"),
    [
        (["--tags=not @slow"], "the selection"),
        (["-D", "order=7"], "the order (7 and reading)"),
        (["-D", "durations=past.ndjson"], "the file of durations ("),
    ],
)
def test_a_shard_that_was_asked_for_in_another_way(
    three: Any, arguments: list[str], what: str
) -> None:
    three.write("past.ndjson", "")
    three.behave("-D", "shard=2/3", *arguments)
    sentence = refused(three, *all_of())
    assert sentence.startswith(f"{shard(2, 3)} and {shard(1, 3)} differ in {what}")
    assert sentence.endswith("; merge shards of one run.")


def test_another_setting(three: Any) -> None:
    three.configure('[tool.behave_strict.facts]\nshelf = "oak"').behave("-D", "shard=2/3")
    assert refused(three, *all_of()) == (
        f"{shard(2, 3)} and {shard(1, 3)} differ in the settings (shelf=oak and shelf=none); "
        "merge shards of one run."
    )


def test_another_commit(library: Any) -> None:
    git(library.folder, "init")
    for number in (1, 2):
        git(library.folder, "commit", "--allow-empty", "-m", str(number))
        library.behave("-D", f"shard={number}/2")
    assert f"{shard(2, 2)} and {shard(1, 2)} differ in the commit (" in refused(library, *all_of(2))


def test_a_feature_that_has_changed_meanwhile(three: Any) -> None:
    texts = {n: (three.folder / shard(n, 3)).read_text("utf-8") for n in (1, 2, 3)}
    file = max(n for n, text in texts.items() if "A book is lent once" in text)
    edit = {"data": "Feature: Lending books"}
    change(three.folder / shard(file, 3), "source", lambda source: source.update(edit))
    sentence = refused(three, *all_of())
    assert " than the shards before it; play all shards again, on the same files." in sentence


def test_shards_that_were_dealt_out_differently(three: Any) -> None:
    def move(attachment: Any) -> None:
        facts = json.loads(attachment["body"])
        facts["shard"]["part"]["positions"][0] += 1
        attachment["body"] = json.dumps(facts)

    change(three.folder / shard(2, 3), "attachment", move)
    assert refused(three, *all_of()).startswith("The shards do not add up to the whole")


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (None, "bad.ndjson cannot be read: No such file or directory."),
        ("", "bad.ndjson holds no run; give the messages of a shard."),
        ("<xml/>", "bad.ndjson:1: this is not JSON; give a file of Cucumber Messages, one to a line."),
        ("[]", "bad.ndjson:1: this is not a message; give a file of Cucumber Messages, one to a line."),
        ('{"meta": 1}', "bad.ndjson holds no run; give the messages of a shard."),
        ('{"testRunStarted": {}}\n{"testRunFinished": []}\n{"attachment": 7}',
         "bad.ndjson holds messages that nobody can read; play that shard again."),
        ('{"version": 1, "scenarios": {}}', "bad.ndjson holds no run; give the messages of a shard."),
    ],
)  # fmt: skip
def test_what_holds_no_messages(three: Any, content: str | None, what: str) -> None:
    if content is not None:
        three.write("bad.ndjson", content)
    assert refused(three, shard(1, 3), "bad.ndjson") == what


def test_a_whole_run(three: Any) -> None:
    three.behave()
    assert refused(three, "reports/behave.ndjson") == (
        "reports/behave.ndjson is not of a shard; play one with -D shard=1/2."
    )


def test_a_file_that_was_cut_short(three: Any) -> None:
    path = three.folder / shard(2, 3)
    lines = path.read_text("utf-8").splitlines(keepends=True)
    path.write_text("".join(lines[:-1]), "utf-8")
    assert refused(three, *all_of()) == (
        f"{path.relative_to(three.folder)} stops before the end of its run; play that shard again."
    )
    path.write_text("".join(lines)[:-30], "utf-8")
    assert f"{shard(2, 3)}:{len(lines)}: this is not JSON; " in refused(three, *all_of())


def test_a_shard_that_was_interrupted(three: Any) -> None:
    stop = "import os, signal\n\n\ndef before_scenario(context, scenario):\n    os.kill(os.getpid(), signal.SIGTERM)\n"
    three.write("environment.py", stop)
    assert three.run("-D", "shard=2/3").exit_code == 143
    assert refused(three, *all_of()) == (
        f"{shard(2, 3)}: shard 2 of 3 was broken off; play that shard again."
    )


def test_a_shard_in_which_nothing_was_run(three: Any) -> None:
    refuse = "from behave_strict import Refused\n\n\ndef before_all(context):\n    raise Refused(['no java'])\n"
    three.write("environment.py", refuse)
    assert three.behave("-D", "shard=2/3").code == 1
    assert refused(three, *all_of()) == (
        f"{shard(2, 3)}: nothing was run in shard 2 of 3: no java; play that shard again."
    )


def test_a_folder_that_cannot_be_written(three: Any) -> None:
    three.write("merged", "a file")
    outcome = three.command("merge", *all_of(), "-o", "merged")
    assert outcome.code == 1
    assert outcome.lines == ["merged cannot be written: File exists."]


def test_earlier_reports_stay_where_a_merge_is_refused(three: Any) -> None:
    assert three.command("merge", *all_of(), "-o", "merged").code == 0
    before = {path.name: path.read_bytes() for path in Path("merged").iterdir()}
    assert three.command("merge", shard(1, 3), "-o", "merged").code == 1
    assert {path.name: path.read_bytes() for path in Path("merged").iterdir()} == before


def test_a_start_that_fails_is_merged_and_red(three: Any) -> None:
    three.write("environment.py", "def before_all(context):\n    raise OSError('no port')\n")
    three.behave("-D", "shard=2/3")
    outcome = three.command("merge", *all_of(), "-o", "merged")
    assert outcome.code == 1
    assert outcome.summary.startswith("4 scenarios: 3 passed, 1 not run")
    assert "error  before_all" in outcome.lines
