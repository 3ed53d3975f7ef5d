"""The responses to wrong requests, and when the service cannot do its work."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psycopg
import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from products_service.storage import Storage
from tests.products_service.clients import AUTHORIZED

DETAILS = {
    404: "There is nothing at this address.",
    405: "This address does not know this method; Allow names those that it knows.",
    500: "Something went wrong in this service.",
    503: "The products cannot be reached right now.",
}


def assert_problem(response: TestResponse, status: int) -> None:
    assert (response.status_code, response.content_type) == (status, "application/problem+json")
    problem = json.loads(response.text)
    assert list(problem) == ["type", "title", "status", "detail"]
    assert (problem["type"], problem["status"]) == ("about:blank", status)
    assert problem["detail"] == DETAILS.get(status, problem["detail"])
    for secret in ("sqlite", "psycopg", "RuntimeError", "Traceback", "SELECT", "products.", "<"):
        assert secret not in response.text


@pytest.mark.parametrize(
    "path", ["/", "/products/", "/Products", "/product", "/products//", "/static/x"]
)
def test_any_other_path_is_404(sqlite_client: FlaskClient, path: str) -> None:
    assert_problem(sqlite_client.get(path), 404)
    assert_problem(sqlite_client.post(path), 404)


@pytest.mark.parametrize("method", ["POST", "DELETE", "PATCH", "OPTIONS", "TRACE", "BREW"])
@pytest.mark.parametrize(
    ("path", "allowed"),
    [
        ("/products", {"GET", "HEAD", "PUT"}),
        ("/health", {"GET", "HEAD"}),
        ("/openapi.yaml", {"GET", "HEAD"}),
    ],
)
def test_any_other_method_is_405(
    sqlite_client: FlaskClient, method: str, path: str, allowed: set[str]
) -> None:
    response = sqlite_client.open(path, method=method)
    assert_problem(response, 405)
    assert set(response.headers["Allow"].split(", ")) == allowed


def test_health_is_ok_while_the_database_works(client: FlaskClient) -> None:
    response = client.get("/health")
    assert (response.status_code, response.json) == (200, {"status": "ok"})
    assert client.head("/health").status_code == 200


def assert_unavailable(client: FlaskClient) -> None:
    assert_problem(client.get("/products"), 503)
    assert_problem(client.get("/health"), 503)
    assert_problem(client.put("/products", json={"products": []}, headers=AUTHORIZED), 503)
    assert client.get("/openapi.yaml").status_code == 200
    assert_problem(client.get("/products?page=0"), 400)


def test_a_missing_database_file_is_503(make_app: Callable[..., Flask], tmp_path: Path) -> None:
    file = tmp_path / "products.sqlite3"
    client = make_app(f"sqlite:///{file}").test_client()
    file.rename(tmp_path / "elsewhere")
    assert_unavailable(client)
    assert not file.exists()
    (tmp_path / "elsewhere").rename(file)
    assert client.get("/products").status_code == 200


def test_a_corrupt_database_file_is_503(make_app: Callable[..., Flask], tmp_path: Path) -> None:
    file = tmp_path / "products.sqlite3"
    client = make_app(f"sqlite:///{file}").test_client()
    file.write_bytes(b"not a database, " * 1000)
    assert_unavailable(client)


def test_a_missing_table_is_503(make_app: Callable[..., Flask], postgresql_url: str) -> None:
    client = make_app(postgresql_url).test_client()
    with psycopg.connect(postgresql_url) as connection:
        connection.execute("DROP TABLE products")
    assert_unavailable(client)


def test_a_lost_database_connection_is_replaced(
    make_app: Callable[..., Flask], postgresql_url: str
) -> None:
    client = make_app(postgresql_url).test_client()
    assert client.get("/products").status_code == 200
    with psycopg.connect(postgresql_url, autocommit=True) as connection:
        ended = connection.execute(
            "SELECT count(pg_terminate_backend(pid, 5000)) FROM pg_stat_activity"
            " WHERE pid <> pg_backend_pid() AND backend_type = 'client backend'"
        ).fetchone()
    assert ended
    assert ended[0] > 0
    assert client.get("/products").status_code == 200


def test_an_unexpected_error_is_500_and_logged(
    sqlite_client: FlaskClient, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("sqlite SELECT products.")

    monkeypatch.setattr(Storage, "page", fail)
    assert_problem(sqlite_client.get("/products"), 500)
    (record,) = caplog.records
    fields: dict[str, Any] = vars(record)["fields"]
    assert (record.levelname, fields["file"]) == ("ERROR", __file__)
    assert 'raise RuntimeError("sqlite SELECT products.")' in fields["exception"]
