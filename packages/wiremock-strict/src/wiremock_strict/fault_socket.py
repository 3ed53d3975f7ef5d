"""A bare socket for faults that no HTTP server would make.

It reads a request, plays its script, and ends the connection. Its journal is like WireMock's.
"""

from __future__ import annotations

import contextlib
import math
import selectors
import socket
import struct
import sys
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from http.client import parse_headers
from io import BytesIO
from typing import NamedTuple

from wiremock_strict.entry import Entry
from wiremock_strict.origin import caller
from wiremock_strict.refused_port import RefusedPort

BACKLOG = 512  # callers that may be waiting to be accepted
PATIENCE = 5.0  # seconds that the journal waits for a request that is just coming in


@dataclass(frozen=True)
class Script:
    """Bytes to send on the socket, and seconds to wait; it ends with RST if `reset`.

    A wait of infinity lasts until the test ends.
    """

    acts: Sequence[bytes | float] = ()
    reset: bool = False

    @property
    def waits(self) -> float:
        """The seconds of all waits together."""
        return sum(act for act in self.acts if not isinstance(act, bytes))


class _Play(NamedTuple):
    """A script as it was set; it is broken off once the event `over` is set."""

    script: Script
    origins: Sequence[str]
    over: threading.Event


class FaultSocket:
    """Listens on a port of loopback, at `url`, and plays to each caller the script set last.

    `refused` is another port, which refuses connections.
    """

    def __init__(self) -> None:
        self.origins: list[str] = []
        self._play, self._entries = _Play(Script(), [], threading.Event()), list[Entry]()
        self._lock = threading.Lock()
        self._connections: dict[socket.socket, bool] = {}  # whether its request has been read
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=BACKLOG)
        self._waker, self._woken = socket.socketpair()
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        self.refused = RefusedPort()
        # A daemon: an interpreter that ends waits for no one who has not closed this.
        threading.Thread(target=self._accept, name="fault socket", daemon=True).start()

    def play(self, script: Script, origin: str | Sequence[str] | None = None) -> None:
        """Play `script` from now on; `origin` says where it comes from, by default the caller."""
        origins = [caller()] if origin is None else [origin] if isinstance(origin, str) else origin
        with self._lock:
            self._play = _Play(script, origins, self._play.over)
            self.origins += origins

    def reset(self) -> None:
        """End what is being played, and forget scripts and requests."""
        with self._lock:
            self._play.over.set()
            self._play = _Play(Script(), [], threading.Event())
            self._entries, self.origins = [], []
            for connection in self._connections:
                _shut(connection)

    def journal(self) -> list[Entry]:
        """Return the requests so far, oldest first.

        One whose caller has already given up may still have to be read: that is waited for.
        """
        give_up = time.monotonic() + PATIENCE
        while self._is_reading() and time.monotonic() < give_up:
            time.sleep(0.002)
        with self._lock:
            return list(self._entries)

    def close(self) -> None:
        """Stop listening, and end every connection; without waiting for a thread to notice."""
        if not sys.is_finalizing():  # threads no longer run then, and one may have the lock
            self.reset()
            self._waker.close()
            self.refused.close()

    def _accept(self) -> None:
        """Accept callers until the other end of the pair is closed."""
        with self._listener, self._woken:
            while self._woken not in _ready(self._listener, self._woken):
                with self._lock:  # whoever is no longer in the queue is among the connections
                    connection, _ = self._listener.accept()
                    self._connections[connection] = False
                threading.Thread(
                    target=self._serve, args=(connection,), name="fault socket caller", daemon=True
                ).start()

    def _is_reading(self) -> bool:
        with self._lock:
            if self._listener.fileno() < 0:
                return False
            waiting = _ready(self._listener, seconds=0)
            return bool(waiting) or not all(self._connections.values())

    def _serve(self, connection: socket.socket) -> None:
        """Read one request and respond by the script."""
        try:
            head, body = read_request(connection)
            with self._lock:
                play = self._play
                self._connections[connection] = True
                if head:
                    self._entries.append(_entry(head, body, play.origins))
            _perform(play, connection)
        except OSError:
            pass  # the caller has given up
        finally:
            with self._lock:
                del self._connections[connection]
            connection.close()


def _perform(play: _Play, connection: socket.socket) -> None:
    for act in play.script.acts:
        if isinstance(act, bytes):
            connection.sendall(act)
        elif play.over.wait(None if act == math.inf else act):
            return
    if play.script.reset:  # close() then sends RST in place of FIN (SO_LINGER, socket(7))
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


def read_request(connection: socket.socket) -> tuple[bytes, bytes]:
    """Read a request, its head and its body; both are empty if the caller gives up before.

    The body is as long as Content-Length says: a connection that is closed with something unread
    is reset, and the caller might never see the response.
    """
    data = b""
    while b"\r\n\r\n" not in data:
        if not (more := connection.recv(65536)):
            return b"", b""
        data += more
    head, _, body = data.partition(b"\r\n\r\n")
    length = _headers(head).get("content-length", "0")
    while len(body) < (int(length) if length.isdecimal() else 0):
        if not (more := connection.recv(65536)):
            return b"", b""
        body += more
    return head + b"\r\n", body


def _headers(head: bytes) -> dict[str, str]:
    lines = head.partition(b"\r\n")[2] + b"\r\n\r\n"
    return {name.lower(): value for name, value in parse_headers(BytesIO(lines)).items()}


def _entry(head: bytes, body: bytes, origins: Sequence[str]) -> Entry:
    line = head.partition(b"\r\n")[0].decode("latin-1")
    method, url, *_ = [*line.split(" "), ""]  # whatever it was
    return Entry(method, url, _headers(head), body, origins, 0, {}, b"")


def _ready(*sockets: socket.socket, seconds: float | None = None) -> list[object]:
    """Return the sockets that have something to read, as soon as one has."""
    with selectors.DefaultSelector() as selector:
        for one in sockets:
            selector.register(one, selectors.EVENT_READ)
        return [key.fileobj for key, _ in selector.select(seconds)]


def _shut(connection: socket.socket) -> None:
    with contextlib.suppress(OSError):  # the caller was faster
        connection.shutdown(socket.SHUT_RDWR)
