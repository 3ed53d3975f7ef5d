"""The behaviours of a products service on the wire, as pieces to put together."""

from __future__ import annotations

import ctypes
import json
import socket
import struct
import time
from collections.abc import Iterable
from typing import Any

from tests.overview_service.fake_products import Behaviour

SHORT_DEADLINE = 0.6  # seconds for an exchange, where a test is about time
LONG_DEADLINE = 20.0  # and where it is not, so that a busy machine makes no difference
SO_ATTACH_FILTER = 26
LAMP = {"name": "Lamp", "category": "Home", "price": 24.50}
GOOD = json.dumps({"products": [LAMP], "total": 1, "categories": ["Home"]}).encode()
KIND = "Content-Type: application/json\r\n"


def message(body: bytes = GOOD, status: str = "200 OK", headers: str = KIND) -> bytes:
    """Return a complete response whose Content-Length is true."""
    return f"HTTP/1.1 {status}\r\n{headers}Content-Length: {len(body)}\r\n\r\n".encode() + body


def framed(headers: str, body: bytes = b"", status: str = "200 OK") -> bytes:
    """Return a response with only these headers beside its type."""
    return f"HTTP/1.1 {status}\r\n{KIND}{headers}\r\n".encode("latin-1") + body


def chunked(*chunks: bytes, end: bytes = b"0\r\n\r\n") -> bytes:
    """Return a response in chunks."""
    body = b"".join(b"%x\r\n%b\r\n" % (len(chunk), chunk) for chunk in chunks)
    return framed("Transfer-Encoding: chunked\r\n", body + end)


def shape(**changes: Any) -> bytes:
    """Return a response of one product with some fields changed."""
    return message(
        json.dumps({"products": [LAMP], "total": 1, "categories": ["Home"], **changes}).encode()
    )


def product(**changes: Any) -> bytes:
    """Return a response of one product with some fields of it changed."""
    return shape(products=[{**LAMP, **changes}])


def price(text: str) -> bytes:
    """Return a response of one product whose price is written like this."""
    return message(GOOD.replace(b"24.5", text.encode()))


def zipped(body: bytes) -> bytes:
    """Return a response that is said to be gzip."""
    return message(body, headers=KIND + "Content-Encoding: gzip\r\n")


def sends(*pieces: bytes, every: float = 0) -> Behaviour:
    """Send the pieces, with a pause in seconds after each."""

    def behave(connection: socket.socket) -> None:
        for piece in pieces:
            connection.sendall(piece)
            time.sleep(every)

    return behave


def then(*behaviours: Behaviour) -> Behaviour:
    """Do one thing after the other."""

    def behave(connection: socket.socket) -> None:
        for each in behaviours:
            each(connection)

    return behave


def closes(connection: socket.socket) -> None:
    """Close in an orderly way."""
    connection.shutdown(socket.SHUT_RDWR)


def resets(connection: socket.socket) -> None:
    """Close with RST."""
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    connection.close()


def vanishes(connection: socket.socket) -> None:
    """Drop every further packet unseen, as if the cable had been cut (Linux)."""
    drop_all = ctypes.create_string_buffer(struct.pack("HBBI", 0x06, 0, 0, 0))  # BPF: return 0
    program = struct.pack("HP", 1, ctypes.addressof(drop_all))
    connection.setsockopt(socket.SOL_SOCKET, SO_ATTACH_FILTER, program)


def hangs(connection: socket.socket) -> None:
    """Do nothing until the other side gives up."""
    connection.recv(1)


def dribbles(data: bytes) -> Behaviour:
    """Send byte after byte, none of them late by itself."""
    return sends(*(data[i : i + 1] for i in range(len(data))), every=SHORT_DEADLINE / 40)


def bytes_of(data: bytes) -> Iterable[bytes]:
    """Return the single bytes."""
    return (data[i : i + 1] for i in range(len(data)))


def forever(piece: bytes) -> Behaviour:
    """Send a piece again and again until the other side gives up."""

    def behave(connection: socket.socket) -> None:
        while True:
            connection.sendall(piece)
            time.sleep(0.001)

    return behave
