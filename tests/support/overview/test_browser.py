"""The browser adapter: what it reads, and what it does not take for visible."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from io import BytesIO
from zipfile import ZipFile

import pytest
from behave_strict.playwright_trace import version
from wiremock_strict import StartError
from wiremock_strict.under_test import Chromium, Recorder

from support.overview.browser import WebPage
from support.overview.port import View
from support.overview.window import Windows
from tests.support.overview.shop import PRODUCTS, Shop

LAMP = {"name": "Desk Lamp", "category": "Home", "price": "24.50"}
TIMER = {"name": "Egg Timer", "category": "Kitchen", "price": "6.00"}


@pytest.fixture(scope="module")
def chromium() -> Iterator[Chromium]:
    """One browser for these tests; without one they are skipped."""
    with closing(Chromium("auto", "http://127.0.0.1")) as browser:
        try:
            browser.started()
        except StartError as reason:
            pytest.skip(str(reason))
        yield browser


@pytest.fixture(scope="module")
def open_shop() -> Iterator[Shop]:
    """The service that these tests look at."""
    with closing(Shop()) as shop:
        yield shop


@pytest.fixture
def shop(open_shop: Shop) -> Shop:
    """The service, showing two products, and not asked yet."""
    open_shop.pages.clear()
    open_shop.shows()
    open_shop.pages["/two"] = 200, "<!doctype html><link rel=icon href='data:,'><h1>Two</h1>"
    open_shop.requests.clear()
    return open_shop


@pytest.fixture(scope="module")
def windows(chromium: Chromium) -> Windows:
    """The windows of a run."""
    return Windows(chromium.started, chromium.drop_traces)


@pytest.fixture
def recorder() -> Recorder:
    """Record what passes between a scenario and the overview."""
    return Recorder()


Open = Callable[..., WebPage]


@pytest.fixture
def begin(windows: Windows, shop: Shop, recorder: Recorder) -> Iterator[Open]:
    """Begins a scenario, on a device of its own if one is named."""
    with ExitStack() as stack:

        def begin(device: str = "", url: str = shop.url) -> WebPage:
            web_page = WebPage(windows, url, recorder, patience=30, device=device)
            stack.callback(web_page.close)
            return web_page

        yield begin


@pytest.fixture
def web_page(begin: Open) -> WebPage:
    """The adapter at the beginning of a scenario."""
    return begin()


# --- reading -------------------------------------------------------------------------------------


def test_products_are_read_as_they_are_shown(web_page: WebPage) -> None:
    assert web_page.open() == View("shown", [LAMP, TIMER], "", 2, ["Books", "Home"])


def test_cells_are_read_by_their_column(web_page: WebPage, shop: Shop) -> None:
    shop.pages["/overview"] = 200, PRODUCTS.format(head="").replace(">Category<", ">Colour<")
    assert web_page.open().products[0] == {
        "name": "Desk Lamp",
        "colour": "Home",
        "price": "24.50",
    }


@pytest.mark.parametrize(
    ("status", "heading", "outcome"),
    [
        (400, "Please check the address", "mistaken"),
        (502, "Products are unavailable", "unavailable"),
        (503, "Products are unavailable", "unavailable"),
        (504, "Products are unavailable", "unavailable"),
    ],
)
def test_an_error_page_is_read_too(
    web_page: WebPage, shop: Shop, status: int, heading: str, outcome: str
) -> None:
    shop.fails(status, heading, "So it is.")
    assert web_page.open() == View(outcome, [], "So it is.")


@pytest.mark.parametrize(
    ("status", "heading"),
    [
        (200, "Products are unavailable"),
        (200, "Please check the address"),
        (503, "All products"),
        (400, "Products are unavailable"),
        (500, "Something went wrong"),
        (200, ""),
    ],
)
def test_a_page_that_belies_its_status_is_refused(
    web_page: WebPage, shop: Shop, status: int, heading: str
) -> None:
    shop.fails(status, heading, "So it is.")
    with pytest.raises(AssertionError, match=f"heading '{heading}' and the status {status}"):
        web_page.open()


@pytest.mark.parametrize(
    "style",
    [
        "table { display: none }",
        "tbody { visibility: hidden }",
        "tbody { opacity: 0 }",
        "tbody { font-size: 0 }",
        "tbody * { color: transparent }",
        "tbody * { -webkit-text-fill-color: rgba(1, 2, 3, 0) }",
        "table { position: absolute; left: -9999px }",
        "tbody { display: block; height: 0; overflow: hidden }",
        "table { transform: scale(0) }",
        "table { transform: scale(0.1) }",
        "table { filter: opacity(0) }",
        "main, table { mask-image: linear-gradient(transparent, transparent) }",
        "table { clip-path: inset(100%) }",
        "tbody * { text-indent: -9999px; overflow: hidden }",
        "body::after { content: ''; position: fixed; inset: 0; background: white }",
    ],
)
def test_invisible_products_are_not_there(web_page: WebPage, shop: Shop, style: str) -> None:
    shop.shows(style)
    if "body::after" in style:  # nothing at all can be seen
        with pytest.raises(AssertionError, match="heading ''"):
            web_page.open()
    else:
        assert web_page.open().products == []


def test_additions_of_a_style_are_read(web_page: WebPage, shop: Shop) -> None:
    shop.shows("td:last-child::after { content: '0' }")
    assert all(product["price"].endswith('"0"') for product in web_page.open().products)


def test_invisible_cells_and_rows_are_not_there(web_page: WebPage, shop: Shop) -> None:
    shop.shows("td:last-child { display: none } tbody tr:last-child { opacity: 0 }")
    assert web_page.open().products == [{**LAMP, "price": ""}]


def test_a_name_that_is_cut_off_is_not_read(web_page: WebPage, shop: Shop) -> None:
    shop.shows("table { table-layout: fixed; width: 60px } th { overflow: hidden }")
    assert "Desk Lamp" not in web_page.open().products[0].values()


@pytest.mark.parametrize(
    ("hidden", "view"),
    [
        ("#count", View("shown", [LAMP, TIMER], "", None, ["Books", "Home"])),
        ("#categories", View("shown", [LAMP, TIMER], "", 2, [])),
        ("li:first-child", View("shown", [LAMP, TIMER], "", 2, ["Home"])),
    ],
)
def test_counts_and_categories_are_read_if_visible(
    web_page: WebPage, shop: Shop, hidden: str, view: View
) -> None:
    shop.shows(f"{hidden} {{ display: none }}")
    assert web_page.open() == view


def test_products_below_the_screen_are_read(web_page: WebPage, shop: Shop) -> None:
    shop.shows("table { margin-top: 5000px }")
    assert len(web_page.open().products) == 2
    assert web_page._window.tab.evaluate("scrollY") == 0


def test_spaces_are_read_as_they_are_shown(web_page: WebPage, shop: Shop) -> None:
    shop.shows("th { white-space: pre-wrap }")
    assert web_page.open().products[0]["name"] == "Desk  Lamp"


def test_an_invisible_mark_is_none(web_page: WebPage, shop: Shop) -> None:
    web_page.open()
    assert web_page.seen.marks == {}
    shop.shows("[aria-current] { background: yellow }")
    web_page.open()
    assert web_page.seen.marks == {"All": "chosen"}


def test_two_marks_in_one_place_are_none(begin: Open, shop: Shop) -> None:
    shop.shows("[aria-current] { background: yellow }")
    web_page = begin("a screen in light mode")  # a window of this test's own
    web_page._window.tab.add_init_script(
        "addEventListener('DOMContentLoaded', () => document.querySelectorAll('nav a')"
        ".forEach((link) => link.setAttribute('aria-current', 'true')))"
    )
    web_page.open()
    assert web_page.seen.marks == {}


# --- looking -------------------------------------------------------------------------------------


def test_each_look_has_an_id_and_is_recorded(
    web_page: WebPage, shop: Shop, recorder: Recorder
) -> None:
    web_page.open([("category", "R&D / Größe"), ("page", "2")])
    web_page.follow("Books")
    first, second = recorder.responses
    assert [request_id for _, request_id in shop.requests] == [first.request_id, second.request_id]
    assert first.query == [("category", "R&D / Größe"), ("page", "2")]
    assert second.query == [("category", "Books")]
    assert first.request_ids == {first.request_id, "shop-1"}
    assert first.status == 200
    assert "Desk  Lamp" in first.text
    assert 0 < first.seconds < 30
    assert "text/html" in first.curl


def test_a_response_is_recorded_even_if_unreadable(
    web_page: WebPage, shop: Shop, recorder: Recorder
) -> None:
    shop.fails(200, "", "")
    with pytest.raises(AssertionError, match="heading ''"):
        web_page.open()
    assert len(recorder.responses) == 1


@pytest.mark.parametrize(
    ("head", "found"),
    [
        ('<script src="http://elsewhere.example/x.js"></script>', "http://elsewhere.example/x.js"),
        ('<link rel="stylesheet" href="http://127.0.0.2:9/x.css">', "http://127.0.0.2:9/x.css"),
        ('<link rel="preconnect" href="http://elsewhere.example/">', "http://elsewhere.example/"),
        ('<link rel="stylesheet" href="/missing.css">', "404"),
        ("<script>console.error('oh')</script>", "oh"),
    ],
)
def test_foreign_parts_and_errors_are_complaints(
    web_page: WebPage, shop: Shop, recorder: Recorder, head: str, found: str
) -> None:
    shop.shows(head=head)
    assert web_page.open().outcome == "shown"
    assert found in "\n".join(recorder.complaints)


def test_a_plain_page_has_no_complaints(web_page: WebPage, shop: Shop, recorder: Recorder) -> None:
    web_page.open()
    shop.fails(503, "Products are unavailable", "So it is.")
    web_page.open()
    assert recorder.complaints == []


def test_a_dead_service_is_a_failure(begin: Open) -> None:
    with pytest.raises(AssertionError, match="The web page does not load"):
        begin(url="http://127.0.0.1:1").open()


@pytest.mark.parametrize("name", ["Bks", "Book", "books"])
def test_a_missing_link_is_reported_with_the_others(web_page: WebPage, name: str) -> None:
    web_page.open()
    with pytest.raises(AssertionError, match=f"has 0 links '{name}'; its links are: All, Books"):
        web_page.follow(name)


def test_a_link_that_leads_nowhere_is_a_failure(web_page: WebPage, shop: Shop) -> None:
    shop.pages["/overview"] = 200, PRODUCTS.format(head="").replace('"/two"', '"#"')
    web_page.open()
    with pytest.raises(AssertionError, match="The web page stays as it is"):
        web_page.follow("Home")


def test_the_keyboard_leads_to_a_link_and_shows_it(web_page: WebPage) -> None:
    web_page.open()
    assert web_page.follow_by_keyboard("Books").outcome == "shown"


@pytest.mark.parametrize(
    ("style", "page", "found"),
    [
        ("a { outline: none }", "", "does not show where the keyboard is"),
        ("", '<a tabindex="-1" href="/overview?category=Books">', "does not lead to the link"),
    ],
)
def test_a_link_without_keyboard_is_a_failure(
    web_page: WebPage, shop: Shop, style: str, page: str, found: str
) -> None:
    shop.shows(style)
    if page:
        status, text = shop.pages["/overview"]
        shop.pages["/overview"] = status, text.replace('<a href="/overview?category=Books">', page)
    web_page.open()
    with pytest.raises(AssertionError, match=found):
        web_page.follow_by_keyboard("Books")


def test_going_back_shows_what_was_before(web_page: WebPage) -> None:
    web_page.open()
    web_page.follow("Books")
    web_page.go_back()
    assert web_page._window.tab.url.endswith("/overview")


# --- scenarios -----------------------------------------------------------------------------------


def test_nothing_can_be_seen_before_a_look(web_page: WebPage) -> None:
    with pytest.raises(AssertionError, match="Nobody has opened the web page yet"):
        _ = web_page.seen


def test_there_is_a_picture_after_a_look(web_page: WebPage, begin: Open) -> None:
    assert web_page.picture() is None
    web_page.open()
    picture = web_page.picture()
    assert picture
    assert picture[8:12] == b"WEBP"
    assert begin().picture() is None


def test_a_trace_shows_one_scenario_and_no_other(begin: Open, shop: Shop) -> None:
    shop.pages["/one"] = 200, PRODUCTS.format(head="")
    first = begin()
    first.open(path="/one")
    first.close()
    second = begin()
    second.open([("category", "Books")])
    [trace] = second.traces()
    requests = _requests(trace)
    assert "/overview?category=Books" in requests
    assert "/one" not in requests


def test_each_window_of_a_scenario_has_its_trace(begin: Open) -> None:
    web_page = begin("a phone")
    web_page.open()
    web_page.open_elsewhere()
    assert [version(trace) != "" for trace in web_page.traces()] == [True, True]
    web_page.close()
    assert web_page.traces() == []


def _requests(trace: bytes) -> str:
    with ZipFile(BytesIO(trace)) as file:
        return file.read("trace.network").decode()


def test_there_is_no_picture_of_a_closed_tab(begin: Open) -> None:
    web_page = begin("a phone")
    web_page.open()
    web_page._window.tab.close()
    assert web_page.picture() is None


def test_scenarios_share_a_window_without_cookies(begin: Open) -> None:
    web_page = begin()
    web_page.open()
    shared = web_page._window.tab
    shared.context.add_cookies([{"name": "a", "value": "b", "url": shared.url}])
    assert begin()._window.tab is shared
    assert shared.context.cookies() == []


def test_a_device_has_a_window_of_its_own(begin: Open) -> None:
    web_page = begin("a phone")
    web_page.open()
    phone = web_page._window.tab
    assert phone.viewport_size == {"width": 390, "height": 844}
    assert begin()._window.tab is not phone
    web_page.close()
    assert phone.is_closed()


def test_another_shopper_shares_the_address_only(web_page: WebPage, shop: Shop) -> None:
    web_page.open([("category", "Books")])
    first = web_page._window.tab
    web_page.open_elsewhere()
    second = web_page._window.tab
    assert second.context is not first.context
    assert second.url == first.url
    assert [path for path, _ in shop.requests] == ["/overview?category=Books"] * 2
    web_page.close()
    assert second.is_closed()
    assert not first.is_closed()


# --- checks --------------------------------------------------------------------------------------


def test_excess_width_is_measured(web_page: WebPage, shop: Shop) -> None:
    shop.shows("body { margin: 0 } h1 { width: 1100px }")
    web_page.open()
    assert web_page.checks.excess_width() == 1100 - 1024


def test_accessibility_findings_name_their_places(web_page: WebPage, shop: Shop) -> None:
    text = (
        "<!doctype html><html lang=en><title>x</title><link rel=icon href='data:,'><body><main "
        "style='color: #949494; background: #fff'><h1>Products</h1><p>Grey<img src='data:,'>"
    )
    shop.pages["/overview"] = 200, text
    web_page.open()
    found = web_page.checks.accessibility_findings()
    assert any(line.startswith("color-contrast: ") and "(p)" in line for line in found)
    assert any(line.startswith("image-alt: ") for line in found)


def test_a_part_is_found_by_its_name(web_page: WebPage, shop: Shop) -> None:
    web_page.open()
    assert web_page.checks.has_part("heading", "All products")
    assert web_page.checks.has_part("column heading", "Price")
    assert not web_page.checks.has_part("heading", "products")
    assert not web_page.checks.has_part("navigation area", "Categories")
    shop.pages["/overview"] = 200, PRODUCTS.format(head="").replace("<nav", "<nav title=Categories")
    web_page.open()
    assert web_page.checks.has_part("navigation area", "Categories")


def test_aligned_prices_end_in_one_place(web_page: WebPage, shop: Shop) -> None:
    web_page.open()
    assert len(web_page.checks.price_edges()) == 2
    shop.shows("td { text-align: right }")
    web_page.open()
    assert len(web_page.checks.price_edges()) == 1


@pytest.mark.parametrize(
    ("policy", "directives"),
    [
        ("script-src 'none'; img-src 'self'", ["img-src", "script-src-elem"]),
        ("script-src 'none'", ["script-src-elem"]),
    ],
)
def test_only_refused_intruders_are_listed(
    web_page: WebPage, shop: Shop, policy: str, directives: list[str]
) -> None:
    meta = f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
    shop.pages["/overview"] = 200, PRODUCTS.format(head=meta).replace(' href="data:,"', ' href="/"')
    shop.pages["/"] = 200, ""
    web_page.open()
    assert web_page.checks.refused_intruders() == directives
