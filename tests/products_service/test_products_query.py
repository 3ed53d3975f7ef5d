"""The queries that GET /products accepts."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from products_service.query import InvalidQueryError, Query, read_query


@pytest.mark.parametrize(
    ("query_string", "expected"),
    [
        (b"", Query(None, None, "asc", 1, 20)),
        (b"&", Query()),
        (b"category=Books", Query(category="Books")),
        (b"category=R%26D+%2F%20Toys", Query(category="R&D / Toys")),
        (b"category=%20Books%20", Query(category=" Books ")),
        (b"category=B%C3%BCcher", Query(category="Bücher")),
        (b"category=%F0%9F%8E%B2", Query(category="🎲")),
        (b"category=a;b", Query(category="a;b")),
        (b"category=a=b", Query(category="a=b")),
        (b"category=%00", Query(category="\x00")),
        (b"sort_by=name", Query(sort_by="name")),
        (b"sort_by=category&sort_order=asc", Query(sort_by="category", sort_order="asc")),
        (b"sort_order=desc&sort_by=price", Query(sort_by="price", sort_order="desc")),
        (b"page=1&page_size=1", Query(page=1, page_size=1)),
        (b"page=1000000&page_size=100", Query(page=1_000_000, page_size=100)),
        (b"page=007", Query(page=7)),
        (b"page=" + b"0" * 5000 + b"7", Query(page=7)),
    ],
)
def test_an_allowed_query_is_read(query_string: bytes, expected: Query) -> None:
    assert read_query(query_string) == expected


@pytest.mark.parametrize(
    ("query_string", "message"),
    [
        (b"colour=red", "'colour' is not a parameter; allowed: category, sort_by, sort_order,"),
        (b"Category=Books", "'Category' is not a parameter"),
        (b"category%20=Books", "'category ' is not a parameter"),
        (b"category[]=Books", "'category[]' is not a parameter"),
        (b"=Books", "'' is not a parameter"),
        (b"x" * 5000, "'" + "x" * 40 + "' is not a parameter"),
        (b"category=", "category is empty"),
        (b"category", "category is empty"),
        (b"sort_by=", "sort_by is empty"),
        (b"sort_by=name&sort_order=", "sort_order is empty"),
        (b"page=", "page is empty"),
        (b"page_size=", "page_size is empty"),
        (b"category=Books&category=Books", "category is given more than once"),
        (b"page=1&page=1", "page is given more than once"),
        (b"sort_by=name&sort_by=price", "sort_by is given more than once"),
        (b"sort_by=Price", "sort_by must be one of name, price, category."),
        (b"sort_by=position", "sort_by must be one of name, price, category."),
        (b"sort_by=price%20", "sort_by must be one of name, price, category."),
        (b"sort_by=price&sort_order=DESC", "sort_order must be one of asc, desc."),
        (b"sort_order=asc", "sort_order is allowed only together with sort_by."),
        (b"sort_order=desc&page=2", "sort_order is allowed only together with sort_by."),
        (b"category=%FF", "The query must be percent-encoded UTF-8."),
        (b"category=%ED%A0%80", "The query must be percent-encoded UTF-8."),
        (b"category=\xff", "The query must be percent-encoded UTF-8."),
        (b"%FF=Books", "The query must be percent-encoded UTF-8."),
    ],
)
def test_a_wrong_query_names_the_parameter(query_string: bytes, message: str) -> None:
    with pytest.raises(InvalidQueryError) as caught:
        read_query(query_string)
    assert str(caught.value).startswith(message)


@pytest.mark.parametrize(("name", "highest"), [("page", 1_000_000), ("page_size", 100)])
@pytest.mark.parametrize(
    "value",
    [
        "0", "-1", "+1", "%2B1", "1.0", "1.", "1e1", "1_0", "0x1", "%201", "1%20", "1%0A", "one",
        "%EF%BC%91", "%D9%A1", "%C2%B2", "true", "null", "12345678", "9" * 5000, "0" * 5000,
    ],
)  # fmt: skip
def test_a_number_must_be_plain_and_in_range(name: str, highest: int, value: str) -> None:
    with pytest.raises(InvalidQueryError) as caught:
        read_query(f"{name}={value}".encode())
    assert (
        str(caught.value) == f"{name} must be a whole number from 1 to {highest}, in plain digits."
    )


@pytest.mark.parametrize("query", ["page=1000001", "page_size=101"])
def test_one_more_than_the_highest_number_is_refused(query: str) -> None:
    with pytest.raises(InvalidQueryError):
        read_query(query.encode())


@pytest.mark.parametrize("query", ["colour=red", "category=%FF", "page=%EF%BC%91", "page=1&page=2"])
def test_a_wrong_query_is_400(sqlite_client: FlaskClient, query: str) -> None:
    response = sqlite_client.get(f"/products?{query}")
    assert response.status_code == 400
    assert response.content_type == "application/problem+json"
    with pytest.raises(InvalidQueryError) as caught:
        read_query(query.encode())
    assert response.json == {
        "type": "about:blank",
        "title": "Bad Request",
        "status": 400,
        "detail": str(caught.value),
    }
