"""The service as a process: python -m products_service."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import requests

TOKEN = {"Authorization": "Bearer for-tests-only"}
Start = Callable[..., Any]


@pytest.fixture
def http() -> requests.Session:
    session = requests.Session()
    session.trust_env = False  # a proxy variable would send 127.0.0.1 elsewhere
    return session


def run(**environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "products_service"],
        env={**os.environ, **environment},
        check=False,
        capture_output=True,
        text=True,
        timeout=60,
    )


def test_it_serves_on_a_port_of_its_own_and_keeps_what_is_put(
    start_service: Start, http: requests.Session
) -> None:
    first = start_service()
    answer = http.get(f"{first.url}/products", timeout=10)
    assert (answer.status_code, answer.json()["total"]) == (200, 6)
    assert "Server" not in answer.headers
    put = http.put(f"{first.url}/products", json={"products": []}, headers=TOKEN, timeout=10)
    assert put.status_code == 204
    second = start_service()
    assert second.url != first.url
    assert http.get(f"{second.url}/products", timeout=10).json()["total"] == 0


@pytest.mark.parametrize("end", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_it_in_an_orderly_way(
    start_service: Start, http: requests.Session, end: signal.Signals
) -> None:
    service = start_service()
    assert http.get(f"{service.url}/health", timeout=10).status_code == 200  # kept open
    service.process.send_signal(end)
    assert service.process.wait(20) == 0
    assert "Traceback" not in "".join(service.lines)


def test_each_request_is_one_line_of_json_in_the_log(
    start_service: Start, http: requests.Session
) -> None:
    service = start_service()
    http.get(
        f"{service.url}/products?page=0&colour=%0Ared",
        headers={"X-Request-ID": "a.B-9_"},
        timeout=10,
    )
    http.put(f"{service.url}/products", headers={"X-Request-ID": "not well-formed"}, timeout=10)
    http.head(f"{service.url}/health", headers={"X-Request-ID": "x" * 129}, timeout=10)
    service.process.terminate()
    service.process.wait(20)
    service.finish()
    lines = [entry for entry in service.log if entry["message"] == "request"]
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
    assert "for-tests-only" not in "".join(service.lines)


def test_what_is_not_http_gets_an_answer_that_names_no_server(start_service: Start) -> None:
    url = start_service().url
    host, port = url.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=10) as connection:
        connection.sendall(b"GET /products?category=\xff HTTP/1.1\r\n\r\n")
        answer = connection.makefile("rb").read()
    assert answer.startswith(b"HTTP/1.0 400 ") or answer.startswith(b"HTTP/1.1 400 ")
    assert b"waitress" not in answer


def test_a_setting_that_cannot_be_is_one_sentence_and_status_1() -> None:
    ended = run(PORT="http")
    assert ended.returncode == 1
    assert ended.stderr == (
        "products_service: PORT must be a whole number from 0 to 65535, not 'http'.\n"
    )


def test_a_port_in_use_is_one_sentence_and_status_1(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        ended = run(PORT=str(port), HOST="127.0.0.1", DATABASE_URL=f"sqlite:///{tmp_path}/db")
    assert ended.returncode == 1
    assert ended.stderr.startswith(
        f"products_service: cannot listen on HOST 127.0.0.1, PORT {port}: Address already in use"
    )
    assert ended.stderr.count("\n") == 1


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        ("sqlite:///{folder}/none/products.sqlite3", "No such file or directory"),
        ("sqlite:///{folder}", "unable to open database file"),
        ("sqlite:///{folder}/text", "file is not a database"),
        ("postgresql://user:hidden@127.0.0.1:{port}/shop", "connection"),
    ],
)
def test_a_database_that_cannot_be_used_is_one_sentence_and_status_1(
    tmp_path: Path, address: str, reason: str
) -> None:
    (tmp_path / "text").write_text("no database " * 100)
    with socket.socket() as closed:  # bound and not listening: refuses, and nobody else gets it
        closed.bind(("127.0.0.1", 0))
        url = address.format(folder=tmp_path, port=closed.getsockname()[1])
        ended = run(DATABASE_URL=url, PORT="0")
    assert ended.returncode == 1
    assert ended.stderr.startswith("products_service: DATABASE_URL: the database cannot be used: ")
    assert reason in ended.stderr
    assert ended.stderr.count("\n") == 1
    assert "hidden" not in ended.stderr
