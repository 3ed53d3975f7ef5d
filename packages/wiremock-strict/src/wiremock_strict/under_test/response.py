"""The responses of the service under test, as they came over HTTP."""

from __future__ import annotations

import itertools
import json
import secrets
import shlex
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from urllib.parse import urlsplit

from wiremock_strict.addressed import Addressed
from wiremock_strict.entry import Entry


@dataclass(frozen=True)
class Response(Addressed):
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
        """The X-Request-ID that was sent; empty if there was none."""
        return self.request_headers.get("X-Request-ID", "")

    @property
    def request_ids(self) -> set[str]:
        """The IDs that the caller and the service gave the request."""
        return {self.request_id, self.headers.get("x-request-id", "")} - {""}

    @property
    def entry(self) -> Entry:
        """The same as an entry of a journal, for `Coverage`."""
        request_headers = {name.lower(): value for name, value in self.request_headers.items()}
        body = self.text.encode()
        return Entry(
            self.method, self.url, request_headers, b"", (), self.status, self.headers, body
        )

    @property
    def lasting_headers(self) -> dict[str, str]:
        """The headers that are the same for the same request at another time."""
        passing = ("date", "x-request-id")
        return {name: value for name, value in self.headers.items() if name not in passing}

    @property
    def target(self) -> str:
        """Path and query, as sent."""
        return urlsplit(self.url)._replace(scheme="", netloc="").geturl()

    @property
    def ended(self) -> float:
        """When the response was whole."""
        return self.began + self.seconds

    @property
    def json(self) -> Any:
        """The body read as JSON, numbers as written; raises AssertionError if it is none."""
        try:
            return json.loads(self.text, parse_float=Decimal)
        except ValueError:
            raise AssertionError(f"The response is not JSON:\n{self}") from None

    @property
    def curl(self) -> str:
        """A line for a shell that sends the request again."""
        headers = [
            f"-H {shlex.quote(f'{name}: {value}')}" for name, value in self.request_headers.items()
        ]
        verb = {"GET": "-i", "HEAD": "-I"}.get(self.method, f"-i -X {self.method}")
        return " ".join(["curl", verb, *headers, shlex.quote(self.url)])

    def __str__(self) -> str:
        """Format as a line about the response, and its body."""
        line = f"{self.method} {self.url}: {self.status} after {self.seconds:.2f} s"
        return f"{line}\n{self.text}"


class Recorder:
    """Names the requests of one test, and keeps their responses in order.

    `known` are the request IDs of the whole run, to which this test adds its own. `complaints` are
    problems that a client noticed, a sentence each: those of a browser, say.
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
