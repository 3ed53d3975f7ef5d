"""What no answer of the overview may tell, and what it may."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from wiremock_strict.nobody import Nobody

from overview_service import create_app
from overview_service.settings import Settings
from support.overview.answer import Answer
from support.overview.inspection import A_LITTLE, Inspection

ADDRESSES = ["http://127.0.0.1:40123", "http://wiremock.internal:8080"]
FOLDERS = [Path("/srv/checkout"), Path("/tmp/acceptance-x1")]
INSPECTION = Inspection(ADDRESSES, FOLDERS)
GOOD = '{"products": [{"name": "Lamp", "category": "Home", "price": 10.00}], "total": 1}'


def answer(text: str = GOOD, seconds: float = 0.1, **headers: str) -> Answer:
    """Return an answer of the overview."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Answer("GET", "http://h/overview", {}, 200, named, text, seconds)


def leak(told: Answer) -> str | None:
    """Return what is found in an answer that tells too much."""
    try:
        INSPECTION.check(told, deadline=1)
    except AssertionError as error:
        found = re.match("The overview tells the shopper of its inside: '(.*)'\n", str(error))
        return found and found[1]
    return None


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("asked 127.0.0.1 in vain", "127.0.0.1"),
        ("asked http://127.0.0.1:40123/products", None),  # host, port or both: one is told
        ("port 40123", "40123"),
        ("(host='wiremock.internal')", "wiremock.internal"),
        ("see canary.internal for more", "canary.internal"),
        ("in /srv/checkout/overview_service/app.py", "/srv/checkout"),
        ("cannot open /tmp/acceptance-x1/overview-1.log", "/tmp/acceptance-x1"),
        ("ConnectionError", "ConnectionError"),
        ("raised requests.exceptions.ReadTimeout: no", "ReadTimeout"),
        ("<class 'overview_service.errors.ProductsError'>", "ProductsError"),
        ("JSONDecodeError('Expecting value')", "JSONDecodeError"),
        ("NotFittingException", "NotFittingException"),
        ("Traceback (most recent call last):", "Traceback"),
        ('File "app.py", line 3', 'File "'),
        ("[Errno 111] Connection refused", "[Errno"),
        ("in /usr/lib/python3/site-packages/x", "/site-packages/"),
        ("urllib3 gave up", "urllib3"),
        ("werkzeug debugger", "werkzeug"),
        ("jinja2.runtime", "jinja2"),
        ("http.client said no", "http.client"),
    ],
)
@pytest.mark.parametrize("where", ["body", "header"])
def test_a_leak_is_told_with_the_answer(text: str, told: str | None, where: str) -> None:
    sent = answer(text) if where == "body" else answer(x_detail=text)
    assert leak(sent) in ((told,) if told else ("127.0.0.1", "40123", "127.0.0.1:40123"))
    with pytest.raises(AssertionError, match=re.escape(text)):
        INSPECTION.check(sent, deadline=1)


def test_the_servers_name_in_a_header_is_a_leak() -> None:
    assert leak(answer(server="waitress")) == "waitress"
    assert leak(answer(location="http://127.0.0.1:40123/products"))


@pytest.mark.parametrize(
    "text",
    [
        GOOD,
        "",
        "Products are unavailable right now. Please try again in a moment.",
        "The page must be a whole number from 1 to 1,000,000.",
        "A mistake was made; an error, a timeout, an exception to the rule.",
        "Error 404",
        "Trial and Error, a novel",
        "Timeout",
        "<p>Internal affairs</p>",
        "price 140123.00",
        "127.0.0.10",
        "canary.internals",
        "/srv/checkouts",
        "products, overview, flask, requests, python",
        "waitresses wanted",
    ],
)
def test_what_a_shopper_may_read_is_no_leak(text: str) -> None:
    assert leak(answer(text, content_type="text/html; charset=utf-8", x_request_id="a-1")) is None


def test_the_length_of_an_answer_is_not_taken_for_a_port() -> None:
    assert leak(answer(content_length="40123")) is None


def test_an_answer_that_comes_late_is_told_with_the_time_it_took() -> None:
    INSPECTION.check(answer(seconds=0.5 + A_LITTLE), deadline=0.5)
    with pytest.raises(AssertionError) as late:
        INSPECTION.check(answer(seconds=0.51 + A_LITTLE), deadline=0.5)
    assert str(late.value).startswith("The overview took 1.51 s of 0.5 s that it has.\nGET http:")


@pytest.mark.parametrize("accept", ["application/json", "text/html"])
@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/overview", 503),
        ("/overview?page=0", 400),
        ("/health", 200),
        ("/", 302),
        ("/nothing", 404),
    ],
)
def test_the_real_overview_without_products_raises_no_alarm(
    path: str, status: int, accept: str
) -> None:
    nobody = Nobody()
    try:
        shopper = create_app(Settings(products_url=nobody.url)).test_client()
        got = shopper.get(path, headers={"Accept": accept})
        headers: dict[str, Any] = {name.lower(): value for name, value in got.headers.items()}
        told = Answer("GET", path, {}, got.status_code, headers, got.text, 0.1)
        assert told.status == status
        Inspection([nobody.url], FOLDERS).check(told, deadline=1)
    finally:
        nobody.close()
