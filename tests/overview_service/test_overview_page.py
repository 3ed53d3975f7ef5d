"""The text of the web page, and where its links lead."""

from __future__ import annotations

import html
import re
from pathlib import Path
from typing import Any
from urllib.parse import quote_plus

import pytest
from flask.testing import FlaskClient

import overview_service
from overview_service import web_page
from tests.overview_service.fake_products import FakeProducts
from tests.overview_service.faults import LAMP, closes, sends, shape


def get_web_page(shopper: FlaskClient, path: str) -> Any:
    """Open the web page."""
    return shopper.get(path, headers={"Accept": "text/html"})


def links(page: str) -> dict[str, str]:
    """Return the addresses of the links in the main part of a page, by their text."""
    found = re.findall(r'<a [^>]*?href="(.*?)"[^>]*>(.*?)</a>', page.partition("<main")[2])
    return {text(name): html.unescape(address) for address, name in found}


def text(page: str) -> str:
    """Return the text of a page without its tags."""
    return html.unescape(" ".join(re.sub("<[^>]*>", " ", page).split()))


def offers(fake: FakeProducts, count: int, total: int) -> None:
    """Offer this many lamps on a page, out of a total."""
    lamps = [{**LAMP, "name": f"Lamp {n}"} for n in range(count)]
    fake.behaves(sends(shape(products=lamps, total=total, categories=["Home", "R&D / Toys"])))


def test_products_are_a_table_with_headings(fake: FakeProducts, shopper: FlaskClient) -> None:
    offers(fake, 1, 1)
    response = get_web_page(shopper, "/overview")
    assert response.mimetype == "text/html"
    (row,) = re.findall(r"<tbody>(.*?)</tbody>", response.text, re.DOTALL)
    cells = re.findall(r'<t[hd](?: scope="row")?><bdi>(.*?)</bdi>', row)
    assert cells == ["Lamp 0", "Home", "24.50"]
    columns = re.findall(r'<th scope="col"[^>]*><a [^>]*>(.*?)</a>', response.text)
    assert columns == ["Name", "Category", "Price"]
    assert '<html lang="en">' in response.text
    assert "<script" not in response.text


