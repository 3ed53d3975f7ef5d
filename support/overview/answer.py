"""An answer of the overview service, as it came over HTTP."""

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
class Answer:
    """`headers` are by lower-case name, `seconds` is the time from question to whole answer.

    `asked_with` are the headers of the question, the request id among them.
    """

    method: str
    url: str
    asked_with: Mapping[str, str]
    status: int
    headers: Mapping[str, str]
    text: str
    seconds: float

    @property
    def request_id(self) -> str:
        """What the question was named."""
        return self.asked_with.get("X-Request-ID", "")

    @property
    def names(self) -> set[str]:
        """How the question is named: by who asked, by the overview, or both."""
        return {self.request_id, self.headers.get("x-request-id", "")} - {""}

    @property
    def choices(self) -> list[tuple[str, str]]:
        """What the question was about: the parameters that the overview knows."""
        query = parse_qsl(urlsplit(self.url).query, keep_blank_values=True)
        return [(name, value) for name, value in query if name in PARAMETERS]

    @property
    def json(self) -> Any:
        """The body read as JSON, numbers as written; raises AssertionError if it is none."""
        try:
            return json.loads(self.text, parse_float=Decimal)
        except ValueError:
            raise AssertionError(f"The overview sent something that is not JSON:\n{self}") from None

    @property
    def curl(self) -> str:
        """A line for a shell that asks the same again."""
        headers = [
            f"-H {shlex.quote(f'{name}: {value}')}" for name, value in self.asked_with.items()
        ]
        verb = {"GET": "-i", "HEAD": "-I"}.get(self.method, f"-i -X {self.method}")
        return " ".join(["curl", verb, *headers, shlex.quote(self.url)])

    def __str__(self) -> str:
        return (
            f"{self.method} {self.url} answered {self.status} in {self.seconds:.2f} s\n{self.text}"
        )
