"""Reads the body of the products service's answer: whole, unpacked, and never too much of it."""

from __future__ import annotations

import gzip
import io
import re
import zlib
from collections.abc import Mapping

import requests
from werkzeug.http import parse_options_header

from overview_service.errors import BrokenAnswerError

LENGTH = re.compile(r"[0-9]{1,18}")
PIECE = 64 * 1024  # bytes


def read(response: requests.Response, limit: int) -> bytes:
    """Return the body of an answer that was asked for with stream=True.

    `limit` bounds its bytes, both as they come and unpacked. Raises BrokenAnswerError where the
    headers contradict themselves, announce no JSON or more than the limit, or where the body does
    not keep to them; urllib3's HTTPError, OSError or ValueError where the connection fails.
    """
    _check_framing(response.headers)
    _check_type(response.headers.get("Content-Type", ""))
    body = _received(response, limit)
    coding = response.headers.get("Content-Encoding", "identity").strip().lower()
    if coding in ("gzip", "x-gzip"):
        return _unpacked(body, limit)
    if coding != "identity":
        raise BrokenAnswerError(f"unknown content coding {coding!r}")
    return body


def _check_framing(headers: Mapping[str, str]) -> None:
    """Refuse what leaves the end of the body in doubt (RFC 9112, section 6.3)."""
    length, transfer = headers.get("Content-Length"), headers.get("Transfer-Encoding")
    if length is not None and (transfer is not None or not LENGTH.fullmatch(length.strip())):
        raise BrokenAnswerError(f"Content-Length {length!r}, Transfer-Encoding {transfer!r}")
    if transfer is not None and transfer.lower() != "chunked":
        raise BrokenAnswerError(f"Transfer-Encoding {transfer!r}")


def _check_type(value: str) -> None:
    kind, parameters = parse_options_header(value)
    if kind.lower() != "application/json":
        raise BrokenAnswerError(f"Content-Type {value!r}")
    if parameters.get("charset", "utf-8").lower() not in ("utf-8", "utf8"):
        raise BrokenAnswerError(f"Content-Type {value!r}")


def _received(response: requests.Response, limit: int) -> bytes:
    announced = response.raw.length_remaining
    if announced is not None and announced > limit:
        raise BrokenAnswerError(f"{announced} bytes are announced, {limit} are allowed")
    body = bytearray()
    while piece := response.raw.read(min(PIECE, limit + 1 - len(body)), decode_content=False):
        body += piece
        if len(body) > limit:
            raise BrokenAnswerError(f"more than {limit} bytes")
    return bytes(body)


def _unpacked(body: bytes, limit: int) -> bytes:
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(body)) as unpacking:
            unpacked = unpacking.read(limit + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise BrokenAnswerError(f"not whole gzip: {error!r}") from error
    if len(unpacked) > limit:
        raise BrokenAnswerError(f"more than {limit} bytes when unpacked")
    return unpacked
