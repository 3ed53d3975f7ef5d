"""Requests as they are written, and responses as they come, without a library in between."""

from __future__ import annotations

import socket
import time
from collections.abc import Mapping
from http.client import HTTPConnection
from typing import NamedTuple
from urllib.parse import urlsplit

PATIENCE = 60.0  # seconds; a busy machine is no failure


class Got(NamedTuple):
    """A whole response; headers are by lower-case name."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class Seen(NamedTuple):
    """Pieces from a bare socket, with the seconds at which they came, and the end.

    `end` is "closed" or "reset"; it came after `seconds`.
    """

    pieces: list[tuple[float, bytes]]
    end: str
    seconds: float

    @property
    def data(self) -> bytes:
        """All pieces together."""
        return b"".join(piece for _, piece in self.pieces)


def ask(
    url: str,
    target: str = "/",
    method: str = "GET",
    headers: Mapping[str, str] | None = None,
    body: bytes = b"",
) -> Got:
    """Send a request for `target` as it is written, on a connection of its own."""
    connection = HTTPConnection(urlsplit(url).netloc, timeout=PATIENCE)
    try:
        connection.putrequest(method, target, skip_accept_encoding=True)
        for name, value in (headers or {}).items():
            connection.putheader(name, value)
        if body:
            connection.putheader("Content-Length", str(len(body)))
        connection.endheaders(body or None)
        response = connection.getresponse()
        named = {name.lower(): value for name, value in response.getheaders()}
        return Got(response.status, named, response.read())
    finally:
        connection.close()


def connect(url: str) -> socket.socket:
    """Connect as a caller would."""
    parts = urlsplit(url)
    return socket.create_connection((parts.hostname or "", parts.port or 80), PATIENCE)


def watch(url: str, target: str = "/") -> Seen:
    """Send a request, and watch what comes, and when, until the other end is done."""
    request = f"GET {target} HTTP/1.1\r\nHost: {urlsplit(url).netloc}\r\nConnection: close\r\n\r\n"
    pieces: list[tuple[float, bytes]] = []
    with connect(url) as connection:
        begin = time.monotonic()
        connection.sendall(request.encode())
        end = "closed"
        try:
            while piece := connection.recv(65536):
                pieces.append((time.monotonic() - begin, piece))
        except ConnectionResetError:
            end = "reset"
        return Seen(pieces, end, time.monotonic() - begin)
