"""The service as a process: its start, its log, a crowd and its end."""

from __future__ import annotations

import signal
import socket
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress

import pytest

from tests.overview_service.fake_products import FakeProducts
from tests.overview_service.faults import LAMP, LONG_DEADLINE, hangs, message, sends, shape, then
from tests.services import Service, run_service, serving


@pytest.fixture
def start(fake: FakeProducts) -> Iterator[Callable[..., Service]]:
    """Return a function that starts the service in front of the fake products service."""
    usual = {"PRODUCTS_URL": fake.url, "PRODUCTS_DEADLINE": str(LONG_DEADLINE)}
    with ExitStack() as stack:
        yield lambda **environment: stack.enter_context(
            serving("overview_service", **{**usual, **environment})
        )


def test_the_log_is_json_from_the_start(start: Callable[..., Service], fake: FakeProducts) -> None:
    fake.behaves(sends(message()))
    service = start()
    assert service.url.startswith("http://127.0.0.1:")
    response = service.get("/overview?category=Home", **{"X-Request-ID": "trace-1"})
    assert response.status_code == 200
    assert "Server" not in response.headers
    line = service.next_request()
    assert line["request_id"] == "trace-1"
    assert line["time"].endswith("+00:00")


def test_each_of_many_requests_has_a_line_in_one_piece(start: Callable[..., Service]) -> None:
    service, many = start(), [f"request-{number}" for number in range(200)]
    with ThreadPoolExecutor(20) as pool:
        list(pool.map(lambda name: service.get("/health", **{"X-Request-ID": name}), many))
    entries = [service.next_request() for _ in many]
    assert sorted(entry["request_id"] for entry in entries) == sorted(many)


def test_the_service_listens_on_loopback_by_default(start: Callable[..., Service]) -> None:
    assert start().listening == ["127.0.0.1"]


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has more than one loopback address")
def test_the_service_listens_on_its_host_only(start: Callable[..., Service]) -> None:
    service = start(HOST="127.0.0.2")
    assert service.listening == ["127.0.0.2"]
    assert service.get("/health").status_code == 200


@pytest.mark.parametrize("ending", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_lets_requests_finish(
    start: Callable[..., Service], fake: FakeProducts, ending: signal.Signals
) -> None:
    service = start(PRODUCTS_DEADLINE="60")

    def responds_after_the_signal(connection: socket.socket) -> None:
        service.process.send_signal(ending)
        time.sleep(6)  # more than waitress itself would wait
        connection.sendall(message())

    fake.behaves(responds_after_the_signal)
    assert service.get("/overview").status_code == 200
    assert service.wait_until_ended() == 0


def test_after_a_signal_nothing_new_is_accepted(
    start: Callable[..., Service], fake: FakeProducts
) -> None:
    service = start()

    def tries_to_connect(connection: socket.socket) -> None:
        service.process.terminate()
        end = time.monotonic() + LONG_DEADLINE / 2  # fails by then
        with suppress(ConnectionRefusedError):
            while time.monotonic() < end:
                socket.create_connection(service.address).close()
            connection.close()
        connection.sendall(message())

    fake.behaves(tries_to_connect)
    assert service.get("/overview").status_code == 200


def test_a_signal_waits_for_the_deadline_at_most(
    start: Callable[..., Service], fake: FakeProducts
) -> None:
    service = start(PRODUCTS_DEADLINE="1")

    def hangs_after_the_signal(connection: socket.socket) -> None:
        service.process.terminate()
        hangs(connection)

    fake.behaves(hangs_after_the_signal)
    assert service.get("/overview").status_code == 504
    assert service.wait_until_ended() == 0


def test_a_client_that_never_reads_delays_no_end(
    start: Callable[..., Service], fake: FakeProducts
) -> None:
    lamps = [{**LAMP, "name": "x" * 200_000}] * 100  # more than a socket takes
    fake.behaves(sends(shape(products=lamps, total=100)))
    service = start(PRODUCTS_DEADLINE="2", PRODUCTS_MAX_BYTES="50000000")
    with socket.socket() as client:
        client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        client.connect(service.address)
        client.sendall(b"GET /overview?page_size=100 HTTP/1.1\r\nHost: a\r\n\r\n")
        assert service.next_request()["status"] == 200
        service.process.terminate()
        assert service.wait_until_ended() == 0


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"PORT": "http"}, "PORT must be a whole number from 0 to 65535, not 'http'.\n"),
        ({"HOST": "no-such-host.invalid"}, "cannot listen on HOST no-such-host.invalid, PORT 0: "),
    ],
)
def test_a_wrong_setting_is_explained_in_a_sentence(settings: dict[str, str], message: str) -> None:
    ended = run_service("overview_service", **settings)
    assert ended.returncode == 1
    assert ended.stderr.startswith(f"overview_service: {message}")
    assert ended.stderr.count("\n") == 1


