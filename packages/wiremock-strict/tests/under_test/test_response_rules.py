"""The rules for responses: what is documented, and what leaks."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from parcels.mappings import JSON, PARCEL, PROBLEM
from wiremock_strict import Contract
from wiremock_strict.under_test import Response, leaks, secrets, undocumented

from under_test.replies import response

HIDDEN = secrets(
    ["http://127.0.0.1:40123", "http://wiremock.internal:8080", ""],
    [Path("/srv/checkout"), "/tmp/parcels-x1"],
)
GOOD = {
    "target": "/v1/parcels/AB123",
    "text": json.dumps(PARCEL),
    "headers": {"content-type": JSON},
}


# --- documented -----------------------------------------------------------------------------------


def problems(contract: Contract, closed: bool = True, **changes: Any) -> list[str]:
    """Return what is wrong with a response, without its beginning."""
    given = response(**{**GOOD, **changes})
    found = undocumented([given], contract, closed, otherwise="/v1/parcels/AB999")
    request = f"{given.method} {given.url}"
    beginning = f"The service's document does not allow the response to {request}: "
    return [problem.removeprefix(beginning) for problem in found]


def test_a_documented_response_is_allowed(contract: Contract) -> None:
    assert problems(contract) == []
    assert problems(contract, method="HEAD", text="") == []


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"text": "[]"}, "the body: [] is not of type"),
        ({"status": 418}, "status 418 is not documented"),
        ({"headers": {"content-type": "text/html"}}, "the content type is text/html"),
        ({"headers": {"content-type": JSON, "x-powered-by": "x"}}, "there is no header x-powered"),
        ({"target": "/v1/parcels", "text": "[]"}, "X-Total"),
        ({"target": "/over/there", "status": 418}, "status 418 is not documented"),
    ],
)
def test_any_departure_is_a_problem(
    contract: Contract, changes: dict[str, Any], problem: str
) -> None:
    found = problems(contract, **changes)
    assert [each for each in found if problem in each], found


def test_each_method_has_its_own_document(contract: Contract) -> None:
    taken_in: dict[str, Any] = {"target": "/v1/parcels", "method": "POST", "status": 201}
    headers = {"content-type": JSON, "location": "/v1/parcels/AB123"}
    assert problems(contract, **taken_in, headers=headers) == []
    assert problems(contract, **taken_in) == ["header Location is missing"]


def test_an_unknown_path_is_a_problem(contract: Contract) -> None:
    assert problems(contract, target="/over/there") == []  # `otherwise` stands for it
    (found,) = undocumented([response("/over/there")], contract)
    assert found.endswith("GET http://desk/over/there: it has no path /over/there")


def test_a_proxy_may_add_headers(contract: Contract) -> None:
    headers = {"content-type": JSON, "via": "1.1 proxy"}
    assert problems(contract, closed=False, headers=headers) == []


def test_a_broken_request_may_never_reach_the_service(contract: Contract) -> None:
    request_headers = {"X-Request-ID": "one\nX-Two: two"}
    answered: dict[str, Any] = {
        "status": 400,
        "headers": {"content-type": PROBLEM},
        "text": "Bad Request",
    }
    assert problems(contract, request_headers=request_headers, **answered) == []


# --- leaks ----------------------------------------------------------------------------------------


def found_leak(given: Response) -> str | None:
    """Return what leaks in a response."""
    for found in leaks([given], HIDDEN):
        leak = re.match("A response leaks internal details: '(.*)', to GET http", found)
        assert leak
        return leak[1]
    return None


@pytest.mark.parametrize(
    ("text", "leak"),
    [
        ("asked 127.0.0.1 in vain", "127.0.0.1"),
        ("asked http://127.0.0.1:40123/products", None),  # host, port or both: one is named
        ("port 40123", "40123"),
        ("(host='wiremock.internal')", "wiremock.internal"),
        ("see wiremock.internal for more", "wiremock.internal"),
        ("in /srv/checkout/desk/app.py", "/srv/checkout"),
        ("cannot open /tmp/parcels-x1/desk.log", "/tmp/parcels-x1"),
        ("ConnectionError", "ConnectionError"),
        ("raised requests.exceptions.ReadTimeout: no", "ReadTimeout"),
        ("<class 'desk.errors.ParcelError'>", "ParcelError"),
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
def test_a_leak_is_found(text: str, leak: str | None, where: str) -> None:
    given = response(text=text) if where == "body" else response(headers={"x-detail": text})
    any_part = ("127.0.0.1", "40123", "127.0.0.1:40123")
    assert found_leak(given) in ((leak,) if leak else any_part)
    (found,) = leaks([given], HIDDEN)
    assert text in found


def test_the_servers_name_is_a_leak() -> None:
    assert found_leak(response(headers={"server": "waitress"})) == "waitress"
    assert found_leak(response(headers={"location": "http://127.0.0.1:40123/products"}))


@pytest.mark.parametrize(
    "text",
    [
        json.dumps(PARCEL),
        "",
        "Nobody is at the desk right now.",
        "The page must be a whole number from 1 to 1,000,000.",
        "A mistake was made; an error, a timeout, an exception to the rule.",
        "Error 404",
        "Trial and Error, a novel",
        "Timeout",
        "<p>Internal affairs</p>",
        "price 140123.00",
        "127.0.0.10",
        "wiremock.internals",
        "/srv/checkouts",
        "parcels, desk, flask, requests, python",
        "waitresses wanted",
    ],
)
def test_ordinary_text_is_no_leak(text: str) -> None:
    headers = {"content-type": "text/html; charset=utf-8", "x-request-id": "a-1"}
    assert found_leak(response(text=text, headers=headers)) is None


def test_a_length_is_not_a_port() -> None:
    assert found_leak(response(headers={"content-length": "40123"})) is None
