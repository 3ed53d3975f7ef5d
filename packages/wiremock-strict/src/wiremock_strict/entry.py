"""One entry of the journal: a request that reached the stub server, and its response."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from wiremock_strict.addressed import Addressed

UNKNOWN_ORIGIN = "a stub of unknown origin"


@dataclass(frozen=True)
class Entry(Addressed):
    """A request, and the response it was given.

    `url` is path and query as sent. Headers are by lower-case name. `origins` say where the stub
    that responded was set; they are empty if no stub matched. `status` is 0 where a fault stood in
    place of a response. `proxied`: a live service responded, through a proxy stub. `breaks` is what
    the stub said of the contract (see `Stubs.set`). `seconds` is how long the response took, None
    where the journal does not tell.
    """

    method: str
    url: str
    request_headers: Mapping[str, str]
    request_body: bytes
    origins: Sequence[str]
    status: int
    response_headers: Mapping[str, str]
    response_body: bytes
    proxied: bool = False
    breaks: bool | None = False
    seconds: float | None = None

    @property
    def request_id(self) -> str:
        """The X-Request-ID; empty if there is none."""
        return self.request_headers.get("x-request-id", "")

    @property
    def matched(self) -> bool:
        """Whether a stub responded."""
        return bool(self.origins)

    def __str__(self) -> str:
        """Format as one line: "GET /parcels?page=2 -> 200"."""
        if not self.matched:
            return f"{self.method} {self.url} -> no stub matched"
        return f"{self.method} {self.url} -> {self.status or 'a fault'}"
