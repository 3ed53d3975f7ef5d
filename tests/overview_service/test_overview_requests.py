"""Requests that the overview accepts from a shopper, and headers that every response has."""

from __future__ import annotations

import json
import logging
import re
from typing import Any
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient

from overview_service import negotiation
from tests.overview_service.fake_products import FakeProducts
from tests.overview_service.faults import LAMP, message, sends, shape

LOGGER = "overview_service.request"
SECRETS = {
    "Authorization": "Bearer secret",
    "Proxy-Authorization": "Basic secret",
    "Cookie": "session=secret",
    "X-Api-Key": "secret",
    "X-Forwarded-For": "secret",
    "Referer": "https://shop.example/?token=secret",
    "User-Agent": "secret",
}


@pytest.fixture
def well(fake: FakeProducts) -> FakeProducts:
    """Return a products service with nothing to offer, which suits any request."""
    fake.behaves(sends(shape(products=[], total=0)))
    return fake


def target_of(fake: FakeProducts) -> str:
    """Return the target of the one request to the products service."""
    (head,) = fake.requests
    return head.split(" ")[1]


@pytest.mark.parametrize(
    ("query", "target"),
    [
        ("", "/products"),
        ("?category=Books", "/products?category=Books"),
        ("?category=R%26D%20/%20Toys", "/products?category=R%26D+%2F+Toys"),
        ("?category=100%25+%C3%A9%F0%9F%98%80", "/products?category=100%25+%C3%A9%F0%9F%98%80"),
        ("?category=%20", "/products?category=+"),
        ("?category=%20Books%09+", "/products?category=+Books%09+"),
        ("?sort_by=price", "/products?sort_by=price"),
        ("?sort_order=desc&sort_by=name", "/products?sort_order=desc&sort_by=name"),
        ("?page=1&page_size=20", "/products?page=1&page_size=20"),
        ("?page=1000000&page_size=100", "/products?page=1000000&page_size=100"),
        ("?page=007", "/products?page=007"),
        ("?utm_source=mail&page=2&colour=red&Category=x", "/products?page=2"),
        ("?colour=%FF&page=2&=&&x", "/products?page=2"),
        ("?c%61tegory=Books", "/products?category=Books"),
    ],
)
def test_the_choices_are_passed_on_as_given(
    well: FakeProducts, shopper: FlaskClient, query: str, target: str
) -> None:
    assert shopper.get(f"/overview{query}").status_code == 200
    assert target_of(well) == target


@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        ("category=", "category"),
        ("category", "category"),
        ("category=a&category=b", "category"),
        ("category=a&category=a", "category"),
        ("category=%FF", "category"),
        ("category=%ED%A0%80", "category"),
        ("sort_by=", "sort_by"),
        ("sort_by=Price", "sort_by"),
        ("sort_by=price%20", "sort_by"),
        ("sort_by=id", "sort_by"),
        ("sort_by=%FF", "sort_by"),
        ("sort_by=price&sort_by=name", "sort_by"),
        ("sort_order=asc", "sort_order"),
        ("sort_by=price&sort_order=", "sort_order"),
        ("sort_by=price&sort_order=DESC", "sort_order"),
        ("sort_by=price&sort_order=up", "sort_order"),
        *(
            (f"{name}={value}", name)
            for name in ("page", "page_size")
            for value in (
                "", "0", "00", "-1", "+1", "1.0", "1e1", "1_0", "0x1", "one", "%201", "1%20",
                "1%0A", quote("１"), quote("١"), quote("²"), "%FF", "9" * 5000, "0" * 5000,
            )
        ),
        ("page=1000001", "page"),
        ("page_size=101", "page_size"),
        ("page=1&page=1", "page"),
    ],
)  # fmt: skip
def test_a_wrong_parameter_is_400_and_explained(
    well: FakeProducts, shopper: FlaskClient, query: str, parameter: str
) -> None:
    response = shopper.get(f"/overview?{query}")
    assert response.status_code == 400
    assert response.json is not None
    assert response.json["parameter"] == parameter
    assert parameter.partition("_")[0] in response.json["detail"]
    assert response.headers["Cache-Control"] == "no-store"
    assert well.requests == []


def test_prices_have_exactly_two_decimals(fake: FakeProducts, shopper: FlaskClient) -> None:
    written = [
        "0", "-0", "-0.00", "0.1", "0.10", "0.070", "1234567.10", "1234567.1", "9999999.99", "1e1", "5",
    ]  # fmt: skip
    shown = [
        "0.00", "0.00", "0.00", "0.10", "0.10", "0.07", "1234567.10", "1234567.10", "9999999.99",
        "10.00", "5.00",
    ]  # fmt: skip
    names = [{**LAMP, "price": f"<{text}>"} for text in written]
    body = json.dumps({"products": names, "total": len(names), "categories": []})
    fake.behaves(sends(message(re.sub(r'"<(.*?)>"', r"\1", body).encode())))
    assert re.findall(r'"price": (.*?)}', shopper.get("/overview").text) == shown
    page = shopper.get("/overview", headers={"Accept": "text/html"}).text
    assert re.findall(r"<td><bdi>([\d.]*)</bdi></td>", page) == shown


