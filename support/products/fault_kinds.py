"""The faults that only this shop has, beside those of wiremock-strict.

Times are shares of the overview's deadline, so that a fault stays within or beyond the deadline
however long that is.
"""

from __future__ import annotations

from dataclasses import dataclass

import wiremock_strict
from wiremock_strict import Reply, Script
from wiremock_strict.ready_made import Quirk

CANARY = "canary.internal"  # an overview that passes on what it was sent shows this to a shopper

# Seconds that the overview waits where a fault has a deadline of its own.
SHORT = 0.3  # for a fault that never ends: waiting longer shows nothing more
TWO_TRIES = 1.0  # for two tries of which the first must come in time


@dataclass(frozen=True)
class Delay:
    """The products that are offered, later by a share of the deadline."""

    share: float


@dataclass(frozen=True)
class Unusual:
    """The products that are offered, in a response that `send` makes of the usual body."""

    send: Quirk


Fault = wiremock_strict.Fault | Delay | Unusual


def own_deadline(fault: Fault) -> float | None:
    """Return the deadline that a fault is tried with, if that makes a difference."""
    if isinstance(fault, Script):
        return SHORT if fault.waits > 1 else None
    return TWO_TRIES if isinstance(fault, Reply) and any(fault.after) else None
