"""Requests as they are written, and answers as they come: no library in between mends either."""

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
    """A whole answer; headers are by lower-case name."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class Seen(NamedTuple):
    """What came over a bare socket: pieces with the seconds at which they came, and the end.

    `end` is "closed" or "reset"; `seconds` tells when it came.
    """

    pieces: list[tuple[float, bytes]]
    end: str
    seconds: float

    @property
    def data(self) -> bytes:
        """All that came."""
        return b"".join(piece for _, piece in self.pieces)

    @property
    def first(self) -> float:
        """When the first byte came, in seconds."""
        return self.pieces[0][0]

    @property
    def head(self) -> bytes:
        """What came up to the empty line; all of it if there is none."""
        return self.data.partition(b"\r\n\r\n")[0]

    @property
    def sent(self) -> bytes:
        """What came after the empty line, as sent."""
        return self.data.partition(b"\r\n\r\n")[2]

    @property
    def answer(self) -> Got:
        """The answer as HTTP reads it; raises HTTPException if that cannot be."""
        response = HTTPResponse(_Bytes(self.data))  # type: ignore[arg-type]
        response.begin()
        headers = {name.lower(): value for name, value in response.getheaders()}
        return Got(response.status, headers, response.read())

    @property
    def is_whole(self) -> bool:
        """Whether HTTP can read an answer out of it."""
        try:
            return bool(self.answer)
        except (HTTPException, ValueError):
            return False


class _Bytes:
    def __init__(self, data: bytes) -> None:
        self._data = data

    def makefile(self, *_: Any) -> BytesIO:
        return BytesIO(self._data)


def ask(
    url: str, target: str, method: str = "GET", headers: Mapping[str, str] | None = None
) -> Got:
    """Send a request for `target` as it is written, on a connection of its own."""
    connection = HTTPConnection(urlsplit(url).netloc, timeout=PATIENCE)
    try:
        connection.putrequest(method, target, skip_accept_encoding=True)
        for name, value in (headers or {}).items():
            connection.putheader(name, value)
        connection.endheaders()
        response = connection.getresponse()
        named = {name.lower(): value for name, value in response.getheaders()}
        return Got(response.status, named, response.read())
    finally:
        connection.close()


def watch(url: str, target: str = "/products", keep: bool = False) -> Seen:
    """Send a request and take down what comes, and when, until the other end is done.

    One that may `keep` the connection waits as long as the other end keeps it.
    """
    parts = urlsplit(url)
    question = (
        f"GET {target} HTTP/1.1\r\nHost: {parts.netloc}\r\nX-Request-ID: watched\r\n"
        f"Connection: {'keep-alive' if keep else 'close'}\r\n\r\n"
    )
    pieces: list[tuple[float, bytes]] = []
    with socket.create_connection((parts.hostname or "", parts.port or 80), PATIENCE) as connection:
        begin = time.monotonic()
        connection.sendall(question.encode())
        end = "closed"
        try:
            while piece := connection.recv(65536):
                pieces.append((time.monotonic() - begin, piece))
        except ConnectionResetError:
            end = "reset"
        return Seen(pieces, end, time.monotonic() - begin)
