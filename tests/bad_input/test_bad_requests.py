"""Requests that nobody meant."""

from __future__ import annotations

from contextlib import suppress
from urllib.parse import quote_from_bytes

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from overview_service import create_app, query, settings
from products_service import query as of_products

NAMES = st.sampled_from(["category", "sort_by", "sort_order", "page", "page_size", "other", ""])
VALUES = st.one_of(
    st.text(max_size=10), st.sampled_from(["name", "asc", "1", "0", "١", "%ff", "%"])
)
PAIRS = st.lists(st.tuples(NAMES, VALUES), max_size=4)
QUERIES = st.one_of(
    st.binary(max_size=60),
    st.sampled_from([b"category=%ff", b"category=%ed%a0%80", b"page=%d9%a1", b"&&==%00"]),
    PAIRS.map(lambda pairs: "&".join("=".join(pair) for pair in pairs).encode("utf-8", "replace")),
)
# What a header can hold: Latin-1 without line breaks, as a server hands it on.
HEADER = st.text(st.characters(max_codepoint=255, exclude_characters="\r\n\0"), max_size=60)
TYPES = st.lists(st.sampled_from(["text/html", "*/*", "application/json", ";q=0", ";q=x", "é"]))
ACCEPT = st.one_of(HEADER, TYPES.map(",".join))
EXPECTED = {200, 302, 304, 400, 404, 405, 406, 503}


@given(QUERIES)
def test_any_bytes_as_a_query_of_the_overview(text: bytes) -> None:
    """Any bytes as the overview's query: a sentence for the shopper, or it is taken."""
    with suppress(query.InvalidQueryError):
        taken = query.read_query(text)
        assert 1 <= taken.page <= 1_000_000
        (taken.category or "").encode("utf-8")  # no half of a surrogate pair has come through


@given(QUERIES)
def test_any_bytes_as_a_query_of_the_products_service(text: bytes) -> None:
    """Any bytes as the query of the products service: a sentence, or it is taken."""
    with suppress(of_products.InvalidQueryError):
        assert 1 <= of_products.read_query(text).page_size <= 100


@pytest.fixture(scope="module")
def shopper() -> FlaskClient:
    """Open an overview whose products service refuses all connections."""
    return create_app(settings.Settings(products_url="http://127.0.0.1:9")).test_client()


@given(
    st.sampled_from(["/overview", "/", "/health", "/openapi.yaml", "/static/style.css"]),
    QUERIES.map(lambda text: quote_from_bytes(text, safe="&=%+")),
    st.dictionaries(st.sampled_from(["Accept", "X-Request-ID", "If-None-Match", "Range"]), HEADER),
    ACCEPT,
    st.sampled_from(["GET", "HEAD", "POST", "TRACE", "OPTIONS"]),
)
def test_any_request_to_the_overview(
    shopper: FlaskClient,
    path: str,
    text: str,
    headers: dict[str, str],
    accept: str,
    method: str,
) -> None:
    """Any parameters, headers and method: a response that is documented, and never 500."""
    told = {**headers, "Accept": accept}
    response = shopper.open(path, method=method, query_string=text, headers=told)
    assert response.status_code in EXPECTED, response.get_data(as_text=True)
    assert response.headers["X-Request-ID"]
