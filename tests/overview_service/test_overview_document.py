"""The overview's own document: valid, complete, and kept by every kind of response."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
import yaml
from flask.testing import FlaskClient
from openapi_spec_validator import validate
from werkzeug.test import TestResponse
from wiremock_strict import Contract

import overview_service
from tests.overview_service.fake_products import Behaviour, FakeProducts
from tests.overview_service.faults import (
    LONG_DEADLINE,
    SHORT_DEADLINE,
    closes,
    hangs,
    message,
    sends,
    shape,
)
from tests.services import Service, serving

FILE = Path(overview_service.__file__).with_name("openapi.yaml")
DOCUMENT = yaml.safe_load(FILE.read_text(encoding="utf-8"))
CONTRACT = Contract(FILE)
HEADERS_OF_HTTP = {"content-type", "content-length", "date", "connection"}

OVERLOADED = sends(message(status="503 Busy", headers="Retry-After: 7\r\n"))
# Method, target, behaviour of the products service, status.
KINDS: list[tuple[str, str, Behaviour, int]] = [
    ("GET", "/", closes, 302),
    ("GET", "/overview", sends(message()), 200),
    ("GET", "/overview?page=2", sends(shape(products=[], total=1)), 200),
    ("GET", "/overview?page=0", closes, 400),
    ("GET", "/overview", sends(message(b"[]")), 502),
    ("GET", "/overview", closes, 503),
    ("GET", "/overview", OVERLOADED, 503),
    ("GET", "/overview", hangs, 504),
    ("GET", "/health", closes, 200),
    ("GET", "/openapi.yaml", closes, 200),
    ("GET", "/static/style.css", closes, 200),
    ("GET", "/static/icon.svg", closes, 200),
    ("GET", "/static/app.py", closes, 404),
    ("GET", "/favicon.ico", closes, 404),
    ("POST", "/overview", closes, 405),
    ("OPTIONS", "/", closes, 405),
    ("DELETE", "/health", closes, 405),
    ("PUT", "/openapi.yaml", closes, 405),
    ("PATCH", "/static/style.css", closes, 405),
]


def resolve(node: Any) -> Any:
    """Follow a reference within the document."""
    while "$ref" in node:
        reference, node = node["$ref"], DOCUMENT
        for name in reference.removeprefix("#/").split("/"):
            node = node[name]
    return node


def allowed_headers(path: str, status: int) -> set[str]:
    """Return the names of the headers that a response may have, in lower case."""
    found = CONTRACT.find("GET", path)
    assert found, path
    response = resolve(DOCUMENT["paths"][found.operation.path]["get"]["responses"][str(status)])
    return {name.lower() for name in response["headers"]} | HEADERS_OF_HTTP


def assert_documented(path: str, status: int, headers: dict[str, str], body: bytes) -> None:
    """Fail if the document does not allow this response to a GET."""
    kind = headers.get("Content-Type", "")
    assert CONTRACT.response_problems("GET", path, status, kind, body, headers) == []
    assert {name.lower() for name in headers} <= allowed_headers(path, status)


def headers_of(response: TestResponse) -> dict[str, str]:
    """Return the headers, each of which must be there once."""
    names = [name for name, _ in response.headers]
    assert len(names) == len(set(names))
    return dict(response.headers)


def deadline_for(behaviour: Behaviour) -> float:
    """Return a short deadline, in seconds, only where the response never comes."""
    return SHORT_DEADLINE if behaviour is hangs else LONG_DEADLINE


def without_date(response: TestResponse) -> dict[str, str]:
    """Return the headers but Date, as two responses may differ by a second."""
    return {name: value for name, value in headers_of(response).items() if name != "Date"}


def test_the_document_is_valid_openapi_3_1() -> None:
    assert DOCUMENT["openapi"].startswith("3.1.")
    validate(DOCUMENT)


def test_the_document_is_served_as_it_is(shopper: FlaskClient) -> None:
    assert shopper.get("/openapi.yaml").data == FILE.read_bytes()


def test_the_document_has_every_address(shopper: FlaskClient) -> None:
    served = {rule.rule.replace("<", "{").replace(">", "}") for rule in rules(shopper)}
    assert served == set(DOCUMENT["paths"]) - {"/{path}"}


def rules(shopper: FlaskClient) -> Iterator[Any]:
    """Yield the routing rules of the service."""
    yield from shopper.application.url_map.iter_rules()


def test_the_parameters_are_those_of_the_products_service() -> None:
    theirs = yaml.safe_load(
        FILE.parents[1].joinpath("products_service/openapi.yaml").read_text(encoding="utf-8")
    )["components"]["parameters"]
    ours = {name: each["schema"] for name, each in DOCUMENT["components"]["parameters"].items()}
    del ours["RequestId"]
    assert ours == {name: each["schema"] for name, each in theirs.items()}


def test_a_documented_field_is_always_sent() -> None:
    schemas = DOCUMENT["components"]["schemas"].items()
    for name, schema in schemas:
        assert set(schema.get("required", [])) == set(schema.get("properties", [])), name


def media_types(node: Any, place: str = "#") -> Iterator[tuple[str, dict[str, Any]]]:
    if isinstance(node, dict):
        if "schema" in node and ("example" in node or "examples" in node):
            yield place, node
        for key, value in node.items():
            yield from media_types(value, f"{place}/{key}")


@pytest.mark.parametrize(
    "media_type", [pytest.param(node, id=place) for place, node in media_types(DOCUMENT)]
)
def test_every_example_is_allowed_by_its_schema(media_type: dict[str, Any]) -> None:
    validator = jsonschema_rs.Draft202012Validator({**DOCUMENT, **media_type["schema"]})
    examples = [item["value"] for item in media_type.get("examples", {}).values()]
    examples += [media_type["example"]] if "example" in media_type else []
    for example in examples:
        validator.validate(example)


@pytest.mark.parametrize("accept", ["application/json", "text/html"])
@pytest.mark.parametrize(("method", "target", "behaviour", "status"), KINDS)
def test_every_kind_of_response_is_documented(
    fake: FakeProducts,
    open_shop: Callable[..., FlaskClient],
    method: str,
    target: str,
    behaviour: Behaviour,
    status: int,
    accept: str,
) -> None:
    fake.behaves(behaviour)
    shopper = open_shop(products_deadline=deadline_for(behaviour))
    response = shopper.open(target, method=method, headers={"Accept": accept})
    assert response.status_code == status
    headers = headers_of(response)
    assert_documented(target.partition("?")[0], status, headers, response.data)
    negotiated = status >= 400 or target.startswith("/overview")
    if accept == "text/html" and negotiated:
        assert response.mimetype == "text/html"


def test_not_acceptable_is_documented(shopper: FlaskClient) -> None:
    response = shopper.get("/overview", headers={"Accept": "image/png"})
    assert response.status_code == 406
    assert_documented("/overview", 406, headers_of(response), response.data)


@pytest.mark.parametrize("accept", ["application/json", "text/html"])
def test_an_unexpected_error_is_documented(
    shopper: FlaskClient, monkeypatch: pytest.MonkeyPatch, accept: str
) -> None:
    monkeypatch.setattr("overview_service.routes.read_query", None)
    response = shopper.get("/overview", headers={"Accept": accept})
    assert response.status_code == 500
    assert_documented("/overview", 500, headers_of(response), response.data)


def test_an_unchanged_file_is_not_sent_again(shopper: FlaskClient) -> None:
    tag = shopper.get("/static/style.css").headers["ETag"]
    response = shopper.get("/static/style.css", headers={"If-None-Match": tag})
    assert (response.status_code, response.data) == (304, b"")
    assert_documented("/static/style.css", 304, headers_of(response), b"")
    changed = shopper.get("/static/style.css", headers={"If-None-Match": '"0"'})
    assert changed.status_code == 200


@pytest.mark.parametrize(
    ("method", "target", "behaviour", "status"), [kind for kind in KINDS if kind[0] == "GET"]
)
def test_head_is_get_without_the_body(
    fake: FakeProducts,
    open_shop: Callable[..., FlaskClient],
    method: str,
    target: str,
    behaviour: Behaviour,
    status: int,
) -> None:
    fake.behaves(behaviour)
    shopper = open_shop(products_deadline=deadline_for(behaviour))
    for accept in ("application/json", "text/html"):
        given = {"Accept": accept, "X-Request-ID": "trace-1"}
        got, head = shopper.get(target, headers=given), shopper.head(target, headers=given)
        assert (head.status_code, head.data) == (status, b"")
        assert without_date(head) == without_date(got)
        assert int(head.headers["Content-Length"]) == len(got.data)


@pytest.fixture(scope="module")
def process() -> Iterator[Service]:
    """Return a running overview service whose products service refuses connections."""
    with serving("overview_service", PRODUCTS_URL="http://127.0.0.1:9") as service:
        yield service


@pytest.mark.parametrize("accept", ["application/json", "text/html"])
@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/", 302),
        ("GET", "/overview", 503),
        ("GET", "/health", 200),
        ("GET", "/openapi.yaml", 200),
        ("GET", "/static/style.css", 200),
        ("GET", "/nothing", 404),
        ("POST", "/overview", 405),
    ],
)
def test_the_process_adds_no_header(
    process: Service, method: str, path: str, status: int, accept: str
) -> None:
    response = process.request(
        method,
        path,
        headers={"Accept": accept, "Origin": "https://a.example"},
        allow_redirects=False,
    )
    assert response.status_code == status
    assert_documented(path, status, dict(response.headers), response.content)
