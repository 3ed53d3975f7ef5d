"""Sockets that obey the current deadline.

A time limit on each read does not bound an exchange: a peer that sends one byte now and then
keeps every read short. So each blocking call on these sockets gets only the time that is left of
the current thread's deadline. That covers connecting, the TLS handshake, sending, endless
interim responses, dribbled headers and bodies, and stalls anywhere.

A name look-up is not covered: getaddrinfo takes no time limit and cannot be interrupted. It is
bounded by the resolver's own options (see __main__) and by the limit on requests in flight. An
address in digits needs no look-up.
"""

from __future__ import annotations

import io
import socket
import ssl
import sys
from collections.abc import Iterable
from typing import Any

from overview_service.products_client.deadline import Deadline


class StrictReader(io.BufferedReader):
    """A reader that keeps to the framing of HTTP where http.client is lenient."""

    def readline(self, size: int | None = -1, /) -> bytes:
        """Read one line of the protocol.

        Raises ConnectionResetError at the end of the connection, which does not end headers, and
        ValueError at a bare CR, where the header parser would see two lines (RFC 9112, 2.2).
        """
        line = super().readline(size)
        if not line:
            raise ConnectionResetError("closed before the end of the response")
        if b"\r" in line.rstrip(b"\r\n"):
            raise ValueError("a bare CR in a line of the protocol")
        return line

    def read(self, size: int | None = -1, /) -> bytes:
        """Read up to `size` bytes; ValueError without a size, as for a chunk of negative size."""
        if size is None or size < 0:
            raise ValueError("a read without a bound")
        return super().read(size)


class DeadlineSocket(socket.socket):
    """A socket whose blocking calls all end by the current deadline, with TimeoutError."""

    def _obey(self) -> None:
        self.settimeout(Deadline.current().remaining())

    def connect(self, address: Any, /) -> None:
        """Connect in the time that is left."""
        self._obey()
        super().connect(address)

    def recv_into(self, *args: Any, **kwargs: Any) -> int:
        """Receive something in the time that is left."""
        self._obey()
        return super().recv_into(*args, **kwargs)

    def sendall(self, *args: Any, **kwargs: Any) -> None:
        """Send everything in the time that is left."""
        self._obey()
        super().sendall(*args, **kwargs)

    def makefile(self, *_: Any, **__: Any) -> StrictReader:  # type: ignore[override]
        """Return the one kind of file that http.client opens."""
        return StrictReader(super().makefile("rb", buffering=0))


class DeadlineTLSSocket(DeadlineSocket, ssl.SSLSocket):
    """A socket with TLS that obeys the current deadline, in the handshake too."""

    def do_handshake(self, block: bool = False) -> None:
        """Agree on TLS in the time that is left."""
        self._obey()
        super().do_handshake(block)


def connect(host: str, port: int, options: Iterable[tuple[Any, ...]] = ()) -> DeadlineSocket:
    """Open a TCP connection to the first address of this host that accepts it.

    Raises socket.gaierror if the name is not found, TimeoutError if the deadline passes, another
    OSError if no address accepts.
    """
    failure: OSError = socket.gaierror("no address")
    for *kind, _, address in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM):
        try:
            return _connected(DeadlineSocket(*kind), address, options)
        except OSError as error:
            failure = error
    raise failure


def _connected(
    connection: DeadlineSocket, address: Any, options: Iterable[tuple[Any, ...]]
) -> DeadlineSocket:
    try:
        for option in options:
            connection.setsockopt(*option)
        connection.connect(address)
        _limit_silence(connection)
    except BaseException:
        connection.close()
        raise
    return connection


def _limit_silence(connection: socket.socket) -> None:
    """Give up on a peer that acknowledges nothing for a quarter of the deadline, on Linux.

    A peer that is merely slow acknowledges all the same. One that has vanished while the
    connection was idle would cost the next request its whole deadline.
    """
    if sys.platform == "linux":
        milliseconds = max(1, int(Deadline.current().seconds * 1000 / 4))
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, milliseconds)
