"""What the web page says, and where its links lead."""

from __future__ import annotations

import html
import re
from typing import Any

import pytest
from flask.testing import FlaskClient

from tests.overview_service.fake_products import FakeProducts
from tests.overview_service.faults import LAMP, closes, sends, shape


def opens(shopper: FlaskClient, path: str) -> Any:
    """Open the web page."""
    return shopper.get(path, headers={"Accept": "text/html"})


def links(page: str) -> dict[str, str]:
    """Return the addresses of a page's links by their text."""
    found = re.findall(r'<a [^>]*?href="(.*?)"[^>]*>(.*?)</a>', page)
    return {html.unescape(text): html.unescape(address) for address, text in found}


def text(page: str) -> str:
    """Return a page's text, its tags taken out."""
    return html.unescape(" ".join(re.sub("<[^>]*>", " ", page).split()))


def offers(fake: FakeProducts, count: int, total: int) -> None:
    """Offer so many lamps on this page, out of a total."""
    lamps = [{**LAMP, "name": f"Lamp {n}"} for n in range(count)]
    fake.behaves(sends(shape(products=lamps, total=total, categories=["Home", "R&D / Toys"])))


def test_products_are_a_table_with_headings(fake: FakeProducts, shopper: FlaskClient) -> None:
    offers(fake, 1, 1)
    answer = opens(shopper, "/overview")
    assert answer.mimetype == "text/html"
    assert re.search(r'<th scope="row">Lamp 0</th>\s*<td>Home</td>\s*<td class="price">24.50</td>',
                     answer.text)  # fmt: skip
    assert re.findall(r'<th scope="col"[^>]*><a [^>]*>(.*?)</a>', answer.text) == [
        "Name", "Category", "Price",
    ]  # fmt: skip
    assert "<caption>All products</caption>" in answer.text
    assert "<title>All products, page 1 of 1</title>" in answer.text
    assert '<html lang="en">' in answer.text
    assert "<script" not in answer.text


@pytest.mark.parametrize(
    ("query", "count", "total", "told"),
    [
        ("", 0, 0, "0 products, page 1 of 1"),
        ("", 1, 1, "1 product, page 1 of 1"),
        ("", 20, 20, "20 products, page 1 of 1"),
        ("", 20, 21, "21 products, page 1 of 2"),
        ("?page=2", 1, 21, "21 products, page 2 of 2"),
        ("?page=3", 0, 21, "21 products, page 3 of 2"),
        ("?page_size=2&page=2", 2, 5, "5 products, page 2 of 3"),
    ],
)
def test_the_page_counts(
    fake: FakeProducts, shopper: FlaskClient, query: str, count: int, total: int, told: str
) -> None:
    offers(fake, count, total)
    page = text(opens(shopper, f"/overview{query}").text)
    assert told in page
    assert ("There are no products to show." in page) == (count == 0)


def test_links_keep_what_else_was_chosen(fake: FakeProducts, shopper: FlaskClient) -> None:
    offers(fake, 2, 6)
    page = opens(
        shopper, "/overview?category=Home&sort_by=price&page=2&page_size=2&utm_source=x"
    ).text
    assert links(page) == {
        "Home": "/overview?category=Home&sort_by=price&page_size=2",
        "R&D / Toys": "/overview?category=R%26D+/+Toys&sort_by=price&page_size=2",
        "Show all categories": "/overview?sort_by=price&page_size=2",
        "Show in the order added": "/overview?category=Home&page_size=2",
        "Name": "/overview?category=Home&sort_by=name&page_size=2",
        "Category": "/overview?category=Home&sort_by=category&page_size=2",
        "Price": "/overview?category=Home&sort_by=price&sort_order=desc&page_size=2",
        "Previous page": "/overview?category=Home&sort_by=price&page_size=2",
        "Next page": "/overview?category=Home&sort_by=price&page=3&page_size=2",
    }
    assert re.findall(r'aria-current="true">(.*?)<', page) == ["Home"]
    assert re.findall(r'aria-sort="(.*?)"><a [^>]*>(.*?)<', page) == [("ascending", "Price")]
    assert "Products in Home" in text(page)


def test_a_column_that_is_sorted_downwards_leads_back_up(
    fake: FakeProducts, shopper: FlaskClient
) -> None:
    offers(fake, 1, 1)
    page = opens(shopper, "/overview?sort_by=price&sort_order=desc").text
    assert links(page)["Price"] == "/overview?sort_by=price"
    assert "Sorted by price, descending." in text(page)


def test_there_is_a_way_back_from_beyond_the_last_page(
    fake: FakeProducts, shopper: FlaskClient
) -> None:
    offers(fake, 0, 21)
    found = links(opens(shopper, "/overview?page=9").text)
    assert found["Previous page"] == "/overview?page=2"
    assert "Next page" not in found


def test_one_page_has_no_others(fake: FakeProducts, shopper: FlaskClient) -> None:
    offers(fake, 1, 1)
    found = links(opens(shopper, "/overview").text)
    assert not {"Previous page", "Next page", "Show all categories"} & set(found)


def test_a_category_without_products_is_named(fake: FakeProducts, shopper: FlaskClient) -> None:
    offers(fake, 0, 0)
    page = opens(shopper, "/overview?category=%3Cb%3EGarden").text
    assert "Products in <b>Garden" in text(page.replace("&lt;b&gt;", "&lt;b&gt;"))
    assert "<b>" not in page
    assert "There are no products to show." in page


def test_an_outage_has_an_error_page(fake: FakeProducts, shopper: FlaskClient) -> None:
    fake.behaves(closes)
    answer = shopper.get(
        "/overview?category=a", headers={"Accept": "text/html", "X-Request-ID": "trace-1"}
    )
    assert answer.status_code == 503
    assert answer.mimetype == "text/html"
    page = text(answer.text)
    assert "Products are unavailable right now. Please try again in a moment." in page
    assert "trace-1" in page
    assert links(answer.text) == {"Try again": "", "Show all products": "/overview"}


def test_a_mistake_has_an_error_page(shopper: FlaskClient) -> None:
    answer = opens(shopper, "/overview?page=0")
    assert answer.status_code == 400
    assert "The page must be a whole number from 1 to 1,000,000." in text(answer.text)
    assert "Try again" not in links(answer.text)


@pytest.mark.parametrize(("path", "status"), [("/nothing", 404), ("/health", 405)])
def test_other_errors_are_pages_too(shopper: FlaskClient, path: str, status: int) -> None:
    method = "POST" if status == 405 else "GET"
    answer = shopper.open(path, method=method, headers={"Accept": "text/html"})
    assert answer.status_code == status
    assert answer.mimetype == "text/html"
    assert answer.headers["X-Request-ID"] in answer.text
