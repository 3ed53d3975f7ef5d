"""The responses of the overview service, as they came over HTTP."""

from __future__ import annotations

import itertools
import json
import secrets
import shlex
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from urllib.parse import parse_qsl, urlsplit

PARAMETERS = ("category", "sort_by", "sort_order", "page", "page_size")


@dataclass(frozen=True)
class Response:
    """A response, and the request that it belongs to.

    `headers` are by lower-case name, `request_headers` by the name that was sent. The response was
    whole `seconds` after the request `began`, by a clock that only compares.
    """

    method: str
    url: str
    request_headers: Mapping[str, str]
    status: int
    headers: Mapping[str, str]
    text: str
    seconds: float
    began: float = 0.0

    @property
    def request_id(self) -> str:
        return self.request_headers.get("X-Request-ID", "")

    @property
    def request_ids(self) -> set[str]:
        """Return the IDs that the caller and the overview gave the request."""
        return {self.request_id, self.headers.get("x-request-id", "")} - {""}

    @property
    def lasting_headers(self) -> dict[str, str]:
        """Return the headers that are the same for the same request at another time."""
        passing = ("date", "x-request-id")
        return {name: value for name, value in self.headers.items() if name not in passing}

    @property
    def query(self) -> list[tuple[str, str]]:
        return parse_qsl(urlsplit(self.url).query, keep_blank_values=True)

    @property
    def choices(self) -> list[tuple[str, str]]:
        """Return those parameters of the request that the overview knows."""
        return [(name, value) for name, value in self.query if name in PARAMETERS]

    @property
    def ended(self) -> float:
        return self.began + self.seconds

    @property
    def json(self) -> Any:
        """Read the body as JSON, numbers as written; raises AssertionError if it is none."""
        try:
            return json.loads(self.text, parse_float=Decimal)
        except ValueError:
            raise AssertionError(f"The overview's response is not JSON:\n{self}") from None

    @property
    def curl(self) -> str:
        """Write a line for a shell that sends the request again."""
        headers = [
            f"-H {shlex.quote(f'{name}: {value}')}" for name, value in self.request_headers.items()
        ]
        verb = {"GET": "-i", "HEAD": "-I"}.get(self.method, f"-i -X {self.method}")
        return " ".join(["curl", verb, *headers, shlex.quote(self.url)])

    def __str__(self) -> str:
        line = f"{self.method} {self.url}: {self.status} after {self.seconds:.2f} s"
        return f"{line}\n{self.text}"


class Recorder:
    """Names the requests of one scenario, and keeps their responses in order.

    `known` are the request IDs of the whole run, to which this scenario adds its own.
    `complaints` are problems that a browser has with the web page, a sentence each.
    """

    def __init__(self, known: set[str] | None = None) -> None:
        self.responses: list[Response] = []
        self.complaints: list[str] = []
        self.request_ids: set[str] = set()
        self.known = set() if known is None else known
        self._token, self._numbers = secrets.token_hex(4), itertools.count(1)

    def new_id(self) -> str:
        """Return an ID for the next request."""
        request_id = f"{self._token}-{next(self._numbers)}"
        self._note({request_id})
        return request_id

    def keep(self, response: Response) -> Response:
        """Keep a response, and the IDs of its request."""
        self.responses.append(response)
        self._note(response.request_ids)
        return response

    def _note(self, request_ids: set[str]) -> None:
        self.request_ids |= request_ids
        self.known |= request_ids
