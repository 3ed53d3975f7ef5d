"""Requests as they are written, and responses as they come, without a library in between."""

from __future__ import annotations

import socket
import time
from collections.abc import Mapping
from http.client import HTTPConnection, HTTPException, HTTPResponse
from io import BytesIO
from typing import Any, NamedTuple
from urllib.parse import urlsplit

PATIENCE = 60.0  # seconds; a busy machine is no failure


class Got(NamedTuple):
    """A whole response; headers are by lower-case name."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class Seen(NamedTuple):
    """The bytes that came over a bare socket: pieces, each with its time in seconds, and the end.

    `end` is "closed", "reset" or "still open", after so many `seconds`.
    """

    pieces: list[tuple[float, bytes]]
    end: str
    seconds: float

    @property
    def data(self) -> bytes:
        """Return everything that came."""
        return b"".join(piece for _, piece in self.pieces)

    @property
    def first(self) -> float:
        """Return when the first byte came, in seconds."""
        return self.pieces[0][0]

    @property
    def head(self) -> bytes:
        """Return what came before the end of the last header, or all if there is no empty line."""
        return self.data.partition(b"\r\n\r\n")[0]

    @property
    def sent(self) -> bytes:
        """Return what came after the empty line, as sent."""
        return self.data.partition(b"\r\n\r\n")[2]

    @property
    def response(self) -> Got:
        """Return the response as HTTP reads it; raises HTTPException if it cannot be read."""
        got = HTTPResponse(_Bytes(self.data))  # type: ignore[arg-type]
        got.begin()
        headers = {name.lower(): value for name, value in got.getheaders()}
        return Got(got.status, headers, got.read())

    @property
    def is_whole(self) -> bool:
        """Tell whether HTTP can read a response out of it."""
        try:
            return bool(self.response)
        except (HTTPException, ValueError):
            return False


class _Bytes:
    def __init__(self, data: bytes) -> None:
        self._data = data

    def makefile(self, *_: Any) -> BytesIO:
        return BytesIO(self._data)


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


def watch(url: str, target: str = "/", keep: bool = False, patience: float = PATIENCE) -> Seen:
    """Send a request, and watch what comes, and when, until the other end is done.

    Where the connection may be kept, that is as long as the other end keeps it.
    """
    head = (
        f"GET {target} HTTP/1.1\r\nHost: {urlsplit(url).netloc}\r\n"
        f"Connection: {'keep-alive' if keep else 'close'}\r\n\r\n"
    )
    pieces: list[tuple[float, bytes]] = []
    with connect(url) as connection:
        begin = time.monotonic()
        connection.sendall(head.encode())
        connection.settimeout(patience)
        end = "closed"
        try:
            while piece := connection.recv(65536):
                pieces.append((time.monotonic() - begin, piece))
        except ConnectionResetError:
            end = "reset"
        except TimeoutError:
            end = "still open"
        return Seen(pieces, end, time.monotonic() - begin)
