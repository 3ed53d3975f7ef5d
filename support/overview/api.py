"""The api adapter: asks the overview service for JSON, as programs do."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from http.client import HTTPResponse
from typing import Any
from urllib.parse import urlsplit

import requests
from requests.adapters import HTTPAdapter

from support.overview.answer import Answer
from support.overview.view import NOTHING_TO_SHOW, ShownProduct, View

Choices = Sequence[tuple[str, str]]
OUTCOMES = {
    200: "shown",
    400: "mistaken",
    502: "unavailable",
    503: "unavailable",
    504: "unavailable",
}
CROWD = 128  # connections that are kept: as many shoppers may ask at once
PATIENCE = 30.0  # seconds; what comes after the deadline is judged, not waited for


class Api:
    """Asks the overview service over HTTP.

    `base_url` tells where it is, at each question anew. `new_id` names each question. `on_answer`
    is called with every answer, before anyone else sees it.
    """

    def __init__(
        self,
        base_url: Callable[[], str],
        new_id: Callable[[], str],
        on_answer: Callable[[Answer], None],
    ) -> None:
        self._base_url, self._new_id, self._on_answer = base_url, new_id, on_answer
        self._session = requests.Session()
        self._session.trust_env = False  # no proxy, whatever the environment says
        self._session.mount("http://", HTTPAdapter(pool_maxsize=CROWD))

    def open(self, choices: Choices = ()) -> View:
        """Open the overview with the given choices, names and values as the address has them."""
        return read_view(self.ask(choices=choices, headers={"Accept": "application/json"}))

    def ask(
        self,
        path: str = "/overview",
        choices: Choices = (),
        headers: Mapping[str, str | None] | None = None,
        method: str = "GET",
    ) -> Answer:
        """Ask as a program would; no redirect is followed. A header of None is not sent."""
        named = {"X-Request-ID": self._new_id(), **(headers or {})}
        question = requests.Request(method, self._base_url() + path, named, params=list(choices))
        prepared = self._session.prepare_request(question)
        begin = time.monotonic()
        got = self._session.send(prepared, timeout=PATIENCE, allow_redirects=False)
        answer = Answer(
            method=method,
            url=str(prepared.url),
            asked_with={name: value for name, value in named.items() if value is not None},
            status=got.status_code,
            headers={name.lower(): value for name, value in got.headers.items()},
            text=got.content.decode("utf-8", "replace"),
            seconds=time.monotonic() - begin,
        )
        self._on_answer(answer)
        return answer

    def ask_bare(self, header: str) -> Answer:
        """Ask with a header that no HTTP library would send, written as it is given."""
        url = urlsplit(self._base_url())
        question = f"GET /overview HTTP/1.1\r\nHost: {url.netloc}\r\n{header}\r\n\r\n"
        begin = time.monotonic()
        with socket.create_connection((url.hostname, url.port or 80), PATIENCE) as connection:
            connection.sendall(question.encode())
            got = HTTPResponse(connection)
            got.begin()
            text = got.read().decode("utf-8", "replace")
        answer = Answer(
            method="GET",
            url=f"{url.geturl()}/overview",
            asked_with={},
            status=got.status,
            headers={name.lower(): value for name, value in got.getheaders()},
            text=text,
            seconds=time.monotonic() - begin,
        )
        self._on_answer(answer)
        return answer

    def close(self) -> None:
        """Let go of the connections."""
        self._session.close()


def read_view(answer: Answer) -> View:
    """Read what the shopper is shown out of an answer.

    Raises AssertionError for an answer that no shopper should get.
    """
    outcome = OUTCOMES.get(answer.status)
    if outcome is None:
        raise AssertionError(f"The overview answered what no shopper should see:\n{answer}")
    try:
        return _view(outcome, answer.json)
    except (KeyError, TypeError):
        raise AssertionError(f"The overview sent JSON of another shape:\n{answer}") from None


def _view(outcome: str, said: Any) -> View:
    if outcome != "shown":
        return View(outcome, message=said["detail"])
    products = [shown(product) for product in said["products"]]
    message = "" if products else NOTHING_TO_SHOW
    return View(outcome, products, message, said["total"], said["categories"])


def shown(product: Mapping[str, Any]) -> ShownProduct:
    """A product as the overview sent it, its price to the digit."""
    price = product["price"]
    if not isinstance(price, Decimal):
        raise AssertionError(f"The overview shows a price that is no exact number: {price!r}")
    return ShownProduct(product["name"], product["category"], f"{price:f}")
