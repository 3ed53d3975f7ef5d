"""The README's examples do what it says."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from behave_strict.configuration import REPORTS, RULES, read_settings

README = (Path(__file__).parents[1] / "README.md").read_text("utf-8")


def block(*words: str) -> str:
    """The first block of code that holds these words."""
    blocks: list[str] = re.findall(r"```\w*\n(.*?)```", README, re.DOTALL)
    return next(each for each in blocks if all(word in each for word in words))


def test_the_settings_that_it_shows_are_valid(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text(block("[tool.behave_strict]"))
    settings, problems = read_settings(tmp_path, {}, {})

    assert problems == []
    assert settings.reports == REPORTS


def test_every_rule_that_can_be_switched_off_is_listed() -> None:
    assert set(re.findall(r"^\| `([a-z-]+)` \|", README, re.MULTILINE)) == set(RULES)


def test_the_failing_example_is_what_is_printed(library: Any) -> None:
    library.change("features/lending.feature", "loan is granted", "loan is given")
    library.change("features/lending.feature", 'Given "Emma"', 'Givn "Emma"')
    library.change("steps/books.py", "assert not context.granted", "pass")
    printed = library.behave("--tags=@slwo").lines

    assert printed[:-1] == block("$ behave --tags=@slwo").splitlines()[1:]


@pytest.mark.parametrize("fails", [True, False])
def test_the_hooks_that_it_shows_run(library: Any, fails: bool) -> None:
    hooks = block("raise Refused", "raise Failed")
    library.write(
        "environment.py",
        f"{hooks}\n\ndef browser_is_installed():\n    return True\n\n\n"
        f"def unexpected_requests():\n    return {['one'] if fails else []}\n",
    )
    outcome = library.behave()

    assert outcome.code == int(fails)
    assert outcome.summary.startswith(f"4 scenarios: 4 {'failed' if fails else 'passed'}, in ")


def test_the_commands_that_it_lists_are_all_there_are(project: Any) -> None:
    project.execute("-m", "behave_strict", "--help")
    listed = re.findall(r"^behave-strict (\w+)", block("behave-strict lint"), re.MULTILINE)

    assert project.exit_code == 0
    assert re.findall(r"^    ([a-z]+) ", project.output, re.MULTILINE) == listed
