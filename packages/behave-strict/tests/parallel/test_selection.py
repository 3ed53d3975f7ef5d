"""Several workers play what one process would: the same selection, settings and order."""

from __future__ import annotations

import re
from typing import Any
from xml.etree.ElementTree import parse

import pytest

from .projects import feature, without_times

SAY = "      assert 'broken' not in str(context.config.userdata)\n      assert '{0}' != 'Red 2'"
NAMES = [f"{colour} {n}" for n in (1, 2, 3) for colour in ("Red", "Blue")]


@pytest.fixture
def colours(project: Any) -> Any:
    """Two features of three scenarios each, of which one fails."""
    for name, part in (("a", NAMES[:3]), ("b", NAMES[3:])):
        scenarios = [f"{each}:\n{SAY.format(each)}" for each in part]
        text = feature(name.upper(), *scenarios)
        if name == "b":
            text = text.replace("  Scenario: Red", "  @red\n  Scenario: Red")
        project.write(f"features/{name}.feature", text)
    return project


def played(project: Any, *options: str) -> tuple[int, str, list[str]]:
    """Run, and return exit code, console, and the scenarios that were played."""
    project.run(*options, "-f", "behave_strict:JUnit", "-o", "junit.xml")
    console = without_times(re.sub(r"\d workers played .* s in all\.\n", "", project.output))
    every = parse(project.folder / "junit.xml").iter("testcase")
    cases = [case for case in every if case.find("skipped") is None]
    return project.exit_code, console, [str(case.get("name")) for case in cases]


@pytest.mark.parametrize(
    ("options", "names"),
    [
        (["-n", "Blue"], ["Blue 1", "Blue 2", "Blue 3"]),
        (["--tags=@red"], ["Red 3"]),
        (["--tags=not @red"], ["Red 1", "Blue 1", "Red 2", "Blue 2", "Blue 3"]),
        (["features/b.feature"], ["Blue 2", "Red 3", "Blue 3"]),
        (["features/b.feature:4"], ["Blue 2"]),
        (["features/b.feature", "features/a.feature"], NAMES),
        (["-D", "x=broken"], NAMES),
        (["-D", "order=7"], None),
    ],
)
def test_selection_is_the_same(colours: Any, options: list[str], names: list[str] | None) -> None:
    code, console, cases = played(colours, "-j1", *options)
    assert played(colours, "-j3", *options) == (code, console, cases)
    assert names in (None, cases)
    assert code == int("Red 2" in cases or "x=broken" in options)


def test_two_hundred_scenarios_count_alike(project: Any) -> None:
    for number in range(20):
        names = [f"{number} {each}" for each in range(9)]
        body = "      assert False, 'as told'"
        project.write(f"features/{number}.feature", feature(f"F{number}", *names, f"Red:\n{body}"))
    one, four = played(project, "-j1"), played(project, "-j4")
    assert one == four
    assert (one[0], len(one[2])) == (1, 200)
