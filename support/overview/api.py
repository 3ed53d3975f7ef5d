"""The api adapter: asks the overview service for JSON, as programs do."""

from __future__ import annotations

import socket
import time
from collections.abc import Mapping
from decimal import Decimal
from http.client import HTTPException, HTTPResponse
from typing import Any
from urllib.parse import urlencode, urlsplit

import msgspec

from support.overview.port import NOTHING_TO_SHOW, OUTCOMES, Choices, ShownProduct, View
from support.overview.response import Recorder, Response


class Api:
    """Sends requests to the overview service at `url`, and records each response.

    No library stands between, so that headers go out as they are written, and nothing is followed,
    repeated or hidden. Nothing is waited for longer than `patience`, in seconds.
    """

    def __init__(self, url: str, recorder: Recorder, patience: float) -> None:
        self._url, self._recorder, self._patience = url, recorder, patience

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
        sent = {name: value for name, value in named.items() if value is not None}
        url = self._url + path + (f"?{urlencode(list(choices))}" if choices else "")
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
        address = parts.hostname, parts.port or 80
        with socket.create_connection(address, self._patience) as connection:
            connection.sendall("\r\n".join([*lines, "", ""]).encode())
            got = HTTPResponse(connection, method=method)
            got.begin()
            return got, got.read()


def read_view(response: Response) -> View:
    """Read what the shopper sees out of a response.

    Raises AssertionError for a response that no shopper should get.
    """
    outcome = OUTCOMES.get(response.status)
    if outcome is None:
        raise AssertionError(f"No shopper should get this response:\n{response}")
    try:
        return _view(outcome, response.json)
    except msgspec.ValidationError as reason:
        raise AssertionError(
            f"The overview's JSON has another shape: {reason}\n{response}"
        ) from None


class _Product(msgspec.Struct):
    name: str
    category: str
    price: Any


class _Shown(msgspec.Struct):
    products: list[_Product]
    total: int
    categories: list[str]


class _Problem(msgspec.Struct):
    detail: str


def _view(outcome: str, body: Any) -> View:
    if outcome != "shown":
        return View(outcome, message=msgspec.convert(body, _Problem).detail)
    read = msgspec.convert(body, _Shown)
    products = [_shown(product) for product in read.products]
    message = "" if products else NOTHING_TO_SHOW
    return View(outcome, products, message, read.total, read.categories)


def _shown(product: _Product) -> ShownProduct:
    """Read a product, its price to the digit."""
    price = product.price
    if not isinstance(price, Decimal):
        raise AssertionError(f"The overview shows a price that is no exact number: {price!r}")
    return ShownProduct(product.name, product.category, f"{price:f}")
