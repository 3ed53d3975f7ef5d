"""Read the body of a response: complete, decompressed, and never too much of it."""

from __future__ import annotations

import gzip
import io
import re
import zlib
from collections.abc import Mapping

import requests
from werkzeug.http import parse_options_header

from overview_service.products_client.errors import BadResponseError

_PIECE = 64 * 1024  # bytes


def read_body(response: requests.Response, limit: int) -> bytes:
    """Return the body of a response that was requested with stream=True.

    `limit` bounds its bytes, both as received and decompressed. Raises BadResponseError where the
    headers contradict themselves, announce no JSON or more than the limit, or where the body does
    not keep to them; urllib3's HTTPError, OSError or ValueError where the connection fails.
    """
    _check_framing(response.headers)
    _check_type(response.headers.get("Content-Type", ""))
    body = _receive(response, limit)
    coding = response.headers.get("Content-Encoding", "identity").strip().lower()
    if coding in ("gzip", "x-gzip"):
        return _decompress(body, limit)
    if coding != "identity":
        raise BadResponseError(f"unknown content coding {coding!r}")
    return body


def _check_framing(headers: Mapping[str, str]) -> None:
    """Refuse headers that leave the end of the body in doubt (RFC 9112, section 6.3)."""
    length, transfer = headers.get("Content-Length"), headers.get("Transfer-Encoding")
    is_number = length is None or re.fullmatch("[0-9]{1,18}", length.strip())
    if not is_number or (length is not None and transfer is not None):
        raise BadResponseError(f"Content-Length {length!r}, Transfer-Encoding {transfer!r}")
    if transfer is not None and transfer.lower() != "chunked":
        raise BadResponseError(f"Transfer-Encoding {transfer!r}")


def _check_type(value: str) -> None:
    media_type, parameters = parse_options_header(value)
    charset = parameters.get("charset", "utf-8").lower()
    if media_type.lower() != "application/json" or charset not in ("utf-8", "utf8"):
        raise BadResponseError(f"Content-Type {value!r}")


def _receive(response: requests.Response, limit: int) -> bytes:
    announced = response.raw.length_remaining
    if announced is not None and announced > limit:
        raise BadResponseError(f"{announced} bytes are announced, {limit} are allowed")
    body = bytearray()
    while piece := response.raw.read(min(_PIECE, limit + 1 - len(body)), decode_content=False):
        body += piece
        if len(body) > limit:
            raise BadResponseError(f"more than {limit} bytes")
    return bytes(body)


def _decompress(body: bytes, limit: int) -> bytes:
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(body)) as compressed:
            decompressed = compressed.read(limit + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise BadResponseError(f"not complete gzip: {error!r}") from error
    if len(decompressed) > limit:
        raise BadResponseError(f"more than {limit} bytes when decompressed")
    return decompressed
