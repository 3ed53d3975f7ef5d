"""The browser's windows, and what happens in them."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from behave_strict.playwright_trace import next_chunk

if TYPE_CHECKING:
    from playwright.sync_api import Browser, ConsoleMessage, Page, Response

DESK: dict[str, Any] = {"viewport": {"width": 1024, "height": 720}}
PICTURE: dict[str, Any] = {"type": "webp", "quality": 50}  # legible, and a report has hundreds
DEVICES: dict[str, dict[str, Any]] = {
    "a browser without JavaScript": {**DESK, "java_script_enabled": False},
    "a screen in high-contrast mode": {**DESK, "forced_colors": "active"},
    "a small phone": {"viewport": {"width": 320, "height": 568}, "is_mobile": True},
    "a phone": {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True},
    "a screen in dark mode": {**DESK, "color_scheme": "dark"},
    "a screen in light mode": {**DESK, "color_scheme": "light"},
}
LINK_TIME = 3_000  # milliseconds; without scripts, no link comes later than its web page


class Window:
    """A window with one tab, which is Playwright's page, and no cookies at first.

    `requested` are the URLs that the last look has requested.
    """

    def __init__(self, browser: Browser, device: dict[str, Any]) -> None:
        self.requested: list[str] = []
        self._errors: list[tuple[str, str]] = []  # URL and text
        context = browser.new_context(**device)
        context.set_default_timeout(LINK_TIME)
        context.on("request", lambda request: self.requested.append(request.url))
        context.on("console", self._hear)
        context.tracing.start(snapshots=True)
        self.tab: Page = context.new_page()

    def begin(self) -> None:
        """Begin another scenario, of which nothing is known yet."""
        self.tab.context.clear_cookies()
        self.tab.context.tracing.stop_chunk()  # nobody has wanted it
        self.tab.context.tracing.start_chunk()

    def look(
        self, act: Callable[[Page], Response | None], request_id: str, patience: float
    ) -> Response:
        """Do what shows another web page, and return the response.

        Raises AssertionError if none is shown.
        """
        from playwright.sync_api import Error

        self.requested, self._errors = [], []
        self.tab.set_extra_http_headers({"X-Request-ID": request_id})
        self.tab.set_default_navigation_timeout(1_000 * patience)
        try:
            response = act(self.tab)
        except Error as error:
            raise AssertionError(f"The web page does not load: {error.message}") from None
        if response is None:
            raise AssertionError("The web page stays as it is.")
        return response

    def complaints(self, overview_url: str) -> list[str]:
        """List what the web page requests from elsewhere, and the errors that the browser shows."""
        ours = (f"{overview_url}/", "data:")
        # A hint such as preconnect requests nothing yet, but shows elsewhere that someone is here.
        hinted = self.tab.locator("link").evaluate_all("links => links.map((link) => link.href)")
        elsewhere = [url for url in [*self.requested, *hinted] if not url.startswith(ours)]
        errors = [
            text
            for url, text in self._errors  # the status of the web page itself may be an error
            if url != self.tab.url or not text.startswith("Failed to load resource")
        ]
        return [
            *(f"The web page requests something from elsewhere: {url}" for url in elsewhere),
            *(f"The browser shows an error on the web page: {text}" for text in errors),
        ]

    def picture(self) -> bytes | None:
        from playwright.sync_api import Error

        with suppress(Error):  # the tab may be gone
            return self.tab.screenshot(**PICTURE)
        return None

    def trace(self) -> bytes | None:
        """Return Playwright's trace of this scenario so far; None if the tab is gone."""
        from playwright.sync_api import Error

        with suppress(Error):
            return next_chunk(self.tab.context.tracing)
        return None

    def close(self) -> None:
        self.tab.context.close()

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self._errors.append((message.location["url"], message.text))


class Windows:
    """The windows of a run: one that the scenarios share, and others as they need them.

    A new window for each scenario would cost twice as much as all the rest of it.
    """

    def __init__(self, browser: Callable[[], Browser], drop_traces: Callable[[], None]) -> None:
        self._browser, self._drop_traces = browser, drop_traces
        self._shared: Window | None = None

    def shared(self) -> Window:
        """Return the shared window, without cookies; raises OutOfReachError without a browser."""
        self._shared = self._shared or self.new()
        self._shared.begin()
        return self._shared

    def new(self, device: str = "") -> Window:
        """Open another window, at a desk or on one of DEVICES."""
        return Window(self._browser(), DEVICES.get(device, DESK))

    def close(self, window: Window) -> None:
        """Close a window, unless other scenarios share it; nobody wants its trace any more."""
        if window is not self._shared:
            window.close()
        self._drop_traces()
