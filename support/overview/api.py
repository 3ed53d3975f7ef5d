"""The api adapter: asks the overview service for JSON, as programs do."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from decimal import Decimal
from http.client import HTTPException, HTTPResponse
from typing import Any
from urllib.parse import urlsplit

import requests
from requests.adapters import HTTPAdapter

from support.overview.port import NOTHING_TO_SHOW, OUTCOMES, Choices, ShownProduct, View
from support.overview.recorder import Recorder
from support.overview.response import Response
from support.serving import direct_session

CONNECTIONS = 128  # kept open: so many shoppers may ask at once


def new_session() -> requests.Session:
    """Return a session for a whole run, with room for a crowd."""
    session = direct_session()
    session.mount("http://", HTTPAdapter(pool_maxsize=CONNECTIONS))
    return session


class Api:
    """Sends requests to the overview service at `url`, and records each response.

    Nothing is waited for longer than `patience`, in seconds.
    """

    def __init__(
        self, session: requests.Session, url: str, recorder: Recorder, patience: float
    ) -> None:
        self._session, self._url = session, url
        self._recorder, self._patience = recorder, patience

    def open(self, choices: Choices = ()) -> View:
        return read_view(self.request(choices=choices, headers={"Accept": "application/json"}))

    def request(
        self,
        path: str = "/overview",
        choices: Choices = (),
        headers: Mapping[str, str | None] | None = None,
        method: str = "GET",
    ) -> Response:
        """Send a request as a program would; a header of None is not sent.

        Raises AssertionError if no whole response comes.
        """
        named = {"X-Request-ID": self._recorder.new_id(), **(headers or {})}
        request = requests.Request(method, self._url + path, named, params=list(choices))
        prepared = self._session.prepare_request(request)
        sent = {name: value for name, value in named.items() if value is not None}
        with self._patiently(method, str(prepared.url), sent) as keep:
            got = self._session.send(prepared, timeout=self._patience, allow_redirects=False)
            return keep(got.status_code, got.headers, got.content)

    def request_with_raw_header(self, header: str) -> Response:
        """Send a request with a header that no HTTP library would send, as it is written."""
        url = urlsplit(self._url)
        head = f"GET /overview HTTP/1.1\r\nHost: {url.netloc}\r\n{header}\r\n\r\n"
        address = url.hostname, url.port or 80
        with (
            self._patiently("GET", f"{self._url}/overview", {}) as keep,
            socket.create_connection(address, self._patience) as connection,
        ):
            connection.sendall(head.encode())
            got = HTTPResponse(connection)
            got.begin()
            return keep(got.status, dict(got.getheaders()), got.read())

    @contextmanager
    def _patiently(
        self, method: str, url: str, sent: Mapping[str, str]
    ) -> Iterator[Callable[[int, Mapping[str, str], bytes], Response]]:
        """Take the time; yield what records the response, or say that none came."""
        began = time.monotonic()

        def keep(status: int, headers: Mapping[str, str], body: bytes) -> Response:
            seconds, text = time.monotonic() - began, body.decode("utf-8", "replace")
            named = {name.lower(): value for name, value in headers.items()}
            response = Response(method, url, sent, status, named, text, seconds, began)
            return self._recorder.keep(response)

        try:
            yield keep
        except (OSError, HTTPException) as error:  # those of requests, too
            seconds = time.monotonic() - began
            raise AssertionError(
                f"No whole response to {method} {url} within {seconds:.1f} s: {error}"
            ) from None


def read_view(response: Response) -> View:
    """Read what the shopper sees out of a response.

    Raises AssertionError for a response that no shopper should get.
    """
    outcome = OUTCOMES.get(response.status)
    if outcome is None:
        raise AssertionError(f"No shopper should get this response:\n{response}")
    try:
        return _view(outcome, response.json)
    except (KeyError, TypeError):
        raise AssertionError(f"The overview's JSON has another shape:\n{response}") from None


def _view(outcome: str, body: Any) -> View:
    if outcome != "shown":
        return View(outcome, message=body["detail"])
    products = [_shown(product) for product in body["products"]]
    message = "" if products else NOTHING_TO_SHOW
    return View(outcome, products, message, body["total"], body["categories"])


def _shown(product: Mapping[str, Any]) -> ShownProduct:
    """Read a product, its price to the digit."""
    price = product["price"]
    if not isinstance(price, Decimal):
        raise AssertionError(f"The overview shows a price that is no exact number: {price!r}")
    return ShownProduct(product["name"], product["category"], f"{price:f}")
