"""Python files of a project that cannot be loaded: a sentence, with the place and the remedy."""

from __future__ import annotations

from typing import Any

import pytest

FILES = ["environment.py", "steps/zoo.py"]
BROKEN = {
    "import nowhere": "1: No module named 'nowhere'; install it, or correct the name",
    "import os\nfrom os import nowhere": "2: ImportError: cannot import name 'nowhere' from 'os'",
    "def f(:": "1: SyntaxError: invalid syntax; correct it",
    "\nraise ValueError('one\\ntwo')": "2: ValueError: one two; correct it",
    "assert 1 == 2": "1: AssertionError; correct it",
    "class Odd(BaseException): pass\n\nraise Odd('so')": "3: Odd: so; correct it",
    "raise GeneratorExit": "1: GeneratorExit; correct it",
    "import sys\nsys.exit(0)": "2: sys.exit(0) ended the run; remove it",
    "raise SystemExit('boo')": "1: sys.exit(boo) ended the run; remove it",
}


@pytest.mark.parametrize("file", FILES)
@pytest.mark.parametrize(("text", "sentence"), BROKEN.items())
def test_a_file_that_cannot_be_loaded_is_named(
    project: Any, file: str, text: str, sentence: str
) -> None:
    project.write(file, f"{text}\n")
    outcome = project.behave()

    assert outcome.code == 1
    assert not any("Traceback" in line for line in outcome.lines)
    (said,) = (line for line in outcome.lines if line.startswith(f"{file}:"))
    assert said.startswith(f"{file}:{sentence}")
    assert "Nothing was run: 1 problem." in outcome
    assert project.junit.find(".//error") is not None


@pytest.mark.parametrize("command", ["lint", "steps", "tags"])
@pytest.mark.parametrize("text", ["import nowhere", "def f(:", "import sys\nsys.exit(0)"])
def test_commands_say_the_same(project: Any, command: str, text: str) -> None:
    project.write("steps/zoo.py", f"{text}\n")
    outcome = project.command(command)

    assert outcome.code == 1
    assert [line for line in outcome.lines if line.startswith("steps/zoo.py:")] == outcome.lines


def test_a_file_that_another_loads_is_named_with_it(project: Any) -> None:
    project.write("library/__init__.py", "").write(
        "library/shelf.py", "\n\nraise OSError('gone')\n"
    )
    project.write("steps/zoo.py", "\nfrom library import shelf\n")
    project.run()

    assert "library/shelf.py:3: OSError: gone (loaded by steps/zoo.py:2); correct it" in (
        project.output.splitlines()
    )
    assert project.exit_code == 1


def test_modules_that_import_each_other_are_named(project: Any) -> None:
    project.write("library/__init__.py", "").write("library/one.py", "from library.two import b\n")
    project.write("library/two.py", "from library.one import a\n")
    project.write("steps/zoo.py", "from library import one\n").run()

    (said,) = (line for line in project.output.splitlines() if line.startswith("library/two.py:1:"))
    assert "cannot import name 'a' from partially initialized module" in said
    assert said.endswith("(loaded by steps/zoo.py:1); correct it")


def test_several_workers_say_it_once(project: Any) -> None:
    project.write("steps/zoo.py", "import nowhere\n").run("-j", "2")

    assert project.output.count("nowhere") == 1
    assert project.exit_code == 1


def test_a_runner_that_only_reports_says_the_same(project: Any) -> None:
    project.change("pyproject.toml", "behave_strict:Runner", "behave_strict:ReportingRunner")
    project.write("steps/zoo.py", "import nowhere\n")
    outcome = project.behave()

    assert outcome.code == 1
    assert "steps/zoo.py:1: No module named 'nowhere'; install it, or correct the name" in outcome
