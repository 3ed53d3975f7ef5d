"""The page as people use it: with eyes, a keyboard, a screen reader, a phone or a printer.

The browser is the one that BROWSER names, or a Chromium on PATH, or Playwright's own.
"""

from __future__ import annotations

import os
import shutil
import socket
from collections.abc import Iterator
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from .stream import Stream, by_words, failing
from .test_reader import SHOP


def needed(module: str) -> Any:
    """Import what these tests need; without it they are skipped, unless CI is to have it."""
    if os.environ.get("CI"):
        return import_module(module)
    return pytest.importorskip(module, reason=f"{module} is not installed")


playwright = needed("playwright.sync_api")
axe = needed("axe_playwright_python.sync_playwright")

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PICTURE = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f"
    b"\x15\xc4\x89\x00\x00\x00\rIDATx\x9cc\xf8\xcf\xc0\xf0\x1f\x00\x05\x00\x01\xff\x89\x99=\x1d"
    b"\x00\x00\x00\x00IEND\xaeB`\x82"
)
ATTACHED = [
    (PICTURE, "image/png"),
    (PICTURE, "image/png"),
    ("one\ntwo", "text/plain"),
    ("shopper -> shop: buy a lamp, please, the one in the corner\nshop --> shopper: no", "text/x.sequence+plain"),
    ("behave features/a.feature:12", "text/x-shellscript"),
    ("a,b\n1,2", "text/csv"),
    ('{"a": 1.50}', "application/json"),
    ("<b>bold</b>", "text/html"),
    ("+new\n-old", "text/x-diff"),
    (b"PK", "application/zip"),
]  # fmt: skip
TABLES = "Expected: left\n     but: right\n\n    expected     seen\n    | a |        | a |\n !=  | 1 |        | 2 |"
LONG = "a-very-long-word-that-has-no-place-to-break-" * 8


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """Without one, these tests are skipped, unless CI is to have one."""
    path = os.environ.get("BROWSER") or next(filter(None, map(shutil.which, NAMES)), None)
    with playwright.sync_playwright() as started:
        try:
            one = started.chromium.launch(executable_path=path, args=["--no-sandbox"])
        except playwright.Error as error:
            if os.environ.get("CI"):
                raise
            pytest.skip(f"No browser starts: {str(error).splitlines()[0]}")
        yield one
        one.close()


def shop() -> Stream:
    """A run with something of everything."""
    stream = Stream().facts(products="stub", view="api").attach("Said at the end.", "text/plain")
    odd = SHOP.replace("A shop", "Odd things").replace("A lamp", LONG)

    results = {
        "2 of chair": failing(TABLES, attached=ATTACHED),
        "3 of rug": {"status": "SKIPPED", "message": "there is no rug"},
    }

    stream.feature(SHOP).play(by_words(results), seconds=0.2)
    stream.feature(odd, "features/odd.feature", select="1 of")
    return stream.play(lambda text: {"status": "UNDEFINED"} if "lamp" in text else {})


class Opened:
    """A page in a browser, and all that the browser asked for to show it."""

    def __init__(
        self, browser: Any, tmp_path: Path, stream: Stream, query: str = "", **options: Any
    ) -> None:
        self.file = tmp_path / "page.html"
        self.file.write_text(stream.page(), "utf-8")
        self.context = browser.new_context(**options)
        self.asked: list[str] = []
        self.complaints: list[str] = []
        self.page = self.context.new_page()
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("console", lambda line: self.complaints.append(line.text))
        self.page.goto(self.file.as_uri() + query)

    def titles(self) -> Any:
        """The scenarios and rows that are shown, folded or not."""
        return self.page.evaluate("""() => [...document.querySelectorAll('.C, tr.r')]
            .filter(e => !e.hidden && !e.closest('[hidden]'))
            .map(e => e.matches('.C') ? e.querySelector('h4, h5').textContent
                                      : [...e.cells].slice(1, -1).map(c => c.textContent).join(' '))""")

    def search(self, words: str) -> Any:
        self.page.get_by_label("Search").fill(words)
        return self.titles()


