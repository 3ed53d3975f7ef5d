"""Which features and scenarios a run is about, however they are named."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

FEATURE = "features/asking.feature"


def test_an_editors_lock_is_no_feature(project: Any) -> None:
    (project.folder / "features/.#asking.feature").symlink_to("somebody@host.1234:5678")
    (project.folder / "features/._asking.feature").write_bytes(b"\x00\x05\x16\x07\x00\xff")

    assert project.lint().code == 0
    assert project.behave().summary.startswith("3 scenarios: 3 passed, in ")


def test_a_hidden_feature_that_is_named_is_run(project: Any) -> None:
    text = (project.folder / FEATURE).read_text().replace("Asking", "Hiding")
    project.write("features/.later.feature", text.replace("A book that", "One that"))

    assert project.behave("features/.later.feature").summary.startswith("3 scenarios: 3 passed")


def test_what_the_rerun_format_lists_can_be_run_again(project: Any) -> None:
    project.change(FEATURE, "| Kim  | no     |", "| Kim  | yes    |")
    (project.folder / "reports").mkdir()
    assert project.behave("-f", "rerun", "-o", "reports/rerun.txt").code == 1
    outcome = project.behave("@reports/rerun.txt")

    assert outcome.code == 1
    assert outcome.summary.startswith("1 scenario: 1 failed, in ")


def test_a_list_may_be_written_as_seen_from_beside_it(project: Any) -> None:
    project.write("features/some.txt", "# some\n\nasking.feature:12\n*.feature:18\n")
    project.write("lists/all.txt", "../features/*.feature\n")

    assert project.behave("@features/some.txt").code == 1  # behave knows no line of many files
    assert project.behave("@lists/all.txt").summary.startswith("3 scenarios: 3 passed, in ")


def test_an_empty_list_selects_nothing(project: Any) -> None:
    project.write("reports/rerun.txt", "# nothing failed\n")
    outcome = project.behave("@reports/rerun.txt")

    assert outcome.code == 1
    assert any("none of 0 scenarios is selected" in line for line in outcome.lines)


@pytest.mark.parametrize(
    ("place", "sentence"),
    [
        ("nowhere", "there is no such file or folder; correct the name, or start beside it"),
        ("no.feature:3", "there is no such file or folder; correct the name, or start beside it"),
        (f"{FEATURE}:0", "'0' is no line; lines are numbers, from 1"),
        (f"{FEATURE}:-1", "'-1' is no line; lines are numbers, from 1"),
        (f"{FEATURE}:12x", "'12x' is no line; lines are numbers, from 1"),
        (f"{FEATURE}:", "'' is no line; lines are numbers, from 1"),
        (
            f"{FEATURE}:12:18",
            "there is no such file or folder; correct the name, or start beside it",
        ),
        ("steps/shelf.py", "it is no feature; name a file that ends in .feature"),
        ("@none.txt", "there is no such list; name a file that lists features, one each line"),
        ("@features", "there is no such list; name a file that lists features, one each line"),
    ],
)
def test_a_place_where_no_feature_is_is_refused(project: Any, place: str, sentence: str) -> None:
    outcome = project.behave("features", place)

    assert outcome.code == 1
    assert f"{place}: {sentence}" in outcome
    assert "Nothing was run: 1 problem." in outcome


def test_a_list_that_names_a_lost_feature_is_refused(project: Any) -> None:
    project.write("some.txt", "features/lost.feature\n")

    assert (
        "features/lost.feature: there is no such file or folder; correct the name, or start "
        in ("\n".join(project.behave("@some.txt").lines))
    )


def test_a_list_may_come_from_another_system(project: Any) -> None:
    (project.folder / "some.txt").write_bytes(b"\xef\xbb\xbffeatures/asking.feature:12\r\n\r\n")

    assert project.behave("@some.txt").summary.startswith("1 scenario: 1 passed, in ")


def test_a_checkout_behind_a_link_is_the_same_checkout(project: Any, tmp_path_factory: Any) -> None:
    link = tmp_path_factory.mktemp("linked") / "checkout"
    link.symlink_to(project.folder)

    assert project.behave(str(link / "features")).summary.startswith("3 scenarios: 3 passed")
    assert project.behave(f"{link / FEATURE}:12").summary.startswith("1 scenario: 1 passed")


def test_a_features_folder_behind_a_link_is_checked(project: Any, tmp_path_factory: Any) -> None:
    shared = tmp_path_factory.mktemp("shared") / "features"
    (project.folder / "features").rename(shared)
    (project.folder / "features").symlink_to(shared)

    assert project.lint().code == 0
    assert project.behave().summary.startswith("3 scenarios: 3 passed")


@pytest.mark.parametrize("name", ["Is it there? (a book+)", "[1] a book", "C++", "back\\slash"])
def test_a_name_can_be_copied_whatever_is_in_it(project: Any, name: str) -> None:
    project.change(FEATURE, "Scenario: A book that is there", f"Scenario: {name}")

    # behave itself refuses a name that is no regular expression before any runner is asked
    assert project.behave("-n", name.replace("C++", "C\\+\\+")).summary.startswith("1 scenario: 1")


def test_a_name_that_is_a_pattern_stays_one(project: Any) -> None:
    outcome = project.behave("-n", "Asking for (Emma|Kim)", "-n", "^A book")

    assert outcome.summary.startswith("3 scenarios: 3 passed, in ")


@pytest.mark.parametrize("file", ["setup.cfg", "tox.ini", "behave.ini", ".behaverc"])
def test_the_configuration_of_another_tool_is_no_obstacle(project: Any, file: str) -> None:
    project.write(file, "[flake8]\nmax-line-length = 100\n[testenv]\ncommands = {posargs:pytest}\n")

    assert project.behave().code == 0


def test_what_another_configuration_makes_behave_forget_is_named(project: Any) -> None:
    project.configure('[tool.behave.userdata]\ncolour = "red"\n')
    assert project.behave().code == 0
    project.write("tox.ini", "[testenv]\n")
    outcome = project.behave()

    assert outcome.code == 1
    assert outcome.lines[0] == (
        "pyproject.toml: behave ignores [tool.behave.userdata] where there is a tox.ini; "
        "move it to [behave.userdata] there"
    )


def test_a_terminal_forced_colours_into_a_file_without_cursor_movements(project: Any) -> None:
    project.change(FEATURE, "| Kim  | no     |", "| Kim  | yes    |")
    project.run(FORCE_COLOR="1")

    assert "\x1b[31m" in project.output or "\x1b[1;31m" in project.output
    assert not any(f"\x1b[{code}" in project.output for code in ("?25l", "2K", "1A"))
    assert Path(project.folder, "reports/behave.xml").is_file()
