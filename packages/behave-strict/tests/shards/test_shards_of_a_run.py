"""`-D shard=2/5` plays a part of what is selected, and every report says which."""

from __future__ import annotations

import json
from typing import Any

import pytest

BOTH = """\
def before_feature(context, feature):
    with open("called", "a") as file:
        print(feature.name, file=file)


before_rule = before_feature
"""


def names(project: Any, total: int, number: int, *arguments: str) -> list[str]:
    """Play a shard; the names of its scenarios."""
    project.reports = f"reports/shard-{number}-of-{total}"
    outcome = project.behave("-D", f"shard={number}/{total}", *arguments)
    assert outcome.code == 0, outcome.lines
    return [pickle["name"] for pickle in project.all("pickle")]


@pytest.mark.parametrize("total", [1, 2, 3, 4])
def test_shards_together_play_everything_once(library: Any, total: int) -> None:
    played = [name for n in range(1, total + 1) for name in names(library, total, n)]
    assert sorted(played) == [
        "A book comes back damaged",
        "A book comes back intact",
        "A book on the shelf",
        "A book that is lent",
    ]


@pytest.mark.parametrize("arguments", [["-D", "order=7"], ["features/returning.feature", "features/lending.feature"]])  # fmt: skip
def test_a_shard_is_the_same_in_whatever_order(library: Any, arguments: list[str]) -> None:
    for number in (1, 2, 3):
        assert sorted(names(library, 3, number)) == sorted(names(library, 3, number, *arguments))


def test_a_shard_is_a_part_of_what_the_tags_select(library: Any) -> None:
    played = [names(library, 2, number, "--tags=@slow") for number in (1, 2)]
    assert sorted(played) == [["A book comes back damaged"], ["A book comes back intact"]]


def test_a_line_leaves_nothing_for_a_second_shard(library: Any) -> None:
    outcome = library.behave("-D", "shard=2/2", "features/lending.feature:6")
    assert outcome.code == 1
    assert outcome.lines[0] == (
        "shard 2 of 2: it has nothing to play of 1 selected scenario; use 1 shard at most"
    )


def test_every_report_says_which_shard_it_is_of(library: Any) -> None:
    outcome = library.behave("-D", "shard=2/3")
    library.reports = "reports/shard-2-of-3"

    assert "This is shard 2 of 3: 1 of 4 scenarios." in outcome
    assert "The reports of this shard are in reports/shard-2-of-3." in outcome
    assert "<dt>shard</dt><dd>2 of 3: 1 of 4 scenarios</dd>" in library.page
    for suite in library.junit:
        said = [(p.get("name"), p.get("value")) for p in suite.iter("property")]
        assert said == [("shard", "2 of 3: 1 of 4 scenarios")]
    assert json.loads(library.all("attachment")[0]["body"])["shard"]["part"]["shard"] == 2


def test_a_shard_leaves_the_last_whole_run_alone(library: Any) -> None:
    library.behave()
    history = (library.folder / ".behave-strict/history.ndjson").read_text()
    page = library.page
    library.behave("-D", "shard=1/2")
    assert (library.folder / ".behave-strict/history.ndjson").read_text() == history
    assert library.page == page


def test_hooks_of_what_others_play_are_not_called(library: Any) -> None:
    library.write("environment.py", BOTH)
    played = [names(library, 4, number) for number in (1, 2, 3, 4)]
    assert all(len(shard) == 1 for shard in played)
    called = (library.folder / "called").read_text().splitlines()
    assert sorted(called) == sorted(2 * ["A book is lent once", "Lending books", "Returning books"])


def test_the_environment_may_say_it(library: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BEHAVE_STRICT_SHARD", "1/2")
    assert "This is shard 1 of 2: 2 of 4 scenarios." in library.behave()


def test_an_empty_variable_plays_nothing(library: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BEHAVE_STRICT_SHARD", "")
    assert library.behave().lines[0].startswith('BEHAVE_STRICT_SHARD: "" is not a shard; ')


def test_an_engine_is_never_read_unasked(library: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CI_NODE_INDEX", "1")
    monkeypatch.setenv("CI_NODE_TOTAL", "4")
    assert library.behave().summary.startswith("4 scenarios: 4 passed")
    assert library.behave("-D", "shard=gitlab").summary.startswith("1 scenario: 1 passed")


def test_no_file_may_set_it(library: Any) -> None:
    library.configure('[tool.behave_strict]\nshard = "1/2"')
    assert library.behave().lines[0] == (
        "pyproject.toml: tool.behave_strict.shard: it is for one run only; give it as -D shard=..."
    )


# --- durations ---------------------------------------------------------------------------------


def timed(library: Any, name: str, seconds: dict[str, float]) -> None:
    about = {"version": 1, "began": "", "seconds": 1, "commit": "", "settings": {}, "counts": {}}
    library.write(name, json.dumps({**about, "scenarios": {"passed": seconds}}))


def test_shards_are_balanced_by_a_history(library: Any) -> None:
    long = {"lending.a-book-that-is-lent": 9.0, "lending.a-book-on-the-shelf": 1.0}
    timed(library, "past.ndjson", {**long, **{f"returning.a-book-comes-back-state.{s}": 1.0 for s in ("intact", "damaged")}})  # fmt: skip
    assert names(library, 2, 1, "-D", "durations=past.ndjson") == ["A book that is lent"]
    assert len(names(library, 2, 2, "-D", "durations=past.ndjson")) == 3


def test_shards_are_balanced_by_the_messages_of_a_run(library: Any) -> None:
    slow = "    import time; time.sleep(0.2)\n    assert not context.granted"
    library.change("steps/books.py", "    assert not context.granted", slow).behave()
    chosen = ["-D", "durations=reports/behave.ndjson"]
    assert names(library, 2, 1, *chosen) == ["A book that is lent"]


def test_the_messages_tell_one_file_of_durations_from_another(library: Any) -> None:
    for number, seconds in ((1, 1.0), (2, 2.0)):
        timed(library, f"{number}.ndjson", {"lending.a-book-that-is-lent": seconds})
    digests = set()
    for number in (1, 2, 2):
        names(library, 2, 1, "-D", f"durations={number}.ndjson")
        part = json.loads(library.all("attachment")[0]["body"])["shard"]["part"]
        digests.add(part["durations"])
    assert len(digests) == 2


def test_a_history_without_a_run_is_fine(library: Any) -> None:
    library.write("none.ndjson", "")
    assert len(names(library, 2, 1, "-D", "durations=none.ndjson")) == 2


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (None, "past.ndjson cannot be read: No such file or directory"),
        ("<xml/>", "past.ndjson is no such file"),
        ("[1]", "past.ndjson is no such file"),
        ('{"pickle": 1}', "past.ndjson holds no messages that can be read"),
    ],
)
def test_a_file_without_durations_is_refused(
    library: Any, content: str | None, problem: str
) -> None:
    if content is not None:
        library.write("past.ndjson", content)
    outcome = library.behave("-D", "shard=1/2", "-D", "durations=past.ndjson")
    assert outcome.code == 1
    remedy = "give a history.ndjson, or the messages of a run"
    assert outcome.lines[0] == f"-D durations: {problem}; {remedy}"


def test_durations_without_a_shard_are_refused(library: Any) -> None:
    library.write("none.ndjson", "")
    outcome = library.behave("-D", "durations=none.ndjson")
    assert outcome.code == 1
    assert "this run is not one" in outcome.lines[0]
