"""A response of the overview service, as it came over HTTP."""

from __future__ import annotations

import json
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
        """Return the ID that the request carried, or nothing."""
        return self.request_headers.get("X-Request-ID", "")

    @property
    def request_ids(self) -> set[str]:
        """Return the IDs that the caller and the overview gave the request."""
        return {self.request_id, self.headers.get("x-request-id", "")} - {""}

    @property
    def choices(self) -> list[tuple[str, str]]:
        """Return those parameters of the request that the overview knows."""
        query = parse_qsl(urlsplit(self.url).query, keep_blank_values=True)
        return [(name, value) for name, value in query if name in PARAMETERS]

    @property
    def ended(self) -> float:
        """Return when the response was whole."""
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
