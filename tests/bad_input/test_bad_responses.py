"""Responses of the products service that the overview must not stumble over."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from contextlib import closing, suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wiremock_strict import FaultSocket, Script

from overview_service.products_client import ProductsClient, ProductsError
from overview_service.products_client.errors import CrowdedError
from overview_service.products_client.product_page import read_product_page
from overview_service.products_client.retry_after import read_retry_after
from overview_service.query import Query
from overview_service.settings import Settings

PAGE = {
    "products": [{"name": "Lamp", "category": "Home", "price": 24.5}],
    "total": 1,
    "categories": ["Home"],
}
NUMBERS = st.sampled_from(
    [b"-0", b"-0.01", b"0.001", b"00", b"1e9999999999999999999", b"1e-9999999999999999999"]
)
JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=5)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.text(), inner, max_size=3)
    ),
    max_leaves=6,
)
LINES = st.lists(
    st.sampled_from(
        [
            *(b"HTTP/1.1 200 OK", b"HTTP/1.1 103 Early Hints", b"HTTP/1.0 503 No", b"HTTP/1.1 999"),
            *(b"Content-Type: application/json", b"Content-Length: 90", b"Content-Length: -1"),
            *(b"Transfer-Encoding: chunked", b"Content-Encoding: gzip", b"Retry-After: 1e9"),
            *(
                b"X: \xff",
                b" folded",
                b": no name",
                b"",
                b"0",
                b"5",
                b"ffffffffffffffff",
                b"\x1f\x8b",
            ),
            *(b"Set-Cookie: a=b", b"Location: http://127.0.0.1:9/", b"Connection: close"),
            json.dumps(PAGE).encode(),
        ]
    ),
    max_size=10,
)
EXCHANGES = st.one_of(st.binary(max_size=200), LINES.map(b"\r\n".join), LINES.map(b"\n".join))


@st.composite
def nearly_right(draw: st.DrawFn) -> bytes:
    """Change one part of a page into something else, or leave it out."""
    page: dict[str, Any] = json.loads(json.dumps(PAGE))
    where: Any = draw(st.sampled_from([page, page["products"][0]]))
    name = draw(st.sampled_from([*where, "more"]))
    where[name] = draw(JSON)
    if draw(st.booleans()):
        del where[name]
    body = json.dumps(page).encode("utf-8", "surrogatepass")
    return body.replace(b"24.5", draw(NUMBERS)) if draw(st.booleans()) else body


@given(st.one_of(st.binary(), nearly_right(), JSON.map(lambda value: json.dumps(value).encode())))
def test_any_body_of_the_products_service(body: bytes) -> None:
    """Any body of the products service: an outage, or a page that keeps the contract."""
    with suppress(ProductsError):
        page = read_product_page(body, Query())
        assert all(product.name and product.price >= 0 for product in page.products)


@given(st.one_of(st.text(), st.integers().map(str), st.datetimes().map(str)))
def test_any_wait_of_the_products_service(value: str) -> None:
    """Any text as Retry-After: a wait of 1 to 60 seconds, or none."""
    assert read_retry_after(value) in (None, *range(1, 61))


@pytest.fixture(scope="module")
def products() -> Iterator[FaultSocket]:
    """Open a socket that sends whatever it is told."""
    with closing(FaultSocket()) as socket:
        yield socket


@pytest.fixture(scope="module")
def client(products: FaultSocket) -> ProductsClient:
    """Return a client that waits for 0.2 seconds at most, and has one place."""
    settings = Settings(products_url=products.url, products_deadline=0.2, products_in_flight=1)
    return ProductsClient(settings)


@given(EXCHANGES, st.sampled_from([0.0, 0.0, 0.0, math.inf]), st.booleans())
def test_any_bytes_as_a_response(
    products: FaultSocket, client: ProductsClient, sent: bytes, silence: float, reset: bool
) -> None:
    """Any bytes as a response: an outage, or a page; nothing hangs, and no place is lost."""
    products.play(Script([sent, silence], reset=reset))
    outcome: object = None
    try:
        outcome = client.request(Query(), "any").send()
    except ProductsError as error:
        outcome = error
    assert not isinstance(outcome, CrowdedError)