def test_names_are_shown_escaped(fake: FakeProducts, shopper: FlaskClient) -> None:
    name = "\"Caf\u00e9\" \\ <b>\U0001f600</b> & 'x'\u2028\x00"
    fake.behaves(sends(shape(products=[{**LAMP, "name": name}])))
    response = shopper.get("/overview")
    assert response.json is not None
    assert response.json["products"][0]["name"] == name
    assert "Caf\u00e9" in response.text  # as a person reads it
    page = shopper.get("/overview", headers={"Accept": "text/html"}).text
    assert "&lt;b&gt;\U0001f600&lt;/b&gt; &amp; &#39;x&#39;" in page


@pytest.mark.parametrize(
    ("accept", "form"),
    [
        (None, negotiation.JSON),
        ("", negotiation.JSON),
        ("*/*", negotiation.JSON),
        ("application/json", negotiation.JSON),
        ("application/*", negotiation.JSON),
        ("Application/JSON", negotiation.JSON),
        ("text/html", negotiation.HTML),
        ("text/*", negotiation.HTML),
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", negotiation.HTML),
        ("text/html, */*", negotiation.HTML),
        ("text/html;q=0.5, application/json", negotiation.JSON),
        ("text/html;q=0.5, application/json;q=0.4", negotiation.HTML),
        ("text/html;q=0.4, */*;q=0.5", negotiation.JSON),
        ("application/json;q=0, */*", negotiation.HTML),
        ("text/html;q=0, application/json;q=0.1", negotiation.JSON),
    ],
)
def test_the_type_follows_accept(
    well: FakeProducts, shopper: FlaskClient, accept: str | None, form: str
) -> None:
    response = shopper.get("/overview", headers={} if accept is None else {"Accept": accept})
    assert response.status_code == 200
    assert response.mimetype == form


@pytest.mark.parametrize("accept", ["image/png", "text/plain", "*/*;q=0", "text/html;q=0", "x"])
def test_neither_type_is_406(well: FakeProducts, shopper: FlaskClient, accept: str) -> None:
    response = shopper.get("/overview", headers={"Accept": accept})
    assert response.status_code == 406
    assert response.mimetype == "application/problem+json"
    assert well.requests == []


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/overview", 200),
        ("HEAD", "/overview", 200),
        ("GET", "/overview?page=0", 400),
        ("GET", "/health", 200),
        ("GET", "/openapi.yaml", 200),
        ("GET", "/static/style.css", 200),
        ("GET", "/", 302),
        ("GET", "/nothing", 404),
        ("GET", "/overview/", 404),
        ("GET", "/static//style.css", 404),
        ("GET", "/static/../app.py", 404),
        ("POST", "/overview", 405),
        ("PUT", "/overview", 405),
        ("OPTIONS", "/overview", 405),
        ("TRACE", "/overview", 405),
        ("BREW", "/overview", 405),
        ("DELETE", "/health", 405),
    ],
)
def test_every_response_has_its_headers(
    well: FakeProducts, shopper: FlaskClient, method: str, path: str, status: int
) -> None:
    response = shopper.open(path, method=method, headers={"X-Request-ID": "Trace.me_1-2"})
    assert response.status_code == status
    assert response.headers["X-Request-ID"] == "Trace.me_1-2"
    assert response.headers["Cache-Control"] == ("no-cache" if status < 400 else "no-store")
    assert response.headers["Content-Security-Policy"].startswith("default-src 'none'; ")
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert "Accept" in response.headers["Vary"]
    assert response.headers.get("Allow") == ("GET, HEAD" if status == 405 else None)
    assert "localhost" not in str(response.headers) + response.text
    if status >= 400:
        assert response.json is not None
        assert response.json["request_id"] == "Trace.me_1-2"
        assert response.json["status"] == status
    if method == "HEAD":
        assert response.data == b""
        assert int(response.headers["Content-Length"]) > 0
    response.close()


def test_the_root_redirects_to_the_overview(shopper: FlaskClient) -> None:
    assert shopper.get("/").headers["Location"] == "/overview"


def test_health_never_asks_the_products_service(well: FakeProducts, shopper: FlaskClient) -> None:
    assert shopper.get("/health").json == {"status": "ok"}
    assert well.requests == []


@pytest.mark.parametrize("given", ["a", "x" * 128, "A.b_c-9"])
def test_a_well_formed_request_id_is_passed_on(
    well: FakeProducts, shopper: FlaskClient, given: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, LOGGER)
    response = shopper.get("/overview", headers={"X-Request-ID": given})
    assert response.headers["X-Request-ID"] == given
    assert f"X-Request-ID: {given}\r\n" in well.requests[0]
    assert fields(caplog)["request_id"] == given


