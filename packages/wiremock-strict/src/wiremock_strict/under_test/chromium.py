"""Find a Chromium or Chrome, start it when the first test needs it, and keep what it receives."""

from __future__ import annotations

import logging
import os
import re
import shutil
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from wiremock_strict.errors import StartError
from wiremock_strict.under_test.response import Response

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Playwright
    from playwright.sync_api import Response as PlaywrightResponse

ON_PATH = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome"]
ON_MACOS = [
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
]
START = 60_000  # milliseconds that a browser may take to start
REMEDY = (
    "to get one, install Chromium (apt-get install chromium) or Chrome, or run "
    "`playwright install chromium`"
)


class Chromium:
    """One browser for the whole run, without a window.

    `wanted` is a path, or "auto" or "required" for the first that starts. The host of `url` is the
    only one that the browser may reach: no other is looked up, and no proxy is obeyed. `remedy` is
    how to get a browser, where there is none.
    """

    def __init__(
        self, wanted: str = "auto", url: str = "http://127.0.0.1", remedy: str = REMEDY
    ) -> None:
        self._wanted, self._remedy = wanted, remedy
        self._arguments = [
            "--no-proxy-server",
            f"--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE {urlsplit(url).hostname}",
            # The web page is to be seen as over HTTPS, on loopback or not.
            f"--unsafely-treat-insecure-origin-as-secure={url}",
        ]
        self._stack = ExitStack()
        self._traces: Path | None = None
        self._browser: Browser | None = None
        self._why_not = ""

    def started(self) -> Browser:
        """Return the browser; raises StartError, with a remedy, if none starts."""
        if self._browser is None and not self._why_not:
            try:
                self._browser = self._start()
            except StartError as error:
                self._why_not = str(error)
            except KeyboardInterrupt:
                # Else asyncio tells of Playwright's tasks, for which nobody waits any more.
                logging.getLogger("asyncio").setLevel(logging.CRITICAL)
                raise
        if self._browser is None:
            raise StartError(self._why_not)
        return self._browser

    def drop_traces(self) -> None:
        """Delete what Playwright has traced; it would keep all of it until the browser closes.

        Call it where nobody wants a trace of what has happened so far.
        """
        if not self._traces:
            return
        for chunk in self._traces.glob("*.trace"):
            chunk.unlink(missing_ok=True)
        for requests in self._traces.glob("*.network"):
            os.truncate(requests, 0)  # Playwright appends to it for as long as it traces

    def close(self) -> None:
        """Close the browser, if one was started."""
        self._stack.close()

    def _start(self) -> Browser:
        try:  # here, as it takes time that other runs do not need
            from playwright.sync_api import Error, sync_playwright
        except ImportError:  # there are systems that it is not made for
            raise StartError("Playwright, which drives browsers, is not installed") from None
        temporary = TemporaryDirectory(prefix="browser-", ignore_cleanup_errors=True)
        folder = self._stack.enter_context(temporary)
        self._traces = Path(folder, "traces")
        try:
            with _temporary_files_in(folder):
                playwright = self._stack.enter_context(sync_playwright())
        except Exception:  # it has no other for a driver that ends at once
            raise StartError("Playwright, which drives browsers, does not start") from None
        tried = []
        for path in candidates(self._wanted):
            try:
                return self._launch(playwright, path)
            except Error as error:
                tried += [f"{path}{_last_words(error.message)}"] if path else []
        reason = (
            f"no browser starts (tried: {' and '.join(tried)})" if tried else "no browser is here"
        )
        raise StartError(f"{reason}; {self._remedy}")

    def _launch(self, playwright: Playwright, path: str | None) -> Browser:
        browser = playwright.chromium.launch(
            executable_path=path,
            args=self._arguments,
            traces_dir=self._traces,
            handle_sigint=False,  # Ctrl-C is for behave, which then ends it in order
            timeout=START,
        )
        self._stack.callback(browser.close)
        return browser


@contextmanager
def _temporary_files_in(folder: str) -> Iterator[None]:
    """Let a driver that is started in the block, and its browsers, use this folder.

    They leave files behind if they are ended while a browser starts.
    """
    before = os.environ.get("TMPDIR")
    os.environ["TMPDIR"] = folder  # Playwright has no argument for it
    try:
        yield
    finally:
        if before is None:
            del os.environ["TMPDIR"]
        else:
            os.environ["TMPDIR"] = before


def _last_words(log: str) -> str:
    """Find in Playwright's log what a browser said of its end, without its time and place."""
    lines = re.findall(r"^\[pid=\d+\]\[err\] (.+)", log, re.MULTILINE)
    for word in ("FATAL", "error", ""):
        for line in lines:
            if word in line:
                return ", which says: " + re.sub(r"^\[.*?\] ", "", line)
    return ""


def candidates(wanted: str) -> Sequence[str | None]:
    """List where a browser may be, the best first; None stands for Playwright's own."""
    if wanted not in ("auto", "required"):
        return [wanted]
    here = [path for name in ON_PATH if (path := shutil.which(name))]
    return [*here, *(path for path in ON_MACOS if Path(path).exists()), None]


def received(got: PlaywrightResponse, request_id: str, began: float) -> Response:
    """Turn the response to a navigation into one for a Recorder.

    `request_id` is the X-Request-ID that it was requested with, `began` a time of time.monotonic.
    """
    text = got.text()  # first, as the time of its end is known then
    return Response(
        method="GET",
        url=got.url,
        request_headers={"Accept": "text/html", "X-Request-ID": request_id},
        status=got.status,
        headers=got.all_headers(),
        text=text,
        seconds=max(0.0, got.request.timing["responseEnd"]) / 1_000,
        began=began,
    )
