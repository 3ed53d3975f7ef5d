"""Faults as values: what a client meets in place of the usual response.

A `Reply` is a whole response that WireMock sends; a `Script` is bytes on a bare socket, for what no
HTTP server would send; `Elsewhere` is an address without a server. The functions write the bytes of
a script.
"""

from __future__ import annotations

import base64
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from wiremock.client import Mapping as Stub
from wiremock.client import MappingRequest, MappingResponse

from wiremock_strict.fault_socket import Script
from wiremock_strict.holding import check
from wiremock_strict.journal import lower
from wiremock_strict.openapi.contract import Contract

FIRST = 1  # the priority of a failure, before that of every other stub, which is 5 unless given
FOREVER = math.inf  # as a wait of a script: until the test ends
JSON = "application/json"
EARLY_HINTS = b"HTTP/1.1 103 Early Hints\r\nLink: </style.css>; rel=preload\r\n\r\n"


@dataclass(frozen=True)
class Reply:
    """One response to every request, `after` so many seconds, for each try in turn.

    `breaks` says what it is to the contract, as in `Stubs.set`. Without a `content_type` it has no
    such header. `broken` is WireMock's name of a fault in place of the response.
    """

    status: int = 200
    body: bytes = b""
    content_type: str = ""
    headers: Mapping[str, str] | None = None
    breaks: bool | str | None = None
    after: Sequence[float] = (0,)
    broken: str | None = None

    def response(self, seconds: float) -> MappingResponse:
        """Return WireMock's response, sent after so many seconds."""
        if self.broken:
            return MappingResponse(fault=self.broken)
        headers = {"Content-Type": self.content_type} if self.content_type else {}
        return MappingResponse(
            status=self.status,
            headers={**headers, **(self.headers or {})},
            base64_body=base64.b64encode(self.body).decode(),
            fixed_delay_milliseconds=round(1000 * seconds),
        )


@dataclass(frozen=True)
class Elsewhere:
    """Another address to go to; an empty one is that of a port that refuses connections."""

    url: str = ""


Fault = Reply | Script | Elsewhere


def hold(fault: Fault, contract: Contract, method: str, path: str, origin: str) -> None:
    """Hold a fault to the contract before it is set.

    Raises StubError unless a reply to this request breaks the contract just where it says.
    """
    if isinstance(fault, Reply) and fault.breaks is not None:
        headers = lower(fault.headers or {})
        problems = contract.response_problems(
            method, path, fault.status, fault.content_type, fault.body, headers
        )
        check(problems, origin, fault.breaks)


def in_turn(
    request: MappingRequest, reply: Reply, times: int | None, deadline: float, name: str
) -> list[Stub]:
    """Return stubs that give the reply the first so many `times`, or always.

    `name` is that of the WireMock scenario whose states lead from each of them to the next.
    """
    responses = [reply.response(share * deadline) for share in reply.after] * (times or 1)
    states = ["Started", *(f"failed {n}" for n in range(1, len(responses) + 1))]
    if times is None:
        states[-1] = states[-2]  # the last one stays
    return [
        Stub(
            priority=FIRST,
            request=request,
            response=response,
            scenario_name=name,
            required_scenario_state=state,
            new_scenario_state=following,
        )
        for response, state, following in zip(responses, states, states[1:], strict=False)
    ]


# --- what a script sends -------------------------------------------------------------------------


def head(length: int, more: bytes = b"", content_type: str = JSON) -> bytes:
    """Write the head of a 200 that announces so many bytes, with `more` header lines."""
    lines = f"HTTP/1.1 200 OK\r\nContent-Type: {content_type}\r\nContent-Length: {length}\r\n"
    return lines.encode() + more + b"\r\n"


def whole(body: bytes, more: bytes = b"", content_type: str = JSON) -> bytes:
    """Write a whole 200 with this body."""
    return head(len(body), more, content_type) + body


def in_chunks(body: bytes, size: int = 10, content_type: str = JSON) -> bytes:
    """Write a 200 whose body comes in chunks of this size (RFC 9112, 7.1)."""
    pieces = [body[start : start + size] for start in range(0, len(body), size)]
    chunks = b"".join(b"%x\r\n%s\r\n" % (len(piece), piece) for piece in [*pieces, b""])
    lines = f"HTTP/1.1 200 OK\r\nContent-Type: {content_type}\r\nTransfer-Encoding: chunked\r\n\r\n"
    return lines.encode() + chunks


def slowly(data: bytes, parts: int = 8, wait: float = 0.25) -> list[bytes | float]:
    """Cut data into parts with a wait after each: none of them is slow, all together are."""
    size = -(-len(data) // parts)
    pieces = [data[start : start + size] for start in range(0, len(data), size)]
    return [act for piece in pieces for act in (piece, wait)]