@pytest.mark.parametrize(
    "given",
    ["", "x" * 129, "x" * 10_000, "a b", "a,b", "a, a", "caf\xe9", "a/b", "<b>", "a\x00", "a "],
)
def test_any_other_request_id_is_replaced(
    well: FakeProducts, shopper: FlaskClient, given: str
) -> None:
    environ = {"HTTP_X_REQUEST_ID": given}
    made = shopper.get("/overview", environ_overrides=environ).headers["X-Request-ID"]
    assert re.fullmatch("[0-9a-f]{32}", made)
    assert f"X-Request-ID: {made}\r\n" in well.requests[0]
    assert shopper.get("/overview").headers["X-Request-ID"] != made


def test_a_request_id_has_no_line_break(well: FakeProducts, shopper: FlaskClient) -> None:
    for given in ("a\n", "a\r\nX-Evil: 1"):
        response = shopper.get("/overview", environ_overrides={"HTTP_X_REQUEST_ID": given})
        assert re.fullmatch("[0-9a-f]{32}", response.headers["X-Request-ID"])
        assert "Evil" not in str(response.headers) + "".join(well.requests)


def fields(caplog: pytest.LogCaptureFixture) -> dict[str, Any]:
    """Return the fields of the one entry in the log."""
    (record,) = (record for record in caplog.records if record.name == LOGGER)
    found: dict[str, Any] = record.fields  # type: ignore[attr-defined]
    return found


def test_the_log_has_one_entry_a_request(
    well: FakeProducts, shopper: FlaskClient, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, LOGGER)
    shopper.get("/overview?category=%C3%A9", headers={"X-Request-ID": "a"})
    line = fields(caplog)
    assert line.pop("duration_ms") > 0
    assert line == {
        "request_id": "a",
        "method": "GET",
        "path": "/overview",
        "query": "category=%C3%A9",
        "status": 200,
        "products_requests": 1,
    }


def test_the_log_has_the_reason_of_a_failure(
    fake: FakeProducts, shopper: FlaskClient, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, LOGGER)
    fake.behaves(sends(message(status="503 No")))
    shopper.get("/overview")
    line = fields(caplog)
    assert (line["status"], line["products_requests"], line["reason"]) == (503, 2, "status 503")


def test_an_unexpected_error_is_500_without_details(
    shopper: FlaskClient, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def breaks(_: bytes) -> None:
        raise ZeroDivisionError("secret")

    monkeypatch.setattr("overview_service.routes.read_query", breaks)
    response = shopper.get("/overview")
    assert response.status_code == 500
    assert response.json is not None
    assert (
        response.json["detail"] == "Something went wrong on our side. Please try again in a moment."
    )
    assert "secret" not in response.text
    assert "ZeroDivision" not in response.text
    line = fields(caplog)
    assert line["reason"] == "unexpected: ZeroDivisionError('secret')"
    assert line["file"] == __file__
    assert line["line"] == breaks.__code__.co_firstlineno + 1
    assert line["exception"].startswith("Traceback (most recent call last):")
    assert 'raise ZeroDivisionError("secret")' in line["exception"]
    assert [record.levelname for record in caplog.records] == ["ERROR"]


def test_only_known_headers_are_passed_on(well: FakeProducts, shopper: FlaskClient) -> None:
    shopper.get("/overview", headers={**SECRETS, "X-Request-ID": "trace-1", "Accept": "text/html"})
    (head,) = well.requests
    assert head.splitlines()[1:] == [
        f"Host: 127.0.0.1:{well.port}",
        "User-Agent: overview-service",
        "Accept-Encoding: gzip, identity",
        "Accept: application/json",
        "Connection: keep-alive",
        "X-Request-ID: trace-1",
        "",
    ]


@pytest.mark.parametrize("path", ["/overview", "/overview?page=0", "/nothing"])
def test_secrets_are_never_logged(
    well: FakeProducts, shopper: FlaskClient, caplog: pytest.LogCaptureFixture, path: str
) -> None:
    caplog.set_level(logging.DEBUG)
    response = shopper.get(path, headers=SECRETS)
    logged = "".join(str(vars(record)) for record in caplog.records)
    assert "method" in logged
    assert "secret" not in logged + response.text + str(response.headers)


@pytest.mark.parametrize("accept", ["application/json", "text/html"])
def test_retry_after_is_on_every_error(
    fake: FakeProducts, shopper: FlaskClient, accept: str
) -> None:
    fake.behaves(sends(message(status="503 Busy", headers="Retry-After: 7\r\n")))
    response = shopper.get("/overview", headers={"Accept": accept})
    assert (response.mimetype == "text/html") == (accept == "text/html")
    assert response.headers["Retry-After"] == "7"
