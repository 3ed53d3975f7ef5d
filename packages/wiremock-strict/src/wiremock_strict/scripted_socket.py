"""A bare socket in place of the products service, for what no HTTP server would do.

It reads a question, plays its script, and ends the connection. Its journal is like WireMock's.
"""

from __future__ import annotations

import socket
import socketserver
import struct
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from http.client import parse_headers
from io import BytesIO

from wiremock_strict.exchange import Exchange

PATIENCE = 2.0  # seconds


@dataclass(frozen=True)
class Script:
    """What is sent on a bare socket: bytes, and deadlines to wait; it ends with RST if `reset`."""

    acts: Sequence[bytes | float]
    reset: bool = False


class Server(socketserver.ThreadingTCPServer):
    """Takes a hundred callers at once, and does not wait for them to end."""

    request_queue_size = 512
    daemon_threads = True


class ScriptedSocket:
    """Listens on a port of loopback and plays the script that was set last."""

    def __init__(self) -> None:
        self._deadline = 0.0
        self._script = Script([])
        self._givens: Sequence[str] = []
        self._over, self._asked = threading.Event(), threading.Event()
        self.journal: list[Exchange] = []
        owner = self

        class Handler(socketserver.BaseRequestHandler):
            def handle(self) -> None:
                owner.play(self.request)

        self._server = Server(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()

    def set(self, script: Script, given: str, deadline: float) -> None:
        """Play `script` from now on, because a Given says so; a `deadline` is so many seconds."""
        self._script, self._givens, self._deadline = script, [given], deadline
        self._over = threading.Event()

    def reset(self) -> None:
        """End what is still being played, and forget what was asked."""
        self._over.set()
        self._asked.clear()
        self._givens, self.journal = [], []

    def exchanges(self) -> list[Exchange]:
        """What was asked, in order.

        An impatient overview can be done before a busy machine lets us read its question: where a
        script is to be played, the first question is waited for.
        """
        if self._givens:
            self._asked.wait(PATIENCE)
        return list(self.journal)

    def close(self) -> None:
        """Stop listening."""
        self._over.set()
        self._server.shutdown()
        self._server.server_close()

    def play(self, connection: socket.socket) -> None:
        """Read one question and answer it by the script."""
        script, over = self._script, self._over
        question = read_head(connection)
        if question:
            self.journal.append(self._entry(question))
            self._asked.set()
        try:
            for act in script.acts:
                if isinstance(act, bytes):
                    connection.sendall(act)
                elif over.wait(act * self._deadline):
                    break
        except OSError:
            pass  # the overview has given up, as it should
        if script.reset:  # close() then sends RST in place of FIN (SO_LINGER, socket(7))
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            connection.close()

    def _entry(self, question: bytes) -> Exchange:
        line, _, rest = question.partition(b"\r\n")
        method, url, *_ = [*line.decode("latin-1").split(" "), ""]  # whatever it was
        headers = {name.lower(): value for name, value in parse_headers(BytesIO(rest)).items()}
        return Exchange(method, url, headers, self._givens, 0, {}, b"")


def read_head(connection: socket.socket) -> bytes:
    """Read a request up to the empty line that ends its head; less if the caller gives up."""
    head = b""
    while b"\r\n\r\n" not in head:
        try:
            more = connection.recv(65536)
        except OSError:
            return b""
        if not more:
            return b""
        head += more
    return head
