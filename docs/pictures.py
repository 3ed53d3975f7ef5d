"""`python -m docs.pictures`: take the pictures of the report that the READMEs show.

The features are played in a copy of the project: twice as it is, then with a fault in the overview.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

from wiremock_strict.under_test import Chromium

from mutants.judges import Judge
from mutants.mutant import Mutant
from mutants.scratch import Scratch

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

ROOT = Path(__file__).parents[1]
PICTURES = ROOT / "packages/behave-strict/docs"
SUITE = Judge("stub", (sys.executable, "-m", "behave"))
DESK: dict[str, Any] = {"viewport": {"width": 1100, "height": 720}}
TALL: dict[str, Any] = {"viewport": {"width": 1100, "height": 1150}}  # with the conversation
PHONE: dict[str, Any] = {"viewport": {"width": 390, "height": 844}, "is_mobile": True}
FAULT = (
    "overview_service/products_client/client.py",
    "params=list(self._query.given)",
    'params=[each for each in self._query.given if each[0] != "sort_order"]',
)


def main() -> int:
    """Play the features, and take all pictures."""
    _name_the_commit()
    with tempfile.TemporaryDirectory(prefix="pictures-") as name:
        copy = Scratch(ROOT, Path(name))
        for _ in range(2):
            if found := copy.ask(SUITE):
                sys.exit(f"The suite is not green: {found.by}")
        with closing(Chromium()) as chromium:
            browser = chromium.started()
            _take(browser, copy, "green", DESK)
            _take(browser, copy, "dark", {**DESK, "color_scheme": "dark"})
            _take(browser, copy, "phone", PHONE)
            with copy.with_fault(_fault()):
                if not copy.ask(SUITE):
                    sys.exit("The suite does not find the fault.")
            _take(browser, copy, "red", TALL)
    return 0


def _name_the_commit() -> None:
    """Let the runs in the copy, which is no checkout, name the commit of this one."""
    command = ("git", "rev-parse", "--absolute-git-dir")
    found = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    os.environ.update({"GIT_DIR": found.stdout.strip(), "GIT_OPTIONAL_LOCKS": "0"})


def _fault() -> Mutant:
    file, before, after = FAULT
    text = (ROOT / file).read_text(encoding="utf-8")
    return Mutant(file, "The sort order is not passed on", text, text.replace(before, after))


def _take(browser: Browser, copy: Scratch, name: str, device: dict[str, Any]) -> None:
    page = browser.new_context(**device).new_page()
    page.goto((copy.folder / "reports/acceptance.html").as_uri())
    if name == "red":
        _show_the_first_failure(page)
    page.screenshot(path=PICTURES / f"page-{name}.webp", type="webp", quality=60)
    page.context.close()


def _show_the_first_failure(page: Page) -> None:
    failed = page.locator("details.C[open]").first
    page.goto(f"{page.url}#{failed.get_attribute('id')}")


if __name__ == "__main__":
    sys.exit(main())
