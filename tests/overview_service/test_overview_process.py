"""The service as a process: how it starts, what it withstands, how it ends."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from queue import Queue
from typing import Any

import pytest
import requests

from tests.overview_service.fake_products import FakeProducts
from tests.overview_service.faults import PATIENCE, hangs, message, sends, then

ROOT = Path(__file__).parents[2]


class Service:
    """A running overview service."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process
        self._lines: Queue[str] = Queue()
        self._reading = threading.Thread(target=self._read)
        self._reading.start()
        self.url = ""

    def begin(self) -> None:
        """Wait until it says where it listens."""
        self.url = self.logged()["message"].removeprefix("Serving on ")

    def get(self, path: str, **headers: str) -> requests.Response:
        """Ask it, on a connection of its own."""
        with requests.Session() as session:
            session.trust_env = False
            return session.get(self.url + path, headers=headers, timeout=30)

    def logged(self) -> dict[str, Any]:
        """Return the next line of its log."""
        line: dict[str, Any] = json.loads(self._lines.get(timeout=60))
        return line

    def end(self) -> None:
        """Kill it, if it has not ended by itself."""
        self.process.kill()
        self.process.wait()
        self._reading.join()
        assert self.process.stderr is not None
        self.process.stderr.close()

    def _read(self) -> None:
        assert self.process.stderr is not None
        for line in self.process.stderr:  # always read on: a full pipe would stop the service
            self._lines.put(line)


def command(**environment: str) -> dict[str, Any]:
    """Return what starts a service with these settings."""
    return {
        "args": [sys.executable, "-m", "overview_service"],
        "cwd": ROOT,
        "env": {"PATH": os.environ["PATH"], "LANG": "C", "PORT": "0", **environment},
        "stderr": subprocess.PIPE,
        "text": True,
    }


@pytest.fixture
def start(fake: FakeProducts) -> Iterator[Callable[..., Service]]:
    """Start services that ask the fake products service; all have ended when the test has."""
    started: list[Service] = []

    def start_one(**environment: str) -> Service:
        settings = {"PRODUCTS_URL": fake.url, "PRODUCTS_DEADLINE": str(PATIENCE), **environment}
        started.append(Service(subprocess.Popen(**command(**settings))))
        started[-1].begin()
        return started[-1]

    yield start_one
    for service in started:
        service.end()


def test_it_says_where_it_listens_and_logs_json(
    start: Callable[..., Service], fake: FakeProducts
) -> None:
    fake.behaves(sends(message()))
    service = start()
    assert service.url.startswith("http://127.0.0.1:")
    answer = service.get("/overview?category=Home", **{"X-Request-ID": "trace-1"})
    assert answer.status_code == 200
    assert "Server" not in answer.headers
    line = service.logged()
    assert line["request_id"] == "trace-1"
    assert line["time"].endswith("+00:00")


@pytest.mark.parametrize("ending", [signal.SIGTERM, signal.SIGINT])
def test_it_ends_in_order_and_quickly(
    start: Callable[..., Service], fake: FakeProducts, ending: signal.Signals
) -> None:
    service = start()

    def signals(connection: socket.socket) -> None:
        service.process.send_signal(ending)
        time.sleep(0.2)
        connection.sendall(message())

    fake.behaves(signals)
    assert service.get("/overview").status_code == 200  # what runs is still answered
    assert service.process.wait(PATIENCE - 1) == 0


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        ({"PORT": "http"}, "PORT must be a whole number from 0 to 65535, not 'http'.\n"),
        ({"HOST": "no-such-host.invalid"}, "HOST and PORT must be an address to listen on ("),
    ],
)
def test_a_wrong_setting_is_one_sentence_and_exit_1(settings: dict[str, str], told: str) -> None:
    ended = subprocess.run(**command(**settings), timeout=60, check=False)
    assert ended.returncode == 1
    assert ended.stderr.startswith(told)
    assert ended.stderr.count("\n") == 1


def test_a_port_that_is_taken_is_one_sentence_and_exit_1() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        ended = subprocess.run(**command(PORT=port), timeout=60, check=False)
    assert ended.returncode == 1
    assert "HOST and PORT must be an address to listen on (Address already in use" in ended.stderr
    assert ended.stderr.count("\n") == 1


def test_a_crowd_is_answered_in_time_and_leaves_nothing_behind(
    start: Callable[..., Service], fake: FakeProducts
) -> None:
    fake.behaves(hangs)
    service = start(PRODUCTS_IN_FLIGHT="40", PRODUCTS_DEADLINE="3")
    begin = time.monotonic()
    with ThreadPoolExecutor(100) as crowd:
        coming = [crowd.submit(service.get, "/overview") for _ in range(100)]
        healthy = []
        while not all(each.done() for each in coming):
            asked = time.monotonic()
            assert service.get("/health").status_code == 200
            healthy.append(time.monotonic() - asked)
            time.sleep(0.05)
        statuses = [each.result().status_code for each in coming]
    assert time.monotonic() - begin < 3 + 3
    assert sorted(statuses) == [503] * 60 + [504] * 40
    assert max(healthy) < 2
    fake.waits_until_open_connections_are(0)
    fake.behaves(sends(message()))
    assert service.get("/overview").status_code == 200


def test_a_crowd_that_is_served_well_is_served_at_once(
    start: Callable[..., Service], fake: FakeProducts
) -> None:
    fake.behaves(then(lambda _: time.sleep(0.5), sends(message())))
    service = start()
    begin = time.monotonic()
    with ThreadPoolExecutor(20) as crowd:
        answers = list(crowd.map(lambda _: service.get("/overview"), range(20)))
    assert {answer.status_code for answer in answers} == {200}
    assert time.monotonic() - begin < 10 * 0.5


@pytest.mark.parametrize(
    "smuggled",
    [b"a\rX-Evil: 1", b"a\nX-Evil: 1", b"a\r\n X-Evil: 1", b"x" * 10_240, b"a\x00b", b"\xff"],
)
def test_a_request_id_smuggles_nothing(
    start: Callable[..., Service], fake: FakeProducts, smuggled: bytes
) -> None:
    fake.behaves(sends(message()))
    service = start()
    host, port = service.url.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=5) as shopper:
        shopper.sendall(
            b"GET /overview HTTP/1.1\r\nHost: a\r\nConnection: close\r\n"
            b"X-Request-ID: " + smuggled + b"\r\n\r\n"
        )
        answer = b""
        while piece := shopper.recv(65536):
            answer += piece
    assert answer.split(b" ")[1] in (b"200", b"400")
    head = answer.split(b"\r\n\r\n")[0].lower()
    assert b"evil" not in head
    assert b"xxx" not in head
    assert not any("evil" in each.lower() for each in fake.asked)
