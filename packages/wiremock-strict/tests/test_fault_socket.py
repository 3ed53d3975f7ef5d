"""The fault socket: it plays the script set last, to each caller, and records who asked."""

from __future__ import annotations

import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import closing

import pytest
from parcels.raw import PATIENCE, ask, connect, watch
from wiremock_strict import FaultSocket, RefusedPort, Script, Stubs, WireMock

OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
FOREVER = 1000.0  # seconds


def read_all(connection: socket.socket) -> bytes:
    """Read until the other end closes."""
    return b"".join(iter(lambda: connection.recv(65536), b""))


def until(holds: Callable[[], bool]) -> None:
    """Wait until something holds, with a limit."""
    give_up = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < give_up
        time.sleep(0.005)


def sockets_threads() -> list[threading.Thread]:
    """Return the threads that fault sockets have."""
    return [thread for thread in threading.enumerate() if thread.name.startswith("fault socket")]


def test_it_listens_on_loopback_only(fault_socket: FaultSocket) -> None:
    assert fault_socket.url.startswith("http://127.0.0.1:")


def test_it_plays_its_script_and_closes(fault_socket: FaultSocket) -> None:
    fault_socket.play(Script([b"one ", 0.05, b"two"]))
    seen = watch(fault_socket.url)
    assert (seen.data, seen.end) == (b"one two", "closed")
    assert seen.pieces[-1][0] >= 0.05


def test_it_can_end_with_a_reset(fault_socket: FaultSocket) -> None:
    fault_socket.play(Script([b"one"], reset=True))
    for _ in range(5):
        assert watch(fault_socket.url).end == "reset"


def test_without_a_script_it_closes(fault_socket: FaultSocket) -> None:
    assert watch(fault_socket.url).data == b""
    (entry,) = fault_socket.journal()
    assert str(entry) == "GET / -> no stub matched"


def test_it_records_requests_as_wiremock_does(fault_socket: FaultSocket) -> None:
    fault_socket.play(Script([OK]), origin="Given a fault")
    headers = {"X-Request-ID": "id-1", "X-Odd": "ä"}
    assert ask(fault_socket.url, "/a?b=R%26D&c=", "POST", headers, b"x" * 100_000).body == b"ok"
    (entry,) = fault_socket.journal()
    assert (entry.method, entry.url) == ("POST", "/a?b=R%26D&c=")
    assert entry.query == [("b", "R&D"), ("c", "")]
    assert (entry.request_id, entry.request_body) == ("id-1", b"x" * 100_000)
    assert (entry.origins, entry.status, entry.proxied) == (["Given a fault"], 0, False)
    assert str(entry) == "POST /a?b=R%26D&c= -> a fault"


def test_its_origin_is_the_caller_by_default(fault_socket: FaultSocket) -> None:
    fault_socket.play(Script([OK]))
    (origin,) = fault_socket.origins
    assert "test_fault_socket.py:" in origin


def test_a_request_may_come_in_pieces(fault_socket: FaultSocket) -> None:
    fault_socket.play(Script([OK]))
    with connect(fault_socket.url) as connection:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for piece in (b"PUT /a HTTP", b"/1.1\r\nContent-Length: 3\r", b"\n\r", b"\nab", b"c"):
            connection.sendall(piece)
        assert read_all(connection) == OK
    assert fault_socket.journal()[0].request_body == b"abc"


def test_the_script_set_last_is_played(fault_socket: FaultSocket) -> None:
    for text in ("one", "two"):
        fault_socket.play(Script([text.encode()]), origin=f"Given {text}")
        assert watch(fault_socket.url).data == text.encode()
    assert [entry.origins for entry in fault_socket.journal()] == [["Given one"], ["Given two"]]


def test_callers_are_served_side_by_side(fault_socket: FaultSocket) -> None:
    fault_socket.play(Script([b"slow", FOREVER]))
    with connect(fault_socket.url) as waiting:
        waiting.sendall(b"GET /slow HTTP/1.1\r\n\r\n")
        assert waiting.recv(4) == b"slow"
        fault_socket.play(Script([OK]))
        assert watch(fault_socket.url).data == OK


def test_a_hundred_callers_at_once_are_served(fault_socket: FaultSocket) -> None:
    fault_socket.play(Script([OK]))
    callers = [connect(fault_socket.url) for _ in range(100)]
    for caller in callers:
        caller.sendall(b"GET / HTTP/1.1\r\n\r\n")
    assert [read_all(caller) for caller in callers] == [OK] * 100
    for caller in callers:
        caller.close()
    assert len(fault_socket.journal()) == 100


