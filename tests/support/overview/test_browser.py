"""The browser adapter: what it reads, and what it does not take for visible."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from contextlib import closing

import pytest

from support.errors import OutOfReachError
from support.overview.answer import Answer
from support.overview.browser import WebPage
from support.overview.chromium import Chromium
from support.overview.page_checks import findings, has_part, refused, right_edges, too_wide
from support.overview.view import ShownProduct, View
from tests.support.overview.shop import PRODUCTS, Shop

LAMP = ShownProduct("Desk Lamp", "Home", "24.50")
TIMER = ShownProduct("Egg Timer", "Kitchen", "6.00")


@pytest.fixture(scope="module")
def chromium() -> Iterator[Chromium]:
    """One browser for these tests; without one they are skipped."""
    with closing(Chromium("auto", "http://127.0.0.1")) as browser:
        try:
            browser.started()
        except OutOfReachError as reason:
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
    open_shop.asked.clear()
    return open_shop


@pytest.fixture
def answers() -> list[Answer]:
    """What the overview answered."""
    return []


@pytest.fixture(scope="module")
def the_web_page(chromium: Chromium, open_shop: Shop) -> WebPage:
    """The adapter, before any test."""
    return WebPage(chromium, lambda: open_shop.url, lambda: "", lambda answer: None)


@pytest.fixture
def web_page(the_web_page: WebPage, shop: Shop, answers: list[Answer]) -> WebPage:
    """The adapter at the beginning of a scenario."""
    numbers = itertools.count(1)
    the_web_page._new_id = lambda: f"look-{next(numbers)}"
    the_web_page._on_answer = answers.append
    the_web_page.reset()
    return the_web_page


# --- reading -------------------------------------------------------------------------------------


def test_products_are_read_as_they_are_shown(web_page: WebPage) -> None:
    assert web_page.open() == View("shown", [LAMP, TIMER], "", 2, ["Books", "Home"])


def test_cells_are_read_by_their_column(web_page: WebPage, shop: Shop) -> None:
    shop.pages["/overview"] = 200, PRODUCTS.format(head="").replace(">Category<", ">Colour<")
    assert web_page.open().products[0] == ShownProduct("Desk Lamp", "", "24.50")


@pytest.mark.parametrize(
    ("status", "heading", "outcome"),
    [
        (400, "This overview cannot be shown", "mistaken"),
        (502, "No products right now", "unavailable"),
        (503, "No products right now", "unavailable"),
        (504, "No products right now", "unavailable"),
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
        (200, "No products right now"),
        (200, "This overview cannot be shown"),
        (503, "All products"),
        (400, "No products right now"),
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
def test_products_that_cannot_be_seen_are_not_there(
    web_page: WebPage, shop: Shop, style: str
) -> None:
    shop.shows(style)
    if "body::after" in style:  # nothing at all can be seen
        with pytest.raises(AssertionError, match="heading ''"):
            web_page.open()
    else:
        assert web_page.open().products == []


def test_what_a_style_adds_to_a_product_is_read(web_page: WebPage, shop: Shop) -> None:
    shop.shows("td:last-child::after { content: '0' }")
    assert all(product.price.endswith('"0"') for product in web_page.open().products)


def test_what_cannot_be_seen_of_a_product_is_not_there(web_page: WebPage, shop: Shop) -> None:
    shop.shows("td:last-child { display: none } tbody tr:last-child { opacity: 0 }")
    assert web_page.open().products == [ShownProduct("Desk Lamp", "Home", "")]


def test_a_name_that_is_cut_off_is_not_read(web_page: WebPage, shop: Shop) -> None:
    shop.shows("table { table-layout: fixed; width: 60px } th { overflow: hidden }")
    assert web_page.open().products[0].name == ""


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


def test_what_is_below_the_screen_is_seen_by_scrolling(web_page: WebPage, shop: Shop) -> None:
    shop.shows("table { margin-top: 5000px }")
    assert len(web_page.open().products) == 2
    assert web_page.page.evaluate("scrollY") == 0


def test_spaces_are_read_as_they_are_shown(web_page: WebPage, shop: Shop) -> None:
    shop.shows("th { white-space: pre-wrap }")
    assert web_page.open().products[0].name == "Desk  Lamp"


def test_a_mark_that_nobody_can_see_is_none(web_page: WebPage, shop: Shop) -> None:
    web_page.open()
    assert web_page.seen.marks == {}
    shop.shows("[aria-current] { background: yellow }")
    web_page.open()
    assert web_page.seen.marks == {"All": "chosen"}


def test_two_marks_in_one_place_are_none(web_page: WebPage, shop: Shop) -> None:
    shop.shows("[aria-current] { background: yellow }")
    web_page.use("a screen in light colours")  # a page of this test's own
    web_page.page.add_init_script(
        "addEventListener('DOMContentLoaded', () => document.querySelectorAll('nav a')"
        ".forEach((link) => link.setAttribute('aria-current', 'true')))"
    )
    web_page.open()
    assert web_page.seen.marks == {}


# --- looking -------------------------------------------------------------------------------------


def test_each_look_has_a_name_and_is_handed_on(
    web_page: WebPage, shop: Shop, answers: list[Answer]
) -> None:
    web_page.open([("category", "R&D / Größe"), ("page", "2")])
    web_page.follow("Books")
    assert [name for _, name in shop.asked] == ["look-1", "look-2"]
    first, second = answers
    assert first.choices == [("category", "R&D / Größe"), ("page", "2")]
    assert second.choices == [("category", "Books")]
    assert (first.names, second.names) == ({"look-1", "shop-1"}, {"look-2", "shop-1"})
    assert first.status == 200
    assert "Desk  Lamp" in first.text
    assert 0 < first.seconds < 5
    assert "text/html" in first.curl


def test_what_judges_the_answers_comes_first(web_page: WebPage, shop: Shop) -> None:
    def refuse(answer: Answer) -> None:
        raise AssertionError("refused")

    web_page._on_answer = refuse
    shop.fails(200, "", "")
    with pytest.raises(AssertionError, match="refused"):
        web_page.open()


@pytest.mark.parametrize(
    ("head", "told"),
    [
        ('<script src="http://elsewhere.example/x.js"></script>', "http://elsewhere.example/x.js"),
        ('<link rel="stylesheet" href="http://127.0.0.2:9/x.css">', "http://127.0.0.2:9/x.css"),
        ('<link rel="preconnect" href="http://elsewhere.example/">', "http://elsewhere.example/"),
        ('<link rel="stylesheet" href="/missing.css">', "404"),
        ("<script>console.error('oh')</script>", "oh"),
    ],
)
def test_parts_from_elsewhere_and_complaints_are_refused(
    web_page: WebPage, shop: Shop, head: str, told: str
) -> None:
    shop.shows(head=head)
    with pytest.raises(AssertionError, match=told):
        web_page.open()


def test_a_service_that_is_gone_is_told_of(web_page: WebPage) -> None:
    web_page._base_url, before = (lambda: "http://127.0.0.1:1"), web_page._base_url
    try:
        with pytest.raises(AssertionError, match="The web page does not come"):
            web_page.open()
    finally:
        web_page._base_url = before


@pytest.mark.parametrize("name", ["Bks", "Book", "books"])
def test_a_link_that_is_not_there_is_told_with_those_that_are(web_page: WebPage, name: str) -> None:
    web_page.open()
    with pytest.raises(AssertionError, match=f"has 0 links '{name}'; its links are: All, Books"):
        web_page.follow(name)


def test_a_link_that_leads_nowhere_is_told_of(web_page: WebPage, shop: Shop) -> None:
    shop.pages["/overview"] = 200, PRODUCTS.format(head="").replace('"/two"', '"#"')
    web_page.open()
    with pytest.raises(AssertionError, match="The web page stays as it is"):
        web_page.follow("Home")


def test_the_keyboard_leads_to_a_link_and_shows_it(web_page: WebPage) -> None:
    web_page.open()
    assert web_page.follow_by_keyboard("Books").outcome == "shown"


@pytest.mark.parametrize(
    ("style", "page", "told"),
    [
        ("a { outline: none }", "", "does not show where the keyboard is"),
        ("", '<a tabindex="-1" href="/overview?category=Books">', "does not lead to the link"),
    ],
)
def test_a_link_that_the_keyboard_cannot_use_is_told_of(
    web_page: WebPage, shop: Shop, style: str, page: str, told: str
) -> None:
    shop.shows(style)
    if page:
        status, text = shop.pages["/overview"]
        shop.pages["/overview"] = status, text.replace('<a href="/overview?category=Books">', page)
    web_page.open()
    with pytest.raises(AssertionError, match=told):
        web_page.follow_by_keyboard("Books")


def test_going_back_shows_what_was_before(web_page: WebPage) -> None:
    web_page.open()
    web_page.follow("Books")
    web_page.go_back()
    assert web_page.page.url.endswith("/overview")


# --- scenarios -----------------------------------------------------------------------------------


def test_there_is_a_picture_as_soon_as_somebody_has_looked(web_page: WebPage) -> None:
    assert web_page.picture() is None
    web_page.open()
    picture = web_page.picture()
    assert picture
    assert picture.startswith(b"\xff\xd8\xff")  # as every JPEG does
    web_page.reset()
    assert web_page.picture() is None


def test_there_is_no_picture_when_the_page_is_gone(web_page: WebPage) -> None:
    web_page.use("a phone")
    web_page.open()
    web_page.page.close()
    assert web_page.picture() is None


def test_nothing_is_left_of_a_scenario(web_page: WebPage) -> None:
    web_page.open()
    usual = web_page.page
    usual.context.add_cookies([{"name": "a", "value": "b", "url": usual.url}])
    web_page.use("a phone")
    web_page.open()
    phone = web_page.page
    assert phone is not usual
    assert phone.viewport_size == {"width": 390, "height": 844}
    web_page.reset()
    assert phone.is_closed()
    assert web_page.page is usual
    assert usual.context.cookies() == []


def test_another_shopper_shares_the_address_only(web_page: WebPage, shop: Shop) -> None:
    web_page.open([("category", "Books")])
    first = web_page.page
    web_page.open_elsewhere()
    assert web_page.page.context is not first.context
    assert web_page.page.url == first.url
    assert [path for path, _ in shop.asked] == ["/overview?category=Books"] * 2


def test_a_page_that_is_wider_than_the_screen_is_measured(web_page: WebPage, shop: Shop) -> None:
    shop.shows("body { margin: 0 } h1 { width: 1100px }")
    web_page.open()
    assert too_wide(web_page.page) == 1100 - 1024


def test_axe_says_what_is_wrong_and_where(web_page: WebPage, shop: Shop) -> None:
    text = (
        "<!doctype html><html lang=en><title>x</title><link rel=icon href='data:,'><body><main "
        "style='color: #949494; background: #fff'><h1>Products</h1><p>Grey<img src='data:,'>"
    )
    shop.pages["/overview"] = 200, text
    web_page.open()
    found = findings(web_page.page)
    assert any(line.startswith("color-contrast: ") and "(p)" in line for line in found)
    assert any(line.startswith("image-alt: ") for line in found)


def test_a_part_is_found_by_its_name(web_page: WebPage, shop: Shop) -> None:
    web_page.open()
    assert has_part(web_page.page, "heading", "All products")
    assert has_part(web_page.page, "column heading", "Price")
    assert not has_part(web_page.page, "navigation", "Categories")
    shop.pages["/overview"] = 200, PRODUCTS.format(head="").replace("<nav", "<nav title=Categories")
    web_page.open()
    assert has_part(web_page.page, "navigation", "Categories")


def test_prices_in_line_end_in_one_place(web_page: WebPage, shop: Shop) -> None:
    web_page.open()
    assert len(right_edges(web_page.page)) == 2
    shop.shows("td { text-align: right }")
    web_page.open()
    assert len(right_edges(web_page.page)) == 1


@pytest.mark.parametrize(
    ("policy", "told"),
    [
        ("script-src 'none'; img-src 'self'", ["img-src", "script-src-elem"]),
        ("script-src 'none'", ["script-src-elem"]),
    ],
)
def test_what_a_page_lets_in_is_told(
    web_page: WebPage, shop: Shop, policy: str, told: list[str]
) -> None:
    meta = f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
    shop.pages["/overview"] = 200, PRODUCTS.format(head=meta).replace(' href="data:,"', ' href="/"')
    shop.pages["/"] = 200, ""
    web_page.open()
    assert refused(web_page.page) == told