@pytest.fixture
def opened(browser: Any, tmp_path: Path) -> Iterator[Any]:
    pages = []

    def opens(stream: Stream | None = None, query: str = "", **options: Any) -> Opened:
        pages.append(Opened(browser, tmp_path, stream or shop(), query, **options))
        return pages[-1]

    yield opens
    for page in pages:
        with suppress(playwright.Error):
            page.context.close()


def test_nothing_is_asked_for_and_nothing_complains(opened: Any) -> None:
    with socket.create_server(("127.0.0.1", 0)) as elsewhere:
        address = f"http://127.0.0.1:{elsewhere.getsockname()[1]}/a.png"
        prose = f"Feature: F\n  ![a picture]({address})\n\n  Scenario: S\n    Then x\n"
        html = [(f"<img src={address}><script>parent.alert(1)</script>", "text/html")]
        stream = Stream().feature(prose).play(lambda _: failing(attached=html))
        page = opened(stream)
        page.page.locator("details").evaluate_all("all => all.forEach(one => { one.open = true })")
        page.page.wait_for_load_state("networkidle")
        elsewhere.settimeout(0.5)
        with pytest.raises(TimeoutError):
            elsewhere.accept()
    # A busy browser may report a request that the policy has blocked; nobody has connected.
    local = ("file:", "data:", "about:", address)
    assert [url for url in page.asked if not url.startswith(local)] == []
    assert [line for line in page.complaints if "sandbox" not in line and address not in line] == []


@pytest.mark.parametrize(
    "options",
    [
        {"color_scheme": "light"},
        {"color_scheme": "dark"},
        {"viewport": {"width": 320, "height": 640}},
        {"viewport": {"width": 320, "height": 640}, "color_scheme": "dark"},
        {"media": "print"},
        {"media": "print", "color_scheme": "dark"},
    ],
    ids=["light", "dark", "phone", "dark phone", "print", "print from dark"],
)
def test_axe_finds_nothing(opened: Any, options: dict[str, Any]) -> None:
    media = options.get("media")
    options = {name: value for name, value in options.items() if name != "media"}
    page = opened(bypass_csp=True, **options).page
    page.emulate_media(media=media)
    page.locator("details").evaluate_all("all => all.forEach(one => { one.open = true })")
    tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
    found = axe.Axe().run(page, options={"runOnly": {"type": "tag", "values": tags}}).response
    problems = [(v["id"], [node["html"] for node in v["nodes"]]) for v in found["violations"]]
    assert problems == []


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_nothing_is_wider_than_the_screen(opened: Any, width: int) -> None:
    page = opened(viewport={"width": width, "height": 800}).page
    page.locator("details").evaluate_all("all => all.forEach(one => { one.open = true })")
    assert page.evaluate("document.documentElement.scrollWidth") == width


def test_what_failed_is_open_and_all_else_is_folded(opened: Any) -> None:
    page = opened().page
    assert page.get_by_text("a lamp is bought").first.is_visible() is False
    assert page.locator(".compare").is_visible()
    assert page.get_by_role("img", name="image/png").is_visible()


def test_each_row_has_its_own_mark(opened: Any) -> None:
    rows = opened().page.locator('[id="a"] tr.r')
    marks = [row.locator("a").inner_text() for row in rows.all()]
    assert marks == ["✓", "✗", "–"]


@pytest.mark.parametrize(
    ("words", "titles"),
    [
        ("2 chair", ["2 chair", "2 chair"]),
        ("CHAIR", ["2 chair", "2 chair"]),
        ("there is no rug", ["3 rug"]),
        ("odd a-very", [LONG]),
        ("nowhere to be found", []),
    ],
)
def test_a_search_finds_titles_steps_rows_and_messages(
    opened: Any, words: str, titles: Any
) -> None:
    assert opened().search(words) == titles