def test_a_port_in_use_is_explained_in_a_sentence() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        ended = run_service("overview_service", PORT=port)
    assert ended.returncode == 1
    assert ended.stderr == (
        f"overview_service: cannot listen on HOST 127.0.0.1, PORT {port}: Address already in use.\n"
    )


def test_a_crowd_gets_its_responses_in_time(
    start: Callable[..., Service], fake: FakeProducts
) -> None:
    fake.behaves(hangs)
    service = start(PRODUCTS_IN_FLIGHT="40", PRODUCTS_DEADLINE="6")
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
    assert time.monotonic() - begin < 6 + 10
    assert sorted(statuses) == [503] * 60 + [504] * 40
    assert max(healthy) < 5  # none has waited for the products service
    fake.wait_for_connections(0)
    fake.behaves(sends(message()))
    assert service.get("/overview").status_code == 200


def test_twenty_shoppers_are_served_at_the_same_time(
    start: Callable[..., Service], fake: FakeProducts
) -> None:
    fake.behaves(then(lambda _: time.sleep(1), sends(message())))
    service = start()
    begin = time.monotonic()
    with ThreadPoolExecutor(20) as crowd:
        responses = list(crowd.map(lambda _: service.get("/overview"), range(20)))
    assert {response.status_code for response in responses} == {200}
    assert time.monotonic() - begin < 15  # one after the other they take 20


def test_malformed_http_gets_a_response_without_server_name(start: Callable[..., Service]) -> None:
    with socket.create_connection(start().address, timeout=10) as connection:
        connection.sendall(b"GET /overview?category=\xff HTTP/1.1\r\n\r\n")
        with connection.makefile("rb") as received:
            response = received.read()
    assert response.split(b" ")[1] == b"400"
    assert b"waitress" not in response


def test_secrets_are_in_no_line_of_the_log(
    start: Callable[..., Service], fake: FakeProducts
) -> None:
    fake.behaves(sends(message()))
    service = start()
    for path in ("/overview", "/overview?page=0", "/nothing"):
        service.get(path, Authorization="Bearer secret", Cookie="session=secret")
    service.process.terminate()
    service.wait_until_ended()
    assert len(service.log) == 4  # where it listens, and three requests
    assert "secret" not in "".join(service.lines)


@pytest.mark.parametrize(
    "smuggled",
    [b"a\rX-Evil: 1", b"a\nX-Evil: 1", b"a\r\n X-Evil: 1", b"x" * 10_240, b"a\x00b", b"\xff"],
)
def test_a_request_id_cannot_smuggle_headers(
    start: Callable[..., Service], fake: FakeProducts, smuggled: bytes
) -> None:
    fake.behaves(sends(message()))
    service = start()
    with socket.create_connection(service.address, timeout=5) as shopper:
        shopper.sendall(
            b"GET /overview HTTP/1.1\r\nHost: a\r\nConnection: close\r\n"
            b"X-Request-ID: " + smuggled + b"\r\n\r\n"
        )
        response = b""
        while piece := shopper.recv(65536):
            response += piece
    assert response.split(b" ")[1] in (b"200", b"400")
    head = response.split(b"\r\n\r\n")[0].lower()
    assert b"evil" not in head
    assert b"xxx" not in head
    assert not any("evil" in each.lower() for each in fake.requests)
