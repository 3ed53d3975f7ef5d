"""The service as a process: its start, its log and its end."""

from __future__ import annotations

import signal
import socket
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.products_service.clients import AUTHORIZED, TOKEN
from tests.services import Service, end_services, run_service

Start = Callable[..., Service]


def test_products_outlive_the_process(start_service: Start) -> None:
    first = start_service()
    response = first.get("/products")
    assert (response.status_code, response.json()["total"]) == (200, 6)
    assert "Server" not in response.headers
    put = first.request("PUT", "/products", json={"products": []}, headers=AUTHORIZED)
    assert put.status_code == 204
    second = start_service()
    assert second.url != first.url
    assert second.get("/products").json()["total"] == 0


def test_the_service_listens_on_loopback_by_default(start_service: Start) -> None:
    assert start_service().listening == ["127.0.0.1"]


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has more than one loopback address")
def test_the_service_listens_on_its_host_only(start_service: Start) -> None:
    service = start_service(HOST="127.0.0.2")
    assert service.listening == ["127.0.0.2"]
    assert service.get("/health").status_code == 200


@pytest.mark.parametrize("end", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_the_service_in_order(start_service: Start, end: signal.Signals) -> None:
    service = start_service()
    assert service.get("/health").status_code == 200  # kept open
    service.process.send_signal(end)
    assert service.wait_until_ended() == 0
    assert "Traceback" not in "".join(service.lines)


def test_the_log_has_one_entry_a_request(start_service: Start) -> None:
    service = start_service()
    service.get("/products?page=0&colour=%0Ared", **{"X-Request-ID": "a.B-9_"})
    service.request("PUT", "/products", headers={"X-Request-ID": "not well-formed"})
    service.request("HEAD", "/health", headers={"X-Request-ID": "x" * 129})
    service.process.terminate()
    service.wait_until_ended()
    lines = [entry for entry in service.log if "method" in entry]
    assert lines[0]["message"] == "GET /products 400"
    assert {line["level"] for line in service.log} == {"info"}
    assert [
        (line["request_id"], line["method"], line["path"], line["query"], line["status"])
        for line in lines
    ] == [
        ("a.B-9_", "GET", "/products", "page=0&colour=%0Ared", 400),
        (None, "PUT", "/products", "", 401),
        (None, "HEAD", "/health", "", 200),
    ]
    assert all(
        0 < line["duration_ms"] < 10_000 and line["time"].endswith("+00:00") for line in lines
    )
    assert TOKEN not in "".join(service.lines)


def test_malformed_http_gets_a_response_without_server_name(start_service: Start) -> None:
    with socket.create_connection(start_service().address, timeout=10) as connection:
        connection.sendall(b"GET /products?category=\xff HTTP/1.1\r\n\r\n")
        with connection.makefile("rb") as received:
            response = received.read()
    assert response.startswith(b"HTTP/1.0 400 ") or response.startswith(b"HTTP/1.1 400 ")
    assert b"waitress" not in response


def test_a_wrong_setting_is_explained_in_a_sentence() -> None:
    ended = run_service("products_service", PORT="http")
    assert ended.returncode == 1
    assert ended.stderr == (
        "products_service: PORT must be a whole number from 0 to 65535, not 'http'.\n"
    )


def test_a_host_that_is_not_there_is_explained_in_a_sentence(tmp_path: Path) -> None:
    host = "no-such-host.invalid"
    ended = run_service("products_service", HOST=host, DATABASE_URL=f"sqlite:///{tmp_path}/db")
    assert ended.returncode == 1
    assert ended.stderr.startswith(f"products_service: cannot listen on HOST {host}, PORT 0: ")
    assert ended.stderr.count("\n") == 1


def test_no_service_outlives_the_tests(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Service, "running", set())  # those of other tests go on
    service = Service("products_service", DATABASE_URL=sqlite_url)
    service.wait_until_serving()
    process = service.process
    end_services()
    assert not process.is_running()
    assert service not in Service.running


def test_a_port_in_use_is_explained_in_a_sentence(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        ended = run_service(
            "products_service",
            PORT=str(port),
            HOST="127.0.0.1",
            DATABASE_URL=f"sqlite:///{tmp_path}/db",
        )
    assert ended.returncode == 1
    assert ended.stderr == (
        f"products_service: cannot listen on HOST 127.0.0.1, PORT {port}: Address already in use.\n"
    )


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        ("sqlite:///{folder}/none/products.sqlite3", "No such file or directory"),
        ("sqlite:///{folder}", "unable to open database file"),
        ("sqlite:///{folder}/text", "file is not a database"),
        ("postgresql://user:hidden@127.0.0.1:{port}/shop", "connection"),
    ],
)
def test_an_unusable_database_is_explained_in_a_sentence(
    tmp_path: Path, address: str, reason: str
) -> None:
    (tmp_path / "text").write_text("no database " * 100)
    with socket.socket() as closed:  # bound and not listening: refuses, and nobody else gets it
        closed.bind(("127.0.0.1", 0))
        url = address.format(folder=tmp_path, port=closed.getsockname()[1])
        ended = run_service("products_service", DATABASE_URL=url, PORT="0")
    assert ended.returncode == 1
    assert ended.stderr.startswith("products_service: DATABASE_URL: the database cannot be used: ")
    assert reason in ended.stderr
    assert ended.stderr.count("\n") == 1
    assert "hidden" not in ended.stderr
