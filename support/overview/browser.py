"""The browser adapter: drives the web page, and reads only what is visible on it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from support.overview.answer import Answer
from support.overview.api import PATIENCE, Choices
from support.overview.chromium import Chromium
from support.overview.seen import Seen, look_at
from support.overview.view import View

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page, Response

DESK: dict[str, Any] = {"viewport": {"width": 1024, "height": 720}}
PICTURE: dict[str, Any] = {"type": "jpeg", "quality": 50}  # legible, and a report has hundreds
DEVICES: dict[str, dict[str, Any]] = {
    "a browser without JavaScript": {**DESK, "java_script_enabled": False},
    "a small phone": {"viewport": {"width": 320, "height": 568}, "is_mobile": True},
    "a phone": {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True},
    "a screen in dark colours": {**DESK, "color_scheme": "dark"},
    "a screen in light colours": {**DESK, "color_scheme": "light"},
}
HASTE = 3_000  # milliseconds in which a link must be there: without scripts, nothing comes later


class WebPage:
    """Looks at the overview in a browser, as `Api` does over HTTP.

    One page serves all scenarios, without cookies: a new one for each would cost twice as much as
    all else. Whoever uses another device, or comes by an address, has a page of their own.

    `base_url` tells where the overview is, at each look anew. `new_id` names each look. `on_answer`
    is called with what the overview answered, before anyone reads it. `seen` is what the last look
    showed, `asked` are the URLs that the page asked for.
    """

    seen: Seen

    def __init__(
        self,
        chromium: Chromium,
        base_url: Callable[[], str],
        new_id: Callable[[], str],
        on_answer: Callable[[Answer], None],
    ) -> None:
        self._chromium, self._base_url = chromium, base_url
        self._new_id, self._on_answer = new_id, on_answer
        self._usual: Page | None = None
        self._current: Page | None = None
        self._own = ExitStack()  # pages that only this scenario uses
        self.asked: list[str] = []
        self._complaints: list[tuple[str, str]] = []  # about which URL, and what

    def browser(self) -> Browser:
        """The browser, started; raises OutOfReachError if there is none."""
        return self._chromium.started()

    def ready(self) -> WebPage:
        """This web page, its browser started; raises OutOfReachError if there is none."""
        self.browser()
        return self

    def reset(self) -> None:
        """Leave nothing over from the scenario before."""
        self._own.close()
        self._current = None
        if self._usual:
            self._usual.context.clear_cookies()

    # --- looking ---------------------------------------------------------------------------------

    def use(self, device: str) -> None:
        """Look with another device from now on, one of DEVICES."""
        self._current = self._own_page(DEVICES[device])

    def open(self, choices: Choices = ()) -> View:
        """Open the overview with the given choices, names and values as the address has them."""
        query = f"?{urlencode(list(choices))}" if choices else ""
        address = f"{self._base_url()}/overview{query}"
        return self._look(lambda page: page.goto(address))

    def open_elsewhere(self) -> View:
        """Open the address of what is shown as another shopper does, who shares nothing else."""
        address = self.page.url
        self._current = self._own_page(DESK)
        return self._look(lambda page: page.goto(address))

    def follow(self, link: str) -> View:
        """Click on a link."""
        found = self._link(link)
        return self._look(lambda page: going(page, found.click))

    def follow_by_keyboard(self, link: str) -> View:
        """Go to a link with the Tab key, and follow it with Enter."""
        self._go_by_tab(self._link(link))
        return self._look(lambda page: going(page, lambda: page.keyboard.press("Enter")))

    def go_back(self) -> View:
        """Go back as the browser does."""
        return self._look(lambda page: page.go_back())

    # --- what there is to see --------------------------------------------------------------------

    @property
    def page(self) -> Page:
        """The page in the browser."""
        if self._current is None:
            self._usual = self._usual or self._new_page(DESK)
            self._current = self._usual
        return self._current

    def picture(self) -> bytes | None:
        """What is on the screen, as JPEG; None if nobody has looked, or the page is gone."""
        if self._current is None:
            return None
        from playwright.sync_api import Error

        try:
            return self._current.screenshot(**PICTURE)
        except Error:
            return None

    # --- how -------------------------------------------------------------------------------------

    def _own_page(self, device: dict[str, Any]) -> Page:
        page = self._new_page(device)
        self._own.callback(page.context.close)
        return page

    def _new_page(self, device: dict[str, Any]) -> Page:
        context = self.browser().new_context(**device)
        context.set_default_timeout(HASTE)
        context.set_default_navigation_timeout(1_000 * PATIENCE)
        context.on("request", lambda request: self.asked.append(request.url))
        context.on("console", lambda said: self._hear(said.type, said.location["url"], said.text))
        return context.new_page()

    def _hear(self, kind: str, url: str, text: str) -> None:
        if kind == "error":
            self._complaints.append((url, text))

    def _look(self, go: Callable[[Page], Response | None]) -> View:
        """Let the page show something else, and read what it shows."""
        from playwright.sync_api import Error

        page, name = self.page, self._new_id()
        self.asked, self._complaints = [], []
        page.set_extra_http_headers({"X-Request-ID": name})
        try:
            response = go(page)
        except Error as error:
            raise AssertionError(f"The web page does not come: {error.message}") from None
        if response is None:
            raise AssertionError("The web page stays as it is.")
        answer = to_answer(response, name)
        self._on_answer(answer)
        self._check_parts(page)
        self.seen = look_at(page)
        return self.seen.view(answer)

    def _check_parts(self, page: Page) -> None:
        """Refuse a part that comes from elsewhere, or that the browser complains of."""
        ours = f"{self._base_url()}/"
        # A hint such as preconnect asks for nothing yet, and tells elsewhere that someone is here.
        hinted = page.locator("link").evaluate_all("links => links.map((link) => link.href)")
        strangers = [u for u in [*self.asked, *hinted] if not u.startswith((ours, "data:"))]
        if strangers:
            raise AssertionError(f"The web page asks elsewhere: {', '.join(strangers)}")
        # It also complains that the status of the page itself is an error, as it is meant to be.
        complaints = [
            text
            for url, text in self._complaints
            if url != page.url or not text.startswith("Failed to load resource")
        ]
        if complaints:
            raise AssertionError("\n".join(["The browser complains of the page:", *complaints]))

    def _link(self, name: str) -> Locator:
        """The link of this name; raises AssertionError if there is not just one."""
        links = self.page.get_by_role("link", name=name, exact=True)
        if links.count() != 1:
            there = ", ".join(self.page.get_by_role("link").all_inner_texts())
            raise AssertionError(
                f"The web page has {links.count()} links {name!r}; its links are: {there}"
            )
        return links

    def _go_by_tab(self, link: Locator) -> None:
        """Raise AssertionError if the Tab key does not lead to the link, or not visibly."""
        for _ in range(self.page.get_by_role("link").count()):
            self.page.keyboard.press("Tab")
            if link.evaluate("link => link === document.activeElement"):
                check_focus_shows(link)
                return
        raise AssertionError("The Tab key does not lead to the link.")


def going(page: Page, act: Callable[[], object]) -> Response:
    """Do what leads to another page, and wait for that."""
    with page.expect_navigation() as navigation:
        act()
    return navigation.value


def to_answer(response: Response, name: str) -> Answer:
    """What the overview answered to the question of this name, for those who judge each answer."""
    text = response.text()  # when it is whole; the time of its end is known then
    return Answer(
        method="GET",
        url=response.url,
        asked_with={"Accept": "text/html", "X-Request-ID": name},
        status=response.status,
        headers=response.all_headers(),
        text=text,
        seconds=max(0.0, response.request.timing["responseEnd"]) / 1_000,
    )


def check_focus_shows(link: Locator) -> None:
    """Raise AssertionError if a link looks the same without the keyboard's focus."""
    focused = surroundings(link)
    link.evaluate("link => link.blur()")
    blurred = surroundings(link)
    link.focus()
    if focused == blurred:
        raise AssertionError("The web page does not show where the keyboard is.")


def surroundings(link: Locator) -> bytes:
    """A picture of a link and a little around it."""
    box = link.bounding_box() or {"x": 8, "y": 8, "width": 0, "height": 0}
    return link.page.screenshot(
        clip={
            "x": box["x"] - 8,
            "y": box["y"] - 8,
            "width": box["width"] + 16,
            "height": box["height"] + 16,
        }
    )
