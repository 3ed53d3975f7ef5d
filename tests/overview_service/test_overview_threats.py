"""Threats to the overview: a hostile shopper, and a hostile products service."""

from __future__ import annotations

import gzip
import time
import tracemalloc
import zlib
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from urllib.parse import parse_qsl, quote, urlsplit

import pytest
from flask.testing import FlaskClient

from tests.overview_service.fake_products import FakeProducts
from tests.overview_service.faults import GOOD, KIND, LAMP, hangs, message, sends, shape, then
from tests.raw_http import exchange, slowly
from tests.services import Service, serving

HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onfocus='alert(1)' autofocus='",
    "</title></textarea></style><svg/onload=alert(1)>",
    "--><a href=//evil.example>",
    "{{ 7 * 7 }}{% raw %}",
    "javascript:alert(1)",
    "//evil.example/",
    "https://evil.example/?a=b#c",
    "\u2028\u2029\u202e\x00\x1b[2J",
]
HTML = {"Accept": "text/html"}
MIB = 1024 * 1024
BLANKS = b" " * (50 * MIB) + GOOD


class Skeleton(HTMLParser):
    """The tags and attributes of a page, without texts, and where it leads."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, list[str]]] = []
        self.links: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, [name for name, _ in attrs]))
        self.links += [value or "" for name, value in attrs if name in ("href", "src")]


def offers(text: str) -> bytes:
    """Return a response in which every text is this one."""
    lamp = {**LAMP, "name": text, "category": text}
    return shape(products=[lamp], categories=[text])


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_becomes_markup_or_leads_away(
    fake: FakeProducts, shopper: FlaskClient, text: str
) -> None:
    pages = []
    for category in ("Home", text):
        fake.behaves(sends(offers(category)))
        query = {"category": category}
        response = shopper.get("/overview", query_string=query, headers=HTML)
        assert response.status_code == 200
        pages.append(Skeleton(response.text))
    plain, hostile = pages
    assert hostile.tags == plain.tags
    for link in hostile.links:
        assert urlsplit(link)[:3:2] == ("", urlsplit(link).path)
        assert link.startswith(("/overview", "/static/", "#"))
        assert not link.startswith("//")


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize(
    "address", ["/overview?page={}", "/overview?sort_by={}", "/nothing/{}", "/{}", "/overview/{}"]
)
def test_no_error_repeats_what_was_sent(shopper: FlaskClient, address: str, text: str) -> None:
    for headers in ({}, HTML):
        response = shopper.get(address.format(quote(text)), headers=headers)
        assert response.status_code in (400, 404)
        for piece in ("<script>", "onerror", "onfocus", "onload", "evil", "alert(1)", "\x1b"):
            assert piece not in response.text + str(response.headers)


def test_a_foreign_host_is_repeated_nowhere(fake: FakeProducts, shopper: FlaskClient) -> None:
    fake.behaves(sends(message()))
    hosts = {"Host": "evil.example", "X-Forwarded-Host": "evil.example", "Forwarded": "host=evil"}
    for path in ("/", "/overview", "/overview?page=0", "/nothing", "/health"):
        for accept in ("text/html", "application/json"):
            response = shopper.get(path, headers={**hosts, "Accept": accept})
            assert "evil" not in response.text + str(response.headers)


@pytest.mark.parametrize("text", ["a\r\nX-Evil: 1", "a\nSet-Cookie: evil=1", "a\r\n\r\n<html>"])
def test_no_parameter_splits_the_response(
    fake: FakeProducts, shopper: FlaskClient, text: str
) -> None:
    fake.behaves(sends(offers(text)))
    usual = set(shopper.get("/health").headers.keys())
    response = shopper.get("/overview", query_string={"category": text})
    assert response.status_code == 200
    assert set(response.headers.keys()) == usual
    _, *headers = fake.requests[-1].split("\r\n")
    assert "evil" not in "".join(headers).lower()


@pytest.mark.parametrize(
    "category",
    [
        "a&page=2", "a&page=2#", "a#fragment", "a;page=2", "a?page=2", "a%26page=2", "../../health",
        "a=b&category=c", "//evil.example", "@evil.example/", "a HTTP/1.1\r\nHost: evil", "\x00", "+ %2B",
    ],
)  # fmt: skip
def test_no_category_smuggles_a_parameter(
    fake: FakeProducts, shopper: FlaskClient, category: str
) -> None:
    fake.behaves(sends(shape(products=[], total=0)))
    response = shopper.get("/overview", query_string={"category": category})
    assert response.status_code == 200
    request_line, *headers = fake.requests[-1].split("\r\n")
    target = urlsplit(request_line.split(" ")[1])
    assert target.path == "/products"
    assert parse_qsl(target.query, keep_blank_values=True) == [("category", category)]
    assert [line for line in headers if line.startswith("Host:")] == [
        f"Host: 127.0.0.1:{fake.port}"
    ]


@pytest.mark.parametrize("status", ["301 Moved", "302 Found", "303 See", "307 Temp", "308 Perm"])
def test_no_redirect_leads_elsewhere(shopper: FlaskClient, fake: FakeProducts, status: str) -> None:
    elsewhere = FakeProducts()
    elsewhere.behaves(sends(message()))
    fake.behaves(sends(message(status=status, headers=f"{KIND}Location: {elsewhere.url}/\r\n")))
    assert shopper.get("/overview").status_code == 502
    assert (elsewhere.connections, len(fake.requests)) == (0, 1)
    elsewhere.close()


@pytest.mark.parametrize(
    ("coding", "body"),
    [
        ("gzip", gzip.compress(BLANKS)),
        ("gzip, gzip", gzip.compress(gzip.compress(BLANKS))),
        ("deflate", zlib.compress(BLANKS)),
        ("br", b"\xcf\xff\xff\x7f\xf8'\x00\xe2\xb1@ \xf7\xfe\x9f\xfe"),
        ("zstd", b"\x28\xb5\x2f\xfd\x00\x58\x19\x00\x00"),
    ],
)
def test_a_bomb_takes_no_memory(
    fake: FakeProducts, shopper: FlaskClient, coding: str, body: bytes
) -> None:
    fake.behaves(sends(message(body, headers=f"{KIND}Content-Encoding: {coding}\r\n")))
    tracemalloc.start()
    try:
        assert shopper.get("/overview").status_code == 502
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 10 * MIB


@pytest.mark.parametrize("method", ["GET", "OPTIONS"])
@pytest.mark.parametrize("origin", ["https://evil.example", "null"])
def test_no_other_site_may_read_or_frame_it(
    fake: FakeProducts, shopper: FlaskClient, method: str, origin: str
) -> None:
    fake.behaves(sends(message()))
    asks = {"Origin": origin, "Access-Control-Request-Method": "GET"}
    for path in ("/overview", "/overview?page=0", "/nothing", "/openapi.yaml"):
        headers = shopper.open(path, method=method, headers=asks).headers
        assert not [name for name in dict(headers) if name.lower().startswith("access-control")]
        assert headers["X-Frame-Options"] == "DENY"
        assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
        assert headers["Cross-Origin-Resource-Policy"] == "same-origin"


# --- on the wire ----------------------------------------------------------------------------------


@pytest.fixture
def service(fake: FakeProducts) -> Iterator[Service]:
    """Return the service as a process."""
    fake.behaves(sends(message()))
    with serving("overview_service", PRODUCTS_URL=fake.url) as running:
        yield running


@pytest.mark.parametrize(
    ("request_", "statuses"),
    [
        (b"GET /overview HTTP/1.1\r\nHost: a\r\nX: " + b"x" * MIB + b"\r\n\r\n", (431, 400)),
        (b"GET /overview?category=" + b"x" * MIB + b" HTTP/1.1\r\nHost: a\r\n\r\n", (431, 400)),
        (b"GET /health HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999999\r\n\r\n", (413,)),
        (b"GET /health HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n" + b"10000\r\n" + b"x" * 65536
         + b"\r\n" + b"10000\r\n" + b"x" * 65536 + b"\r\n0\r\n\r\n", (413,)),
        (b"GET http://evil.example/ HTTP/1.1\r\nHost: evil.example\r\n\r\n", (302,)),
        (b"CONNECT evil.example:80 HTTP/1.1\r\nHost: evil.example\r\n\r\n", (400, 404, 405)),
        (b"GET /health HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nxx", (400,)),
    ],
    ids=["header", "address", "announced body", "chunked body", "foreign address", "tunnel", "lengths"],
)  # fmt: skip
def test_a_request_beyond_bounds_is_refused(
    service: Service, request_: bytes, statuses: tuple[int, ...]
) -> None:
    status, response = exchange(service.address, request_)
    assert status in statuses
    assert len(response) < 10_000
    assert b"evil" not in response
    assert service.get("/health").status_code == 200


def test_a_slow_crowd_shuts_nobody_out(service: Service) -> None:
    with slowly(service.address, 150, "/overview"):
        assert service.get("/overview").status_code == 200
        assert service.get("/health").status_code == 200


def test_more_than_a_thousand_open_files_stop_nobody() -> None:
    with serving("tests.many_files", SERVICE="overview_service") as running:
        assert running.get("/health").status_code == 200


def test_a_request_that_never_ends_is_cut_off() -> None:
    with serving("tests.impatient", SERVICE="overview_service") as running:
        with slowly(running.address, 20, "/overview") as crowd:
            assert crowd.all_closed(within=60)
        assert running.get("/health").status_code == 200
        running.process.terminate()
        assert running.wait_until_ended() == 0


def test_a_products_service_that_never_ends_is_bounded(
    open_shop: Callable[..., FlaskClient], fake: FakeProducts
) -> None:
    fake.behaves(then(sends(message()[:-5]), hangs))
    begun = time.monotonic()
    assert open_shop(products_deadline=0.5).get("/overview").status_code == 504
    assert time.monotonic() - begun < 30
