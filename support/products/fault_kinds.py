"""The kinds of faults of the products service: what happens on the wire, not who makes it happen.

Times are shares of the overview's deadline, so that a fault stays within or beyond the deadline
however long that is.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from wiremock_strict import Contract, StubError

CANARY = "canary.internal"  # an overview that passes on what it was sent shows this to a shopper
FOREVER = math.inf  # until the scenario ends
JSON, PROBLEM = "application/json", "application/problem+json"

# Seconds that the overview waits where a fault has a deadline of its own.
SHORT = 0.3  # for a fault that never ends: waiting longer shows nothing more
TWO_TRIES = 0.5  # for two tries of which the first must come in time


@dataclass(frozen=True)
class Reply:
    """One response to every request, `after` a share of the deadline, for each try in turn.

    `breaks` names the one place in which the body breaks the contract, such as products/0/price.
    "" says that it keeps the contract, and None that it makes no difference, as in an outage.
    `broken` is WireMock's name of a fault in place of the response.
    """

    status: int = 200
    body: bytes = f"The database at {CANARY} is gone.".encode()
    content_type: str = "text/plain"
    headers: Mapping[str, str] | None = None
    breaks: str | None = None
    after: Sequence[float] = (0,)
    deadline: float | None = None
    broken: str | None = None


@dataclass(frozen=True)
class Bytes:
    """Bytes on a bare socket, and shares of the deadline to wait; `reset` ends them with a RST."""

    acts: Sequence[bytes | float]
    reset: bool = False
    deadline: float | None = None


@dataclass(frozen=True)
class Elsewhere:
    """Another address of the products service; an empty one refuses connections."""

    url: str = ""
    deadline = None


@dataclass(frozen=True)
class Delay:
    """The products that are offered, later by a share of the deadline."""

    share: float
    deadline = None


@dataclass(frozen=True)
class Unusual:
    """The products that are offered, in a response that `send` makes of the usual body."""

    send: Callable[[bytes], Reply | Bytes]
    deadline = None


Fault = Reply | Bytes | Elsewhere | Delay | Unusual


def hold(fault: Fault, contract: Contract, given: str) -> None:
    """Raise StubError unless a response breaks the contract where it says, and nowhere else."""
    if not isinstance(fault, Reply) or fault.breaks is None:
        return
    problems = contract.response_problems(
        "GET", "/products", fault.status, fault.content_type, fault.body
    )
    here = (f"{fault.breaks}: ", f"{fault.breaks} ") if fault.breaks else ()
    elsewhere = [problem for problem in problems if not problem.startswith(here)]
    if elsewhere:
        reasons = "".join(f"\n    {problem}" for problem in elsewhere)
        raise StubError(f"The contract does not allow this response: {given}{reasons}")
    if fault.breaks and not problems:
        place = fault.breaks
        raise StubError(f"The contract allows what is meant to break it in {place}: {given}")
