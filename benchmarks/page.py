"""The page of 1,000 scenarios beside those of other reports: `python -m benchmarks.page`."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from importlib.util import find_spec
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, NamedTuple

from wiremock_strict.under_test import Chromium

from benchmarks.figure import Figure, show_figures

if TYPE_CHECKING:
    from playwright.sync_api import Browser

SCENARIOS, SCENARIOS_QUICKLY = 1_000, 20
ROUNDS, ROUNDS_QUICKLY = 15, 1
PER_FEATURE = 50  # scenarios, half of them rows of an outline
FAILING = 11  # one of so many fails
CONFIGURATION = '[tool.behave]\nrunner = "behave_strict:ReportingRunner"\n'
STEPS = """\
from behave import given, then, when

@given("the shop offers:")
@when("the shopper opens the overview")
def nothing(context):
    pass

@then('the overview shows "{name}"')
def shows(context, name):
    assert "mirror" not in name, f"Expected: {name}\\n     but: was nothing"
"""
STORY = """\
    Given the shop offers:
      | name   | price |
      | {name} | 24.50 |
      | Desk   | 12.00 |
    When the shopper opens the overview
    Then the overview shows "{name}"
"""
# What ends when a page has been painted, when it has nothing left to do, and when it has painted
# nothing but one teapot.
PAINTED = "() => new Promise(done => requestAnimationFrame(() => setTimeout(done)))"
IDLE = "() => new Promise(done => requestIdleCallback(() => requestIdleCallback(done)))"
SEARCHED = """\
async one => {
  const all = [...document.querySelectorAll(one)];
  const shown = () => all.filter(e => !e.closest("[hidden]") && e.style.display !== "none").length;
  const search = document.querySelector("input[type=search]");
  search.value = "teapot";
  search.dispatchEvent(new InputEvent("input", {bubbles: true}));
  while (shown() !== 1) await new Promise(requestAnimationFrame);
  await new Promise(done => requestAnimationFrame(() => setTimeout(done)));
}
"""


class Report(NamedTuple):
    """A report of behave: what writes its page, where, and what holds one scenario there.

    `needs` is the module that it comes from, and `pyproject` the configuration of its run.
    """

    name: str
    needs: str
    command: tuple[str, ...]
    page: str
    scenario: str
    pyproject: str = ""


BEHAVE = (sys.executable, "-m", "behave")
OURS = Report("ours", "behave_strict", BEHAVE, "reports/behave.html", ".C, tr.r", CONFIGURATION)
OTHERS = (
    Report(
        "behave-hive",
        "behave_hive",
        (str(Path(sys.executable).with_name("behave-hive")), "run", "--workers", "1"),
        "report.html",
        "details.scenario",
    ),
    Report(
        "pyrept",
        "pyrept",
        (*BEHAVE, "-f", "pyrept.behave_formatter:PyreptFormatter", "-o", "null"),
        "report.html",
        "details.test",
    ),
)


class Seen(NamedTuple):
    """The size of a page in bytes, and the seconds until it is ready and has been searched."""

    size: int
    ready: float
    searched: float


def measure(quick: bool = False) -> list[Figure]:
    """Have each report tell of the same scenarios, and compare their pages in a browser."""
    with tempfile.TemporaryDirectory(prefix="page-") as folder:
        _write_project(Path(folder), SCENARIOS_QUICKLY if quick else SCENARIOS)
        reports = [OURS, *(each for each in OTHERS if find_spec(each.needs))]
        pages = {each.name: _page(each, Path(folder)) for each in reports}
        with closing(Chromium()) as chromium:
            rounds = ROUNDS_QUICKLY if quick else ROUNDS
            seen = _look_in_turns(chromium.started(), reports, pages, rounds)
    ours = seen.pop(OURS.name)
    return [figure for name, other in seen.items() for figure in _figures(name, ours, other)]


def _figures(name: str, ours: Seen, other: Seen) -> Iterator[Figure]:
    kilobytes = f"{ours.size / 1000:.0f} kB", f"{name}, {other.size / 1000:.0f} kB"
    yield Figure("the page's size", *kilobytes, ours.size / other.size, "at most 1")
    for what, mine, theirs in (
        ("the page is ready", ours.ready, other.ready),
        ("the page is searched", ours.searched, other.searched),
    ):
        yield Figure(
            what,
            f"{1000 * mine:.0f} ms",
            f"{name}, {1000 * theirs:.0f} ms",
            mine / theirs,
            "at most 1",
        )


def _page(report: Report, folder: Path) -> Path:
    """Play the scenarios, some of which fail, and return the page that tells of them."""
    configuration = folder / "pyproject.toml"
    configuration.write_text(report.pyproject)
    run = subprocess.run(report.command, cwd=folder, capture_output=True, text=True, check=False)
    page = folder / report.page
    if not page.exists():
        raise AssertionError(f"{report.name} has written no page:\n{run.stdout}{run.stderr}")
    return page.rename(folder / f"{report.name}.html")


def _look_in_turns(
    browser: Browser, reports: Sequence[Report], pages: dict[str, Path], rounds: int
) -> dict[str, Seen]:
    """Look at each page as often as there are rounds, and return the medians."""
    looks: dict[str, list[Seen]] = {report.name: [] for report in reports}
    for turn in range(rounds):
        first = turn % len(reports)
        for report in (*reports[first:], *reports[:first]):
            looks[report.name].append(_look(browser, report, pages[report.name]))
    return {
        name: Seen(
            all_of[0].size, median(s.ready for s in all_of), median(s.searched for s in all_of)
        )
        for name, all_of in looks.items()
    }


def _look(browser: Browser, report: Report, file: Path) -> Seen:
    page = browser.new_page()
    try:
        begin = time.perf_counter()
        page.goto(file.as_uri())
        page.evaluate(PAINTED)
        ready = time.perf_counter() - begin
        page.evaluate(IDLE)
        begin = time.perf_counter()
        page.evaluate(SEARCHED, report.scenario)
        return Seen(file.stat().st_size, ready, time.perf_counter() - begin)
    finally:
        page.close()


def _write_project(folder: Path, count: int) -> None:
    (folder / "features/steps").mkdir(parents=True)
    (folder / "features/steps/shop.py").write_text(STEPS)
    for first in range(0, count, PER_FEATURE):
        numbers = range(first, min(first + PER_FEATURE, count))
        half = len(numbers) // 2
        text = f"Feature: Shelf {first}\n  As a shopper I want shelf {first}.\n"
        text += "".join(_scenario(number) for number in numbers[:half])
        text += f"\n  Scenario Outline: <name> again\n{STORY.format(name='<name>')}"
        rows = "".join(f"      | {_name(number)} |\n" for number in numbers[half:])
        text += f"\n    Examples:\n      | name |\n{rows}"
        (folder / f"features/shelf_{first:04}.feature").write_text(text)


def _scenario(number: int) -> str:
    name = _name(number)
    return f"\n  Scenario: The {name} is sold\n{STORY.format(name=name)}"


def _name(number: int) -> str:
    """Name a product: the one teapot is the last but one of the first feature."""
    kind = "teapot" if number == 18 else "lamp" if number % FAILING else "mirror"
    return f"{kind} {number}"


def main(arguments: Sequence[str]) -> None:
    """Print how large the pages are, and how soon they can be read and searched."""
    title = "The page of 1,000 scenarios, of which one in eleven fails."
    show_figures(title, measure("--quick" in arguments))


if __name__ == "__main__":
    main(sys.argv[1:])
