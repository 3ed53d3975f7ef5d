"""The browser adapter: drives the web page, and reads only what is visible on it."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from wiremock_strict.under_test import Recorder, received

from support.overview.checks import Checks, focus_shows
from support.overview.port import Choices, View
from support.overview.seen import Seen, look_at
from support.overview.window import Window, Windows

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page
    from playwright.sync_api import Response as PlaywrightResponse


class WebPage:
    """Looks at the overview service at `url` in a browser, on a device of its own if one is named.

    A web page that takes longer than `patience`, in seconds, is not waited for.
    """

    def __init__(
        self, windows: Windows, url: str, recorder: Recorder, patience: float, device: str = ""
    ) -> None:
        self._windows, self._url = windows, url
        self._recorder, self._patience = recorder, patience
        self._used = [windows.new(device) if device else windows.shared()]
        self._seen: Seen | None = None

    def open(self, choices: Choices = (), path: str = "/overview") -> View:
        query = f"?{urlencode(list(choices))}" if choices else ""
        return self._look(lambda tab: tab.goto(f"{self._url}{path}{query}"))

    def open_elsewhere(self) -> View:
        """Open the same address as another shopper, who shares nothing else."""
        address = self._window.tab.url
        self._used.append(self._windows.new())
        return self._look(lambda tab: tab.goto(address))

    def open_in_print(self) -> View:
        """Open the overview as paper shows it, in a window of its own."""
        self._used.append(self._windows.new())
        self._window.tab.emulate_media(media="print")
        return self.open()

    def follow(self, link: str) -> View:
        found = self._link(link)
        return self._look(lambda tab: _navigate(tab, found.click))

    def follow_by_keyboard(self, link: str) -> View:
        """Go to a link with the Tab key, and follow it with Enter."""
        self._go_by_keyboard(self._link(link))
        return self._look(lambda tab: _navigate(tab, lambda: tab.keyboard.press("Enter")))

    def go_back(self) -> View:
        return self._look(lambda tab: tab.go_back())

    @property
    def seen(self) -> Seen:
        """Return what the last look showed."""
        if self._seen is None:
            raise AssertionError("Nobody has opened the web page yet.")
        return self._seen

    @property
    def requested(self) -> list[str]:
        return self._window.requested

    @property
    def checks(self) -> Checks:
        """Return what can be checked of the web page beside its text."""
        return Checks(self._window.tab)

    def picture(self) -> bytes | None:
        """Take a picture of the screen, as WebP; None if nobody has looked, or the tab is gone."""
        return self._window.picture() if self._seen else None

    def traces(self) -> list[bytes]:
        """Return Playwright's trace of each window that the shopper has used."""
        return [trace for window in self._used if (trace := window.trace())]

    def close(self) -> None:
        for window in self._used:
            self._windows.close(window)

    @property
    def _window(self) -> Window:
        return self._used[-1]

    def _look(self, act: Callable[[Page], PlaywrightResponse | None]) -> View:
        """Let the window show something else, record the response, and read what is visible."""
        request_id, began = self._recorder.new_id(), time.monotonic()
        got = self._window.look(act, request_id, self._patience)
        response = self._recorder.keep(received(got, request_id, began))
        self._recorder.complaints += self._window.complaints(self._url)
        self._seen = look_at(self._window.tab)
        return self._seen.view(response)

    def _link(self, name: str) -> Locator:
        """Find the link of this name; raises AssertionError if there is not just one."""
        links = self._window.tab.get_by_role("link", name=name, exact=True)
        if links.count() != 1:
            all_links = ", ".join(self._window.tab.get_by_role("link").all_inner_texts())
            raise AssertionError(
                f"The web page has {links.count()} links {name!r}; its links are: {all_links}"
            )
        return links

    def _go_by_keyboard(self, link: Locator) -> None:
        """Raise AssertionError if the Tab key does not lead to the link, visibly on all its way."""
        tab = self._window.tab
        for _ in range(tab.get_by_role("link").count()):
            tab.keyboard.press("Tab")
            if not focus_shows(tab):
                raise AssertionError("The web page does not show where the keyboard is.")
            if link.evaluate("link => link === document.activeElement"):
                return
        raise AssertionError("The Tab key does not lead to the link.")


def _navigate(tab: Page, act: Callable[[], object]) -> PlaywrightResponse:
    """Do what leads to another web page, and wait for it."""
    with tab.expect_navigation() as navigation:
        act()
    return navigation.value