def test_a_reset_ends_scripts_and_forgets(fault_socket: FaultSocket) -> None:
    fault_socket.play(Script([b"one", FOREVER, b"two"]))
    with connect(fault_socket.url) as connection:
        connection.sendall(b"GET / HTTP/1.1\r\n\r\n")
        assert connection.recv(3) == b"one"
        fault_socket.reset()
        assert read_all(connection) == b""
    assert (fault_socket.journal(), fault_socket.origins) == ([], [])


def test_a_caller_that_gives_up_disturbs_nobody(
    fault_socket: FaultSocket, capfd: pytest.CaptureFixture[str]
) -> None:
    fault_socket.play(Script([b"x" * 100_000] * 20))
    for request in (b"", b"GET /half", b"GET /whole HTTP/1.1\r\n\r\n"):
        with connect(fault_socket.url) as connection:
            connection.sendall(request)
    fault_socket.play(Script([OK]))
    assert watch(fault_socket.url).data == OK
    assert "/half" not in [entry.url for entry in fault_socket.journal()]
    assert capfd.readouterr().err == ""


def test_the_journal_waits_for_an_impatient_caller(fault_socket: FaultSocket) -> None:
    """The request has been sent, but nobody may have read it yet."""
    for number in range(20):
        with connect(fault_socket.url) as connection:
            connection.sendall(f"GET /{number} HTTP/1.1\r\n\r\n".encode())
        assert len(fault_socket.journal()) == number + 1


@pytest.mark.parametrize(
    ("request_line", "method", "url"),
    [(b"", "", ""), (b"GET", "GET", ""), (b"\x16\x03\x01 hello", "\x16\x03\x01", "hello")],
)
def test_bytes_that_are_no_request_are_recorded(
    fault_socket: FaultSocket,
    request_line: bytes,
    method: str,
    url: str,
    capfd: pytest.CaptureFixture[str],
) -> None:
    fault_socket.play(Script([OK]))
    with connect(fault_socket.url) as connection:
        connection.sendall(request_line + b"\r\n\r\n")
        assert read_all(connection) == OK
    assert [(entry.method, entry.url) for entry in fault_socket.journal()] == [(method, url)]
    assert capfd.readouterr().err == ""


def test_it_belongs_to_the_stubs_it_was_begun_with(stubs: Stubs, fault_socket: FaultSocket) -> None:
    fault_socket.play(Script([OK]), origin="Given a fault")
    assert stubs.origins == ["Given a fault"]
    ask(fault_socket.url, "/v1/parcels/AB123", headers={"X-Depot": "north"})
    assert [entry.status for entry in stubs.journal()] == [0]
    assert stubs.judge() == []


def test_beginning_a_test_resets_its_sockets(server: WireMock, fault_socket: FaultSocket) -> None:
    fault_socket.play(Script([OK]))
    watch(fault_socket.url)
    stubs = server.begin(sockets=[fault_socket])
    assert (stubs.origins, stubs.journal()) == ([], [])


# --- closing --------------------------------------------------------------------------------------


def test_a_closed_one_leaves_nothing() -> None:
    with closing(FaultSocket()) as opened:
        opened.play(Script([FOREVER]))
        connection = connect(opened.url)
        connection.sendall(b"GET / HTTP/1.1\r\n\r\n")
        until(lambda: bool(opened.journal()))
    with connection:
        assert read_all(connection) == b""
    until(lambda: not sockets_threads())
    with pytest.raises(ConnectionRefusedError):
        connect(opened.url)
    opened.close()
    assert opened.journal() == []


LEFT_OPEN = """
from wiremock_strict import FaultSocket, Script
import socket
from urllib.parse import urlsplit

def fixture():
    opened = FaultSocket()
    try:
        yield opened
    finally:
        opened.close()

kept = fixture()
opened = next(kept)
opened.play(Script([1000.0]))
parts = urlsplit(opened.url)
connection = socket.create_connection((parts.hostname, parts.port))
connection.sendall(b"GET / HTTP/1.1\\r\\n\\r\\n")
while not opened.journal():
    pass
%s
"""


@pytest.mark.parametrize("end", ["", "raise SystemExit(0)", "del opened", "kept.close()"])
def test_an_interpreter_ends_whether_closed_or_not(end: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", LEFT_OPEN % end],
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_a_refused_port_refuses_while_it_is_held() -> None:
    with closing(RefusedPort()) as port:
        for _ in range(3):
            with pytest.raises(ConnectionRefusedError):
                connect(port.url)
        number = int(port.url.rpartition(":")[2])
        with socket.socket() as other, pytest.raises(OSError, match="in use"):
            other.bind(("127.0.0.1", number))
