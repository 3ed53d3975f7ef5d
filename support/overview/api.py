"""The api adapter: asks the overview service for JSON, as programs do."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import msgspec
from wiremock_strict.under_test import Client, Recorder, Response

from support.overview.port import NOTHING_TO_SHOW, OUTCOMES, Choices, Shown, View


class Api:
    """Sends requests to the overview service at `url`, and records each response.

    Nothing is waited for longer than `patience`, in seconds.
    """

    def __init__(self, url: str, recorder: Recorder, patience: float) -> None:
        self._client = Client(url, recorder, patience)

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
        return self._client.request(path, choices, headers, method)


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


class _Page(msgspec.Struct):
    products: list[dict[str, Any]]
    total: int
    categories: list[str]


class _Problem(msgspec.Struct):
    detail: str


def _view(outcome: str, body: Any) -> View:
    if outcome != "shown":
        return View(outcome, message=msgspec.convert(body, _Problem).detail)
    page = msgspec.convert(body, _Page)
    products = [_shown(product) for product in page.products]
    message = "" if products else NOTHING_TO_SHOW
    return View(outcome, products, message, page.total, page.categories)


def _shown(product: Mapping[str, Any]) -> Shown:
    """Read a product as text, exact numbers to the digit."""
    return {name: _text(name, value) for name, value in product.items()}


def _text(name: str, value: Any) -> str:
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, str | int) and not isinstance(value, bool):
        return str(value)
    raise AssertionError(f"The overview's {name} is neither text nor an exact number: {value!r}")
