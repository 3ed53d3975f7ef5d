"""The listings of tags and of steps."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import Any

import pytest


def test_tags_are_listed_with_meaning_and_number_of_scenarios(project: Any) -> None:
    project.change("features/asking.feature", "      Examples:", "      @smoke\n      Examples:")

    assert project.command("tags") == (
        0,
        [
            "@smoke  a minute's worth       3 scenarios",
            "@wip    not run by default     0 scenarios",
        ],
    )


def test_steps_are_listed_by_noun_with_an_example_of_each(project: Any) -> None:
    project.write(
        "steps/reading_room.py",
        "from behave import then\n\n\n@then('the room is silent')\ndef silent(context):\n"
        "    assert context\n",
    )

    assert project.command("steps") == (
        0,
        [
            "Reading room",
            "",
            "  Then   the room is silent",
            "         (no feature uses it)",
            "",
            "Shelf",
            "",
            "  Given  the shelf holds:",
            "         e.g. the shelf holds:  (features/asking.feature:5)",
            "              | book | year |",
            "              | Emma | 1815 |",
            '  When   the reader asks for "{book}"',
            '         e.g. the reader asks for "Emma"  (features/asking.feature:13)',
            "  Then   the answer is {answer}",
            "         e.g. the answer is yes  (features/asking.feature:14)",
        ],
    )


def test_the_words_of_gaps_are_listed_after_the_sentences(project: Any) -> None:
    project.write(
        "steps/reading_room.py",
        "from behave import register_type, then\n"
        "from behave_strict.gaps import gap\n\n"
        "register_type(Noise=gap('noise', {'a cough': 1, 'a sneeze': 2}, 'noises.py'))\n\n\n"
        "@then('the reader hears {noise:Noise}')\n"
        "@then('the reader hears {noise:Noise} twice')\n"
        "def hears(context, noise):\n    assert context\n",
    )

    assert project.command("steps").lines[-5:] == [
        "",
        "Words",
        "",
        "  {Noise}  a cough, a sneeze",
        "           (to add one, see noises.py)",
    ]


def test_given_stands_before_when_and_then_whatever_the_order_in_the_module(project: Any) -> None:
    module = (project.folder / "steps/shelf.py").read_text()
    head, given, when, then = module.split("\n\n\n")
    project.write("steps/shelf.py", "\n\n\n".join([head, then, when, given]))
    lines = project.command("steps").lines

    assert [line.split()[0] for line in lines if line.startswith("  ") and line[2] != " "] == [
        "Given", "When", "Then",
    ]  # fmt: skip


def test_a_feature_that_cannot_be_read_is_named(project: Any) -> None:
    project.write("features/none.feature", "# later\n")
    outcome = project.command("tags")

    assert outcome.code == 1
    assert outcome.lines[0] == (
        "features/none.feature:1: the file holds no Feature; write one or remove it"
    )


@pytest.mark.parametrize("listing", ["tags", "steps"])
def test_a_reader_who_has_seen_enough_is_no_problem(project: Any, listing: str) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    command = [sys.executable, "-m", "behave_strict", listing]
    buffered = {key: value for key, value in os.environ.items() if key != "PYTHONUNBUFFERED"}
    with os.fdopen(writing, "wb") as pipe:
        done = subprocess.run(
            command, cwd=project.folder, env=buffered, stdout=pipe, stderr=subprocess.PIPE,
            check=False, timeout=60,
        )  # fmt: skip

    assert (done.returncode, done.stderr) == (0, b"")
