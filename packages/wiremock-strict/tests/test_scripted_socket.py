"""The scripted socket: it plays what was set last, to each caller, and takes down who asked."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from urllib.parse import urlsplit

import pytest
from wiremock_strict.nobody import Nobody
from wiremock_strict.scripted_socket import ScriptedSocket

from support.products.faults import Script
from tests.support.raw import PATIENCE, ask, watch

OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
FOREVER = 1000.0  # deadlines


@pytest.fixture
def scripted_here() -> Iterator[ScriptedSocket]:
    """A socket of this test's own."""
    with closing(ScriptedSocket()) as listening:
        yield listening


def connect(url: str) -> socket.socket:
    """Connect as a caller would."""
    parts = urlsplit(url)
    return socket.create_connection((parts.hostname or "", parts.port or 80), PATIENCE)


def read_all(connection: socket.socket) -> bytes:
    """Read until the other end closes."""
    return b"".join(iter(lambda: connection.recv(65536), b""))


def test_it_listens_on_loopback_alone(scripted: ScriptedSocket) -> None:
    assert scripted.url.startswith("http://127.0.0.1:")


def test_it_plays_its_acts_in_order_and_closes(scripted: ScriptedSocket) -> None:
    scripted.set(Script([b"one ", 0.5, b"two"]), "a Given", 0.1)
    seen = watch(scripted.url)
    assert (seen.data, seen.end) == (b"one two", "closed")
    assert seen.pieces[-1][0] >= 0.05


def test_it_ends_with_a_reset_where_that_is_asked_for(scripted: ScriptedSocket) -> None:
    scripted.set(Script([b"one"], reset=True), "a Given", 0.1)
    for _ in range(5):
        assert watch(scripted.url).end == "reset"


def test_it_takes_down_the_question_as_wiremock_does(scripted: ScriptedSocket) -> None:
    scripted.reset()
    scripted.set(Script([OK]), "a Given", 0.1)
    headers = {"X-Request-ID": "id-1", "Accept": "application/json", "X-Odd": "ä"}
    assert ask(scripted.url, "/products?category=R%26D&page=", headers=headers).body == b"ok"
    (exchange,) = scripted.journal
    assert (exchange.method, exchange.url) == ("GET", "/products?category=R%26D&page=")
    assert exchange.query == [("category", "R&D"), ("page", "")]
    assert (exchange.request_id, exchange.headers["accept"]) == ("id-1", "application/json")
    assert (exchange.givens, exchange.status, exchange.live) == (["a Given"], 0, False)
    assert str(exchange).endswith("met with a fault")


def test_a_question_may_come_in_pieces(scripted: ScriptedSocket) -> None:
    scripted.set(Script([OK]), "a Given", 0.1)
    with connect(scripted.url) as connection:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for piece in (b"GET /products HTTP", b"/1.1\r\nHost: h\r", b"\n\r", b"\n"):
            connection.sendall(piece)
        assert read_all(connection) == OK


def test_the_script_that_was_set_last_is_played(scripted: ScriptedSocket) -> None:
    for text in (b"one", b"two"):
        scripted.set(Script([text]), f"Given {text.decode()}", 0.1)
        assert watch(scripted.url).data == text
    assert [exchange.givens for exchange in scripted.journal[-2:]] == [["Given one"], ["Given two"]]


def test_callers_are_served_side_by_side(scripted: ScriptedSocket) -> None:
    scripted.reset()
    scripted.set(Script([FOREVER]), "a Given", 1)
    with connect(scripted.url) as waiting:
        waiting.sendall(b"GET /slow HTTP/1.1\r\n\r\n")
        until(lambda: [exchange.url for exchange in scripted.journal] == ["/slow"])
        scripted.set(Script([OK]), "a Given", 1)
        assert watch(scripted.url).data == OK


def test_a_reset_ends_what_is_being_played_and_forgets_who_asked(
    scripted_here: ScriptedSocket,
) -> None:
    scripted_here.set(Script([b"one", FOREVER, b"two"]), "a Given", 1)
    with connect(scripted_here.url) as connection:
        connection.sendall(b"GET /products HTTP/1.1\r\n\r\n")
        assert connection.recv(3) == b"one"
        scripted_here.reset()
        assert read_all(connection) == b""
    assert scripted_here.journal == []


def test_a_caller_that_gives_up_disturbs_nobody(
    scripted_here: ScriptedSocket, capfd: pytest.CaptureFixture[str]
) -> None:
    scripted_here.set(Script([*[b"x" * 100_000] * 20]), "a Given", 1)
    for question in (b"", b"GET /half", b"GET /whole HTTP/1.1\r\n\r\n"):
        with connect(scripted_here.url) as connection:
            connection.sendall(question)
    scripted_here.set(Script([OK]), "a Given", 1)
    assert watch(scripted_here.url).data == OK
    assert "/half" not in [exchange.url for exchange in scripted_here.journal]
    assert capfd.readouterr().err == ""


@pytest.mark.parametrize(
    ("question", "told"),
    [
        (b"\r\n\r\n", "  met with a fault"),
        (b"GET\r\n\r\n", "GET  met with a fault"),
        (b"\x16\x03\x01 hello\r\n\r\n", "\x16\x03\x01 hello met with a fault"),
    ],
)
def test_what_is_no_question_is_taken_down_all_the_same(
    scripted_here: ScriptedSocket, question: bytes, told: str, capfd: pytest.CaptureFixture[str]
) -> None:
    scripted_here.set(Script([OK]), "a Given", 1)
    with connect(scripted_here.url) as connection:
        connection.sendall(question)
        assert read_all(connection) == OK
    assert [str(exchange) for exchange in scripted_here.journal] == [told]
    assert capfd.readouterr().err == ""


def test_a_closed_one_listens_no_more() -> None:
    with closing(ScriptedSocket()) as listening:
        listening.set(Script([FOREVER]), "a Given", 1)
        connection = connect(listening.url)
        connection.sendall(b"GET /products HTTP/1.1\r\n\r\n")
        until(lambda: bool(listening.journal))
    with connection:
        assert read_all(connection) == b""
    with pytest.raises(ConnectionRefusedError):
        connect(listening.url)


def test_nobody_refuses_for_as_long_as_it_is_there() -> None:
    with closing(Nobody()) as nobody:
        for _ in range(3):
            with pytest.raises(ConnectionRefusedError):
                connect(nobody.url)
        parts = urlsplit(nobody.url)
        with socket.socket() as other, pytest.raises(OSError, match="in use"):
            other.bind((parts.hostname, parts.port))


def until(holds: Callable[[], bool]) -> None:
    """Wait until something holds, with a limit."""
    waiting = threading.Event()
    for _ in range(int(PATIENCE / 0.01)):
        if holds():
            return
        waiting.wait(0.01)
    raise AssertionError("it never came to hold")
