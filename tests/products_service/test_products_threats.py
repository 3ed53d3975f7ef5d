"""Threats to the products service: a hostile client."""

from __future__ import annotations

import json
import socket
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from tests.products_service.clients import TOKEN, put
from tests.raw_http import exchange, slowly
from tests.services import Service, serving

Start = Callable[..., Service]
SQL = [
    "' OR '1'='1",
    "'; DROP TABLE products; --",
    '" OR ""="',
    "x' UNION SELECT name, category, price_cents FROM products --",
    "Home'--",
    "Home\\' OR 1=1 --",
    "$$; DELETE FROM products; $$",
    "%",
    "1; SELECT pg_sleep(60)",
]
HEAD = (
    f"PUT /products HTTP/1.1\r\nAuthorization: Bearer {TOKEN}\r\nContent-Type: application/json\r\n"
)
EMPTY = b'{"products": []}'


@pytest.mark.parametrize("text", SQL)
@pytest.mark.parametrize("name", ["category", "sort_by", "sort_order", "page", "page_size"])
def test_sql_in_a_parameter_is_only_text(client: FlaskClient, name: str, text: str) -> None:
    query = {name: text, **({"sort_by": "name"} if name == "sort_order" else {})}
    response = client.get("/products", query_string=query)
    if name == "category":
        assert (response.status_code, json.loads(response.text)["total"]) == (200, 0)
    else:
        assert response.status_code == 400
    assert json.loads(client.get("/products").text)["total"] == 6


@pytest.mark.parametrize("text", SQL)
def test_sql_in_a_product_is_only_text(client: FlaskClient, text: str) -> None:
    product = {"name": text, "category": text, "price": 1}
    assert put(client, json.dumps({"products": [product]})).status_code == 204
    page = json.loads(client.get("/products", query_string={"category": text}).text)
    assert [(each["name"], each["category"]) for each in page["products"]] == [(text, text)]
    assert page["categories"] == [text]


@pytest.mark.parametrize(
    "half",
    [
        f"{HEAD}Content-Length: 99\r\n\r\n".encode() + EMPTY,
        f"{HEAD}Content-Length: 16\r\n\r\n".encode() + EMPTY[:-1],
        f"{HEAD}Transfer-Encoding: chunked\r\n\r\n10\r\n".encode() + EMPTY + b"\r\n",
        f"{HEAD}Transfer-Encoding: chunked\r\n\r\n10\r\n".encode() + EMPTY[:-1],
        HEAD.encode(),
    ],
    ids=["too short", "a byte short", "no last chunk", "within a chunk", "within the headers"],
)
def test_a_half_sent_write_changes_nothing(start_service: Start, half: bytes) -> None:
    service = start_service()
    with socket.create_connection(service.address, timeout=60) as connection:
        connection.sendall(half)
        connection.shutdown(socket.SHUT_WR)
        connection.recv(65536)
    assert service.get("/products").json()["total"] == 6


@pytest.mark.parametrize(
    ("request_", "statuses"),
    [
        (b"GET /products HTTP/1.1\r\nX: " + b"x" * 2**20 + b"\r\n\r\n", (431, 400)),
        (b"GET /products?category=" + b"x" * 2**20 + b" HTTP/1.1\r\n\r\n", (431, 400)),
        (b"PUT /products HTTP/1.1\r\nContent-Length: 99999999999\r\n\r\n", (413,)),
    ],
    ids=["header", "address", "body"],
)
def test_a_request_beyond_bounds_is_refused(
    start_service: Start, request_: bytes, statuses: tuple[int, ...]
) -> None:
    service = start_service()
    status, response = exchange(service.address, request_)
    assert status in statuses
    assert len(response) < 10_000
    assert service.get("/products").json()["total"] == 6


def test_a_slow_crowd_shuts_nobody_out(start_service: Start) -> None:
    service = start_service()
    with slowly(service.address, 150, "/products"):
        assert service.get("/products").json()["total"] == 6


def test_more_than_a_thousand_open_files_stop_nobody(sqlite_url: str) -> None:
    environment = {"SERVICE": "products_service", "DATABASE_URL": sqlite_url}
    with serving("tests.many_files", **environment) as running:
        assert running.get("/health").status_code == 200


def test_a_request_that_never_ends_is_cut_off(sqlite_url: str) -> None:
    environment = {"SERVICE": "products_service", "DATABASE_URL": sqlite_url}
    with (
        serving("tests.impatient", **environment) as running,
        slowly(running.address, 20, "/products") as crowd,
    ):
        assert crowd.all_closed(within=60)
        assert running.get("/health").status_code == 200
        running.process.terminate()
        assert running.wait_until_ended() == 0


@pytest.mark.parametrize("method", ["GET", "PUT", "OPTIONS"])
def test_no_other_site_is_let_in(sqlite_client: FlaskClient, method: str) -> None:
    asks = {"Origin": "https://evil.example", "Access-Control-Request-Method": "PUT"}
    response = sqlite_client.open("/products", method=method, headers=asks)
    assert not [name for name in dict(response.headers) if name.lower().startswith("access")]
    assert response.status_code == {"GET": 200, "PUT": 401, "OPTIONS": 405}[method]
