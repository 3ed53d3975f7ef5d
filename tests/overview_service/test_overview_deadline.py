"""One deadline over a whole exchange: its arithmetic, and the sockets that obey it."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable
from contextlib import nullcontext
from itertools import count

import pytest
from flask.testing import FlaskClient

from overview_service.products_client import sockets
from overview_service.products_client.client import ProductsClient, ProductsRequest
from overview_service.products_client.deadline import Deadline
from overview_service.products_client.errors import TooSlowError
from overview_service.query import Query
from overview_service.settings import Settings
from tests.overview_service.fake_products import Behaviour, FakeProducts
from tests.overview_service.faults import (
    LONG_DEADLINE,
    SHORT_DEADLINE,
    closes,
    message,
    sends,
    then,
)


class Clock:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now

    def advances(self, seconds: float) -> Behaviour:
        """Return the behaviour of taking this long."""

        def behave(_: socket.socket) -> None:
            self.now += seconds

        return behave


class Alarm(Clock):
    """A clock that rings when it is looked at for the n-th time."""

    def __init__(self, at: int) -> None:
        super().__init__()
        self.rung = threading.Event()
        self._looks = count(1)
        self._at = at

    def __call__(self) -> float:
        if next(self._looks) == self._at:
            self.rung.set()
        return self.now

    def is_awaited(self, _: socket.socket) -> None:
        """Wait until it has rung."""
        self.rung.wait(timeout=60)


@pytest.fixture
def clock() -> Clock:
    """Return a clock that stands still by itself."""
    return Clock()


@pytest.fixture
def request_within_2_seconds(fake: FakeProducts, clock: Clock) -> ProductsRequest:
    """Return a request with a deadline of exactly 2 seconds."""
    settings = Settings(products_url=fake.url, products_deadline=2.0)
    return ProductsClient(settings, clock).request(Query(), "trace-1")


def test_a_deadline_ends_when_its_seconds_are_over(clock: Clock) -> None:
    with Deadline(2.0, clock) as running:
        assert running.remaining() == 2.0
        clock.now += 1.5
        assert running.remaining() == 0.5
        assert not running.passed
        clock.now += 0.5
        assert running.passed
        with pytest.raises(TimeoutError):
            running.remaining()


def test_whenever_the_deadline_passes_the_response_is_too_late(fake: FakeProducts) -> None:
    settings = Settings(products_url=fake.url, products_deadline=1.0)
    for at in range(2, 100):  # at the first look the deadline begins
        clock = Alarm(at)
        rest = then(clock.is_awaited, clock.advances(1.0), sends(message()[-5:]))
        fake.behaves(then(sends(message()[:-5]), rest))
        with pytest.raises(TooSlowError):
            ProductsClient(settings, clock).request(Query(), "trace-1").send()
        if not clock.rung.is_set():  # the client has looked for the last time, and has given up
            clock.rung.set()
            break


@pytest.mark.parametrize("seconds", [0.0, 1.0, 1.999])
def test_a_response_before_the_deadline_is_in_time(
    fake: FakeProducts, clock: Clock, request_within_2_seconds: ProductsRequest, seconds: float
) -> None:
    fake.behaves(then(clock.advances(seconds), sends(message())))
    assert request_within_2_seconds.send().total == 1


@pytest.mark.parametrize("status", ["200 OK", "404 Not Found", "503 Service Unavailable"])
@pytest.mark.parametrize("seconds", [2.0, 2.001, 2.1, 60.0])
def test_a_response_at_the_deadline_is_too_late(
    fake: FakeProducts,
    clock: Clock,
    request_within_2_seconds: ProductsRequest,
    seconds: float,
    status: str,
) -> None:
    fake.behaves(then(clock.advances(seconds), sends(message(status=status))))
    with pytest.raises(TooSlowError):
        request_within_2_seconds.send()
    assert request_within_2_seconds.tries == 1


@pytest.mark.parametrize(("second", "in_time"), [(0.749, True), (0.75, False)])
def test_the_retry_has_the_rest_of_the_deadline(
    fake: FakeProducts,
    clock: Clock,
    request_within_2_seconds: ProductsRequest,
    second: float,
    in_time: bool,
) -> None:
    fake.behaves(then(clock.advances(1.25), closes), then(clock.advances(second), sends(message())))
    with nullcontext() if in_time else pytest.raises(TooSlowError):
        request_within_2_seconds.send()
    assert request_within_2_seconds.tries == 2


def test_every_call_may_take_the_rest_of_the_deadline(
    fake: FakeProducts,
    clock: Clock,
    request_within_2_seconds: ProductsRequest,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    limits: list[float] = []

    def record(_: socket.socket, seconds: float | None) -> None:
        if seconds is not None:  # urllib3 resets it between two calls
            limits.append(seconds)

    monkeypatch.setattr(sockets.DeadlineSocket, "settimeout", record)
    fake.behaves(then(clock.advances(0.5), closes), sends(message()))
    request_within_2_seconds.send()
    connecting, sending, _, connecting_again, sending_again, receiving_again = limits
    assert (connecting, sending) == (2.0, 2.0)
    assert (connecting_again, sending_again, receiving_again) == (1.5, 1.5, 1.5)


def test_sending_ends_by_the_deadline(clock: Clock) -> None:
    with (
        socket.create_server(("127.0.0.1", 0)) as server,
        Deadline(60.0, clock),
        sockets.connect(*server.getsockname()) as connection,
    ):
        clock.now += 59.8
        with pytest.raises(TimeoutError):
            connection.sendall(b"x" * 50_000_000)


def test_receiving_ends_by_the_deadline(clock: Clock) -> None:
    with (
        socket.create_server(("127.0.0.1", 0)) as server,
        Deadline(60.0, clock),
        sockets.connect(*server.getsockname()) as connection,
    ):
        clock.now += 59.8
        with pytest.raises(TimeoutError):
            connection.recv_into(bytearray(1))


def test_after_the_deadline_nothing_connects(clock: Clock) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server, Deadline(60.0, clock):
        clock.now += 60.0
        with pytest.raises(TimeoutError):
            sockets.connect(*server.getsockname())


def test_sockets_need_a_deadline() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server, pytest.raises(LookupError):
        sockets.connect(*server.getsockname())


def test_a_tls_handshake_ends_by_the_deadline(
    fake: FakeProducts, open_shop: Callable[..., FlaskClient]
) -> None:
    shopper = open_shop(
        products_url=fake.url.replace("http:", "https:"), products_deadline=SHORT_DEADLINE
    )
    start = time.monotonic()
    assert shopper.get("/overview").status_code == 504  # the fake waits for plain HTTP
    assert time.monotonic() - start < LONG_DEADLINE
    fake.wait_for_connections(0)