def test_the_number_of_hits_is_announced(opened: Any) -> None:
    page = opened()
    page.search("chair")
    assert page.page.get_by_role("status").inner_text() == "2 of 8 scenarios"


EXAMPLES = """\
Feature: F{0}
  Scenario Outline: S <n>
    Then <n>

    Examples: Few
      | n   |
      | one |

    Examples: Others
      | n     |
      | t{0}a |
      | t{0}b |
"""


def many_features() -> Stream:
    stream = Stream()
    for number in range(30):
        stream.feature(EXAMPLES.format(number), f"{number}.feature")
        stream.play(by_words({"t7b": failing(), "t20b": {"status": "SKIPPED"}}))
    return stream


JUST_BELOW_THE_SEARCH = 85, 110  # pixels from the upper edge of the window


def comes_between(page: Any, identity: str, least: float, most: float) -> None:
    """Wait until the upper edge of this scenario is so far below that of the window."""
    page.wait_for_function(
        """([identity, least, most]) => {
            const { top } = document.getElementById(identity).getBoundingClientRect();
            return least < top && top < most;
        }""",
        arg=[identity, least, most],
    )


def test_examples_without_a_hit_are_hidden(opened: Any) -> None:
    page = opened(many_features())
    assert page.search("t7b") == ["t7b"]
    shown = [each.inner_text() for each in page.page.locator(".X").all() if each.is_visible()]
    assert len(shown) == 1
    assert "Others" in shown[0]
    assert page.search("others t7") == ["t7a", "t7b"]


def test_the_first_hit_comes_into_view_and_enter_goes_to_the_next(opened: Any) -> None:
    page = opened(many_features())
    page.search("t2")
    comes_between(page.page, "2.s-n.t2a", *JUST_BELOW_THE_SEARCH)
    page.page.keyboard.press("Enter")
    comes_between(page.page, "2.s-n.t2b", *JUST_BELOW_THE_SEARCH)
    assert page.page.get_by_label("Search").is_visible()
    for _ in range(2):
        page.page.keyboard.press("Enter")
    comes_between(page.page, "20.s-n.t20b", 0, 400)


def test_the_search_is_on_the_first_screen_of_a_red_page(opened: Any) -> None:
    page = opened(many_features(), viewport={"width": 1280, "height": 800}).page
    assert page.get_by_label("Search").bounding_box()["y"] < 700


def test_a_count_leads_to_what_it_counts(opened: Any) -> None:
    page = opened(many_features())
    page.page.get_by_role("link", name="1 skipped").click()
    assert page.titles() == ["t20b"]
    comes_between(page.page, "20.s-n.t20b", 0, 700)


def test_a_button_shows_everything_again(opened: Any) -> None:
    page = opened()
    before = page.titles()
    everything = page.page.get_by_role("button", name="Show all")
    assert not everything.is_visible()
    page.page.get_by_role("button", name="failed").click()
    everything.click()
    assert page.titles() == before
    assert not everything.is_visible()


def test_an_empty_search_shows_everything_again(opened: Any) -> None:
    page = opened()
    before = page.titles()
    page.search("chair")
    assert page.search("") == before
    assert page.page.locator(".compare").is_visible()


def test_what_is_open_before_a_search_is_open_after_it(opened: Any) -> None:
    page = opened()
    lamp = page.page.locator('[id="a.a-lamp"]')
    page.search("rug")
    page.search("")
    assert lamp.get_attribute("open") is None
    lamp.evaluate("lamp => { lamp.open = true }")
    page.search("rug")
    page.search("")
    assert lamp.get_attribute("open") is not None


def test_filters_are_in_the_address_and_obeyed_from_there(opened: Any) -> None:
    page = opened()
    page.page.get_by_role("button", name="failed").click()
    assert page.titles() == ["2 chair"]
    assert page.page.url.endswith("?status=failed")
    again = opened(query="?status=failed")
    assert again.titles() == ["2 chair"]
    assert opened(query="?tag=@smoke&status=passed").titles() == ["A lamp"]
    assert opened(query="?q=chair").page.get_by_label("Search").input_value() == "chair"


