"""Sockets that obey a deadline."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from overview_service.products_client import deadline
from overview_service.products_client.deadline import Deadline
from tests.overview_service.fake_products import FakeProducts
from tests.overview_service.faults import LONG_DEADLINE, SHORT_DEADLINE


def test_sending_ends_by_the_deadline() -> None:
    with (
        socket.create_server(("127.0.0.1", 0)) as server,
        Deadline(1.5),
        deadline.connect(*server.getsockname()) as connection,
    ):
        much = b"x" * 50_000_000
        time.sleep(1.3)
        start = time.monotonic()
        with pytest.raises(TimeoutError):
            connection.sendall(much)
        assert time.monotonic() - start < 1.2


def test_earlier_calls_use_up_the_deadline() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server, Deadline(1.5) as running:
        with deadline.connect(*server.getsockname()) as connection:
            time.sleep(1.3)
            start = time.monotonic()
            with pytest.raises(TimeoutError):
                connection.recv_into(bytearray(1))
            assert time.monotonic() - start < 1.2
        assert running.passed
        with pytest.raises(TimeoutError):
            deadline.connect(*server.getsockname())


def test_sockets_need_a_deadline() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server, pytest.raises(LookupError):
        deadline.connect(*server.getsockname())


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