def test_a_column_that_does_not_sort_is_no_link(
    fake: FakeProducts, shopper: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(web_page, "_COLUMNS", ("name", "colour", "price"))
    offers(fake, 1, 1)
    heading = '<th scope="col">Colour</th>'
    assert heading in get_web_page(shopper, "/overview").text


@pytest.mark.parametrize(
    ("query", "count", "total", "told"),
    [
        ("", 0, 0, "0 products"),
        ("?page=9", 0, 0, "0 products"),
        ("", 1, 1, "1 product"),
        ("", 20, 20, "20 products"),
        ("", 20, 21, "21 products, page 1 of 2"),
        ("?page=2", 1, 21, "21 products, page 2 of 2"),
        ("?page=3", 0, 21, "21 products on 2 pages"),
        ("?page_size=2&page=2", 2, 5, "5 products, page 2 of 3"),
    ],
)
def test_the_web_page_counts_products(
    fake: FakeProducts, shopper: FlaskClient, query: str, count: int, total: int, told: str
) -> None:
    offers(fake, count, total)
    markup = get_web_page(shopper, f"/overview{query}").text
    page = text(markup)
    assert f'<p id="count">{told}</p>' in markup
    assert ("There are no products to show." in page) == (count == 0)


@pytest.mark.parametrize(
    ("query", "count", "total", "title"),
    [
        ("", 1, 1, "All products"),
        ("?category=Home&page=2", 1, 21, "Products in Home, page 2 of 2"),
        ("?sort_by=price&sort_order=desc", 1, 1, "All products, sorted by price"),
        (
            "?category=Home&sort_by=name&page=3",
            0,
            21,
            "Products in Home, sorted by name, no page 3",
        ),
    ],
)
def test_the_title_describes_the_choices(
    fake: FakeProducts, shopper: FlaskClient, query: str, count: int, total: int, title: str
) -> None:
    offers(fake, count, total)
    assert f"<title>{title}</title>" in get_web_page(shopper, f"/overview{query}").text


def test_links_keep_what_else_was_chosen(fake: FakeProducts, shopper: FlaskClient) -> None:
    offers(fake, 2, 12)
    page = get_web_page(
        shopper, "/overview?category=Home&sort_by=price&page=2&page_size=2&utm_source=x"
    ).text
    size = "/overview?category=Home&sort_by=price&page_size="
    assert links(page) == {
        "All": "/overview?sort_by=price&page_size=2",
        "Home": "/overview?category=Home&sort_by=price&page_size=2",
        "R&D / Toys": "/overview?category=R%26D+/+Toys&sort_by=price&page_size=2",
        "Clear sorting": "/overview?category=Home&page_size=2",
        "Name": "/overview?category=Home&sort_by=name&page_size=2",
        "Category": "/overview?category=Home&sort_by=category&page_size=2",
        "Price": "/overview?category=Home&sort_by=price&sort_order=desc&page_size=2",
        "Previous page": "/overview?category=Home&sort_by=price&page_size=2",
        "Next page": "/overview?category=Home&sort_by=price&page=3&page_size=2",
        "2": f"{size}2",
        "10": f"{size}10",
        "20": "/overview?category=Home&sort_by=price",
        "50": f"{size}50",
        "100": f"{size}100",
    }
    marked = re.findall(r'aria-current="true">(.*?)</a>', page)
    assert [text(name) for name in marked] == ["Home", "2"]
    assert re.findall(r'aria-sort="(.*?)"><a [^>]*>(.*?)<', page) == [("ascending", "Price")]
    assert "Products in Home" in text(page)


def test_a_descending_column_links_to_ascending(fake: FakeProducts, shopper: FlaskClient) -> None:
    offers(fake, 1, 1)
    page = get_web_page(shopper, "/overview?sort_by=price&sort_order=desc").text
    assert links(page)["Price"] == "/overview?sort_by=price"
    assert "Sorted by price, descending." in text(page)


def test_beyond_the_last_page_a_link_leads_back(fake: FakeProducts, shopper: FlaskClient) -> None:
    offers(fake, 0, 21)
    page = get_web_page(shopper, "/overview?page=9").text
    assert links(page)["Go to the last page"] == "/overview?page=2"
    assert not {"Previous page", "Next page"} & set(links(page))
    assert "There are no products to show. There is no page 9." in text(page)


def test_a_single_page_has_no_page_links(fake: FakeProducts, shopper: FlaskClient) -> None:
    offers(fake, 1, 1)
    page = get_web_page(shopper, "/overview").text
    assert not {"Previous page", "Next page", "10", "20"} & set(links(page))
    marked = re.findall(r'aria-current="true">(.*?)</a>', page)
    assert marked == ["All"]


@pytest.mark.parametrize(("total", "choice"), [(10, False), (11, True)])
def test_page_sizes_are_offered_where_they_matter(
    fake: FakeProducts, shopper: FlaskClient, total: int, choice: bool
) -> None:
    offers(fake, total, total)
    assert ("50" in links(get_web_page(shopper, "/overview").text)) == choice


def test_an_empty_category_is_named(fake: FakeProducts, shopper: FlaskClient) -> None:
    offers(fake, 0, 0)
    page = get_web_page(shopper, "/overview?category=%3Cb%3EGarden").text
    assert "Products in <b>Garden" in text(page)
    assert "There is nothing in <b>Garden right now." in text(page)
    assert "<b>" not in page
    assert links(page)["Show all products"] == "/overview"


def test_an_empty_shop_offers_no_choices(fake: FakeProducts, shopper: FlaskClient) -> None:
    fake.behaves(sends(shape(products=[], total=0, categories=[])))
    page = get_web_page(shopper, "/overview").text
    assert "There are no products to show. Nothing is for sale right now." in text(page)
    assert links(page) == {}


def test_an_outage_has_an_error_page(fake: FakeProducts, shopper: FlaskClient) -> None:
    fake.behaves(closes)
    response = shopper.get(
        "/overview?category=a", headers={"Accept": "text/html", "X-Request-ID": "trace-1"}
    )
    assert response.status_code == 503
    assert response.mimetype == "text/html"
    page = text(response.text)
    assert "Products are unavailable right now. Please try again in a moment." in page
    assert "trace-1" in page
    assert links(response.text) == {"Try again": "", "Show all products": "/overview"}


def test_a_mistake_has_an_error_page(shopper: FlaskClient) -> None:
    response = get_web_page(shopper, "/overview?page=0")
    assert response.status_code == 400
    assert "The page number must be a whole number from 1 to 1,000,000." in text(response.text)
    assert "Try again" not in links(response.text)


@pytest.mark.parametrize(("path", "status"), [("/nothing", 404), ("/health", 405)])
def test_other_errors_are_pages_too(shopper: FlaskClient, path: str, status: int) -> None:
    method = "POST" if status == 405 else "GET"
    response = shopper.open(path, method=method, headers={"Accept": "text/html"})
    assert response.status_code == status
    assert response.mimetype == "text/html"
    assert response.headers["X-Request-ID"] in response.text


@pytest.mark.parametrize(
    ("number", "found"),
    [(1, {"Next page"}), (2, {"Previous page", "Next page"}), (3, {"Previous page"})],
)
def test_page_links_stop_at_both_ends(
    fake: FakeProducts, shopper: FlaskClient, number: int, found: set[str]
) -> None:
    offers(fake, 2, 6)
    page = get_web_page(shopper, f"/overview?page_size=2&page={number}").text
    assert {"Previous page", "Next page"} & set(links(page)) == found


@pytest.mark.parametrize("category", ["R&D / Toys", "100% <é> +a;b=c", " Books ", "%26", "🦖"])
def test_links_are_encoded_once(fake: FakeProducts, shopper: FlaskClient, category: str) -> None:
    fake.behaves(sends(shape(products=[], total=0, categories=[category])))
    followed = links(get_web_page(shopper, "/overview").text)[" ".join(category.split())]
    fake.requests.clear()
    get_web_page(shopper, followed)
    assert fake.requests[0].split(" ")[1] == f"/products?category={quote_plus(category)}"


STYLE = Path(overview_service.__file__).with_name("static").joinpath("style.css").read_text("utf-8")


@pytest.mark.parametrize(("order", "arrow"), [("ascending", "2191"), ("descending", "2193")])
def test_the_arrow_shows_the_order(order: str, arrow: str) -> None:
    (rule,) = re.findall(rf'\[aria-sort="{order}"\] a::after \{{(.*?)\}}', STYLE)
    assert rf"\{arrow}" in rule


def test_dark_mode_changes_every_colour() -> None:
    light, dark = re.findall(r":root \{(.*?)\}", STYLE, re.DOTALL)
    assert STYLE.index("prefers-color-scheme: dark") < STYLE.index(dark)
    names = [re.findall(r"(--[\w-]+): (#\w+);", colours) for colours in (light, dark)]
    assert [name for name, _ in names[0]] == [name for name, _ in names[1]]
    assert not set(names[0]) & set(names[1])


def test_every_colour_is_a_variable() -> None:
    rules = re.sub(r":root \{.*?\}", "", STYLE, flags=re.DOTALL)
    assert re.findall(r"#[0-9a-f]{3,8}\b(?![^{]*\{)", rules) == []
