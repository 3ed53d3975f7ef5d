"""Finds a Chromium or Chrome, and starts it when the first scenario needs it."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from support.errors import OutOfReachError

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Playwright

ON_PATH = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome"]
ON_MACOS = [
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
]
START = 20_000  # milliseconds that a browser may take to start
HOW_TO_GET_ONE = (
    "to get one, install Chromium (apt-get install chromium) or Chrome, or run "
    ".venv/bin/playwright install chromium; or name one by -D browser=PATH"
)


class Chromium:
    """One browser for the whole run, without a window.

    `wanted` is the setting: a path, or "auto" or "required" for the first that starts. `overview`
    is the URL whose host the browser may reach; no other is looked up.
    """

    def __init__(self, wanted: str, overview: str) -> None:
        self._wanted = wanted
        self._arguments = [
            "--no-proxy-server",
            f"--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE {urlsplit(overview).hostname}",
            # Elsewhere than on loopback, too, the page is to be seen as over HTTPS.
            f"--unsafely-treat-insecure-origin-as-secure={overview}",
        ]
        self._stack = ExitStack()
        self._browser: Browser | None = None
        self._why_not = ""

    def started(self) -> Browser:
        """The browser; raises OutOfReachError, with a remedy, if there is none that starts."""
        if self._why_not:
            raise OutOfReachError(self._why_not)
        if self._browser is None:
            self._browser = self._start()
        return self._browser

    def close(self) -> None:
        """End it."""
        self._stack.close()

    def _start(self) -> Browser:
        playwright, failed = self._playwright(), list[str]()
        for path in candidates(self._wanted):
            browser = self._launch(playwright, path, failed)
            if browser:
                self._stack.callback(browser.close)
                return browser
        tried = " and ".join(failed)
        found = f"no browser starts (tried: {tried})" if failed else "no browser is here"
        raise self._out_of_reach(f"{found}; {HOW_TO_GET_ONE}")

    def _playwright(self) -> Playwright:
        try:  # here, as it takes time that other runs do not need
            from playwright.sync_api import sync_playwright
        except ImportError:  # there are systems that it is not made for
            raise self._out_of_reach(
                "Playwright, which drives browsers, is not installed"
            ) from None
        try:
            return self._stack.enter_context(sync_playwright())
        except Exception:  # it has no other for a driver that ends at once
            raise self._out_of_reach(
                "Playwright, which drives browsers, does not start; what it lacks is said above"
            ) from None

    def _out_of_reach(self, why_not: str) -> OutOfReachError:
        self._why_not = why_not
        return OutOfReachError(why_not)

    def _launch(
        self, playwright: Playwright, path: str | None, failed: list[str]
    ) -> Browser | None:
        """The browser at `path`, Playwright's own for None; if it does not start, it has failed."""
        from playwright.sync_api import Error

        try:
            return playwright.chromium.launch(
                executable_path=path,
                args=self._arguments,
                handle_sigint=False,  # Ctrl-C is for behave, which then ends it in order
                timeout=START,
            )
        except Error:
            if path:
                failed.append(path)
            return None


def candidates(wanted: str) -> Sequence[str | None]:
    """Where a browser may be, the best first; None stands for one that Playwright installed."""
    if wanted not in ("auto", "required"):
        return [wanted]
    here = [path for name in ON_PATH if (path := shutil.which(name))]
    return [*here, *(path for path in ON_MACOS if Path(path).exists()), None]
