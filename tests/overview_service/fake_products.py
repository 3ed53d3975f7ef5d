"""A products service made of bare sockets, which can misbehave on every byte."""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from collections.abc import Callable

Behaviour = Callable[[socket.socket], None]


class FakeProducts:
    """Respond to the first request with the first behaviour, and so on; the last one stays."""

    def __init__(self) -> None:
        self.behaviours: list[Behaviour] = []
        self.requests: list[str] = []  # each request's head, as it was sent
        self.connections = 0  # accepted so far
        self.last: dict[socket.socket, str] = {}  # the last one on each connection
        self._ending = threading.Event()
        self._lock = threading.Lock()
        self._open: set[socket.socket] = set()
        self._listening = socket.create_server(("127.0.0.1", 0), backlog=512)
        self.port: int = self._listening.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        accepting = threading.Thread(target=self._accept, daemon=True)
        self.threads = {accepting}  # its own, so that a test can tell them from others
        accepting.start()

    def behaves(self, *behaviours: Behaviour) -> None:
        """Behave like this from now on."""
        self.behaviours = list(behaviours)

    def close(self) -> None:
        """Refuse connections from now on, and end those that are open."""
        self._ending.set()
        with contextlib.suppress(OSError):
            self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()
        with self._lock:
            for connection in self._open:
                with contextlib.suppress(OSError):
                    connection.shutdown(socket.SHUT_RDWR)

    def wait_for_connections(self, number: int) -> None:
        """Fail unless the overview service soon has just this many connections open."""
        end = time.monotonic() + 5
        while len(self._open) != number and time.monotonic() < end:
            time.sleep(0.005)
        assert len(self._open) == number

    def _accept(self) -> None:
        while not self._ending.is_set():
            try:
                connection, _ = self._listening.accept()
            except OSError:
                return
            with self._lock:
                self._open.add(connection)
                self.connections += 1
            serving = threading.Thread(target=self._serve, args=(connection,), daemon=True)
            self.threads.add(serving)
            serving.start()

    def _serve(self, connection: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while head := _head(connection):
                with self._lock:
                    number = min(len(self.requests), len(self.behaviours) - 1)
                    self.requests.append(head)
                    self.last[connection] = head
                self.behaviours[number](connection)
        with self._lock:
            self._open.discard(connection)
        connection.close()


def _head(connection: socket.socket) -> str:
    received = b""
    while b"\r\n\r\n" not in received:
        piece = connection.recv(65536)
        if not piece:
            return ""
        received += piece
    return received.decode("latin-1")
