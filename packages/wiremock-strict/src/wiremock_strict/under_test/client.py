"""A client that sends what is written, and records what comes."""

from __future__ import annotations

import socket
import time
from collections.abc import Mapping, Sequence
from http.client import HTTPException, HTTPResponse
from urllib.parse import urlencode, urlsplit

from wiremock_strict.under_test.response import Recorder, Response


class Client:
    """Sends requests to the service at `url`, and records each response.

    No library stands between, so that headers go out as they are written, and nothing is followed,
    repeated or hidden. Nothing is waited for longer than `patience`, in seconds.
    """

    def __init__(self, url: str, recorder: Recorder, patience: float = 30) -> None:
        self._url, self._recorder, self._patience = url, recorder, patience

    def request(
        self,
        path: str = "/",
        query: Sequence[tuple[str, str]] = (),
        headers: Mapping[str, str | None] | None = None,
        method: str = "GET",
    ) -> Response:
        """Send a request with an X-Request-ID of its own; a header of None is not sent.

        Raises AssertionError if no whole response comes.
        """
        named = {"X-Request-ID": self._recorder.new_id(), **(headers or {})}
        sent = {name: value for name, value in named.items() if value is not None}
        url = self._url + path + (f"?{urlencode(list(query))}" if query else "")
        began = time.monotonic()
        try:
            got, body = self._exchange(method, url, sent)
        except (OSError, HTTPException) as error:
            seconds = time.monotonic() - began
            raise AssertionError(
                f"No whole response to {method} {url} within {seconds:.1f} s: {error}"
            ) from None
        seconds, text = time.monotonic() - began, body.decode("utf-8", "replace")
        received = {name.lower(): value for name, value in got.getheaders()}
        response = Response(method, url, sent, got.status, received, text, seconds, began)
        return self._recorder.keep(response)

    def _exchange(
        self, method: str, url: str, headers: Mapping[str, str]
    ) -> tuple[HTTPResponse, bytes]:
        parts = urlsplit(url)
        target = parts._replace(scheme="", netloc="").geturl()
        lines = [f"{method} {target} HTTP/1.1", f"Host: {parts.netloc}", "Connection: close"]
        lines += [f"{name}: {value}" for name, value in headers.items()]
        address = parts.hostname or "", parts.port or 80
        with socket.create_connection(address, self._patience) as connection:
            connection.sendall("\r\n".join([*lines, "", ""]).encode())
            got = HTTPResponse(connection, method=method)
            got.begin()
            return got, got.read()
