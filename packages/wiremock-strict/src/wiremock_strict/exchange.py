"""One question to the products service and its answer, as whoever stood in for it saw them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlsplit


@dataclass(frozen=True)
class Exchange:
    """A request that reached the products service, or its stand-in, and what it was answered.

    `url` is path and query as sent. `givens` tell where the answer comes from; there are none if
    nothing matched. Headers are a mapping from names in lower case. `body` is as it was sent;
    `status` is 0 where a fault stood in place of an answer. `live`: the real products service
    answered.
    """

    method: str
    url: str
    headers: Mapping[str, str]
    givens: Sequence[str]
    status: int
    answer_headers: Mapping[str, str]
    body: bytes
    live: bool = False

    @property
    def path(self) -> str:
        """The path that was asked for."""
        return urlsplit(self.url).path

    @property
    def query(self) -> list[tuple[str, str]]:
        """The parameters in the order sent, decoded, empty and repeated ones too."""
        return parse_qsl(urlsplit(self.url).query, keep_blank_values=True)

    @property
    def request_id(self) -> str:
        """What the caller named the request; empty if it did not."""
        return self.headers.get("x-request-id", "")

    def __str__(self) -> str:
        answer = f"answered {self.status}" if self.status else "met with a fault"
        return f"{self.method} {self.url} {answer if self.givens else 'matched nothing'}"
