"""The page for everybody, as a browser shows it."""

from __future__ import annotations

import shutil
import socket
from typing import Any

import pytest

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
BROWSERS = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")


@pytest.fixture(scope="module")
def browser(node_modules: Any) -> Any:
    """Without one, these tests are skipped."""
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    with playwright.sync_playwright() as driver:
        try:
            browser = driver.chromium.launch(executable_path=found, args=["--no-proxy-server"])
        except playwright.Error as error:
            pytest.skip(f"no browser starts: {error}")
        yield browser
        browser.close()


class Opened:
    """The page of a project's last run, and all that the browser asked for to show it."""

    def __init__(self, browser: Any, project: Any) -> None:
        self.asked: list[str] = []
        self.complaints: list[str] = []
        self.page = browser.new_page()
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.goto((project.folder / "reports" / "behave.html").as_uri())
        self.page.get_by_role("heading", name="Scenarios").wait_for()
        for closed in self.page.locator("button[aria-expanded=false]").all():
            closed.click()  # a feature that passed

    def scenario(self, name: Any) -> Any:
        """Its steps and hooks, in a list."""
        heading = f"//*[self::h2 or self::h3][normalize-space() = 'Scenario: {name}']"
        return self.page.locator(f"{heading}/following::article[1]")

    def steps(self, name: Any) -> Any:
        """Status and text of each."""
        steps = self.scenario(name).locator("li[data-status]")
        return [
            (step.get_attribute("data-status"), step.get_by_role("heading").first.inner_text())
            for step in steps.all()
        ]


@pytest.fixture(scope="module")
def opened(browser: Any, mixture: Any) -> Any:
    return Opened(browser, mixture)


def test_nothing_leaves_the_page_not_even_for_a_picture_that_a_description_names(
    browser: Any, project: Any
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as elsewhere:
        picture = f"http://127.0.0.1:{elsewhere.getsockname()[1]}/a.png"
        prose = f"Feature: A\n  ![]({picture})\n\n  Scenario: B\n    Then it is well\n"
        project.write("features/a.feature", prose).run()
        opened = Opened(browser, project)
        opened.page.locator("img").wait_for(state="attached")
        elsewhere.settimeout(0.5)
        with pytest.raises(TimeoutError):
            elsewhere.accept()
    addresses = {url.partition(":")[0] for url in opened.asked if url != picture}
    assert addresses <= {"file", "data"}
    assert opened.complaints == []


@pytest.mark.parametrize(
    ("name", "steps"),
    [
        ("Failed", [("FAILED", "Then it is red"), ("SKIPPED", "And it is well")]),
        ("Undefined", [("UNDEFINED", "When the reader flies"), ("SKIPPED", "Then it is well")]),
        ("Broken step", [("FAILED", "Then it breaks")]),
        ("Broken hook", [("FAILED", "Before: before_scenario"), ("SKIPPED", "Then it is well")]),
        ("Strict", [("PASSED", "Then it is well"), ("FAILED", "After: after_scenario")]),
        ("Leaky", [("PASSED", "Then it is well"), ("FAILED", "After: cleanup leak")]),
        (
            "Skipped",
            [
                ("SKIPPED", "Before: before_scenario"),
                ("SKIPPED", "Then it is well"),
                ("SKIPPED", "And it is well"),
            ],
        ),
        ("Unable", [("FAILED", "Before: before_feature"), ("SKIPPED", "Then it is well")]),
        (
            "Under a rule",
            [
                ("PASSED", 'Given the shelf holds 2 of "\U0001f600 <b>Toys</b>"'),
                ("PASSED", "Given the shelf holds:"),
                ("PASSED", "When the reader reads:"),
                ("PASSED", "Then it is well"),
            ],
        ),
    ],
)
def test_each_step_and_hook_has_the_mark_that_it_should(opened: Any, name: Any, steps: Any) -> None:
    assert opened.steps(name) == steps


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("Failed", "Expected: </script>"),
        ("Undefined", "No step definition found."),
        ("Broken step", "KeyError: 'missing' (steps/steps.py:"),
        ("Broken hook", "RuntimeError: the hook broke"),
        ("Strict", "nothing matched colour=red"),
        ("Leaky", "RuntimeError: the cleanup broke"),
        ("Skipped", "there is no browser"),
        ("Unable", "RuntimeError: the lights are out"),
    ],
)
def test_why_stands_there_at_once(opened: Any, name: Any, why: Any) -> None:
    assert why in opened.scenario(name).inner_text()


def test_prose_tables_texts_and_tags_are_shown(opened: Any) -> None:
    body = opened.page.locator("body").inner_text()
    for text in ("A feature's prose.", "Rule: A rule holds", "A rule's prose.", "@narrow"):
        assert text in body
    under = opened.scenario("Under a rule")
    assert under.get_by_role("cell").all_inner_texts() == ["name", "price", "Desk Lamp", "24.50"]
    assert "a text" in under.inner_text()


def test_evidence_opens_and_keeps_its_lines(opened: Any) -> None:
    failed = opened.scenario("Failed")
    failed.get_by_text("log lines").click()
    assert failed.locator("details pre").inner_text() == "one\ntwo"