def test_a_link_opens_what_it_leads_to(opened: Any) -> None:
    page = opened(query="#a.a-lamp").page
    assert page.get_by_text("a lamp is bought").first.is_visible()
    page = opened(query="#a.count-of-thing.1-lamp").page
    assert page.locator('[id="a.count-of-thing.1-lamp"]').is_visible()


def test_the_failures_lead_to_the_scenario(opened: Any) -> None:
    page = opened().page
    page.locator("#failures").get_by_role("link", name="2 of chair").click()
    assert page.url.endswith("#a.count-of-thing.2-chair")
    assert page.locator(".compare").is_visible()


def test_a_link_leads_to_what_the_search_has_hidden(opened: Any) -> None:
    page = opened()
    assert page.search("nothing is called that") == []
    page.page.locator("#failures").get_by_role("link", name="2 of chair").click()
    assert page.page.get_by_text("Expected", exact=True).first.is_visible()
    assert len(page.titles()) > 1


def test_opening_a_scenario_puts_its_link_into_the_address(opened: Any) -> None:
    page = opened(query="#a").page
    page.get_by_role("heading", name="A lamp").click()
    assert page.url.endswith("#a.a-lamp")


def test_the_page_works_by_keyboard_alone(opened: Any) -> None:
    page = opened().page
    page.keyboard.press("/")
    page.keyboard.type("there is no rug")
    assert page.get_by_role("status").inner_text() == "1 of 8 scenarios"
    # Where the browser itself empties the field at Escape, its own event is not to be seen here.
    escape = "new KeyboardEvent('keydown', {key: 'Escape', bubbles: true})"
    page.evaluate(f"document.activeElement.dispatchEvent({escape})")
    assert page.get_by_label("Search").input_value() == ""
    assert page.locator("#found").text_content() == ""
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.matches('button')")


def test_it_can_be_read_without_javascript(opened: Any) -> None:
    page = opened(java_script_enabled=False).page
    assert page.get_by_role("heading", name="1 failed").is_visible()
    assert page.locator(".tools").is_visible() is False
    page.locator('[id="a"] .C summary').first.click()
    assert page.get_by_text("a lamp is bought").first.is_visible()


def test_a_print_has_the_features_and_no_controls(opened: Any) -> None:
    page = opened().page
    page.emulate_media(media="print")
    assert page.locator(".tools").is_visible() is False
    assert page.locator("#features").is_visible()


def test_a_print_is_on_white_and_marks_what_differs(opened: Any) -> None:
    page = opened(color_scheme="dark").page
    page.emulate_media(media="print")
    style = "([one, name]) => getComputedStyle(document.querySelector(one))[name]"
    assert page.evaluate(style, ["body", "color"]) == "rgb(31, 35, 40)"
    for mark in (".compare del", ".compare ins"):
        assert page.evaluate(style, [mark, "font-weight"]) == "700"


def test_a_text_can_be_copied(opened: Any) -> None:
    page = opened(permissions=["clipboard-read", "clipboard-write"]).page
    page.locator(".command", has_text="behave features/a.feature:12").get_by_role("button").click()
    page.get_by_role("button", name="Copied").wait_for()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == "behave features/a.feature:12"


def test_a_conversation_is_a_diagram(opened: Any) -> None:
    page = opened().page
    names = page.locator(".seq .who b").all_inner_texts()
    assert names == ["shopper", "shop"]
    first, second = (line.bounding_box() for line in page.locator(".seq p").all())
    assert first["width"] == pytest.approx(second["width"], abs=1)
    assert page.locator(".seq p").first.inner_text().endswith("the one in the corner")


def test_expected_and_seen_stand_side_by_side(opened: Any) -> None:
    left, right = (box.bounding_box() for box in opened().page.locator(".compare > div").all())
    assert left["y"] == right["y"]
    assert left["x"] + left["width"] <= right["x"]
