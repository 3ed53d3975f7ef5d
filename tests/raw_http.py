"""Requests that no well-behaved client sends, on loopback."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

PATIENCE_S = 60
PAUSE_S = 0.1  # between two bytes of a slow client

Address = tuple[str, int]


def exchange(address: Address, request: bytes) -> tuple[int, bytes]:
    """Send bytes, whole or as far as they are taken; return the status and all of the response."""
    with socket.create_connection(address, timeout=PATIENCE_S) as connection:
        with suppress(OSError):  # refused before it is whole
            connection.sendall(request)
        response = b""
        with suppress(OSError):
            while (piece := connection.recv(65536)) and b"\r\n\r\n" not in response:
                response += piece
    return int(response.split(b" ")[1]), response


class SlowCrowd:
    """Clients that have begun a request and send one byte of it now and then."""

    def __init__(self, address: Address, number: int, path: str) -> None:
        self._open = [socket.create_connection(address, PATIENCE_S) for _ in range(number)]
        for connection in self._open:
            connection.sendall(f"GET {path} HTTP/1.1\r\nX-Slow: ".encode())

    def all_closed(self, within: float) -> bool:
        """Go on byte by byte until the server has closed every connection, or time is up."""
        give_up = time.monotonic() + within
        while self._open and time.monotonic() < give_up:
            self._open = [connection for connection in self._open if _goes_on(connection)]
            time.sleep(PAUSE_S)
        return not self._open

    def close(self) -> None:
        """Close what is still open."""
        for connection in self._open:
            connection.close()


def _goes_on(connection: socket.socket) -> bool:
    connection.setblocking(False)
    try:
        if connection.recv(65536) == b"":
            connection.close()
            return False
    except BlockingIOError:
        pass
    except OSError:
        connection.close()
        return False
    with suppress(OSError):
        connection.send(b"x")
    return True


@contextmanager
def slowly(address: Address, number: int, path: str) -> Iterator[SlowCrowd]:
    """Keep so many requests half sent."""
    crowd = SlowCrowd(address, number, path)
    try:
        yield crowd
    finally:
        crowd.close()
