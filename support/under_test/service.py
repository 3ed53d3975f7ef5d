"""An overview service under test, whoever has started it."""

from __future__ import annotations

import json
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple, Protocol
from urllib.parse import urlsplit

import psutil
from wiremock_strict import Process

from support.errors import OutOfReachError

SETTLING = 10.0  # seconds in which threads and connections must be gone


@dataclass(frozen=True)
class Limits:
    """How many seconds an overview service waits for the products service, for how many requests.

    Without `in_flight` the service has its own limit.
    """

    deadline: float
    in_flight: int | None = None


class Footprint(NamedTuple):
    """What an overview service holds: threads, and connections to the products service."""

    threads: int
    connections: int


@dataclass(frozen=True)
class OverviewService:
    """The overview service at `url`, its log and its process as far as they are within reach."""

    url: str
    products_url: str
    log: Path | None = None
    process: Process | None = None

    def footprint(self) -> Footprint:
        """Return what the service holds; raises OutOfReachError if that cannot be seen."""
        if not self.process:
            raise OutOfReachError("the overview service runs elsewhere, out of sight")
        service, port = psutil.Process(self.process.pid), urlsplit(self.products_url).port
        remotes = [connection.raddr for connection in service.net_connections("tcp")]
        connections = [remote for remote in remotes if remote and remote.port == port]
        return Footprint(service.num_threads(), len(connections))

    def footprint_soon(self, at_most: Footprint) -> Footprint:
        """Return what the service holds as soon as that is within a limit, or else in the end."""
        give_up = time.monotonic() + SETTLING
        while True:
            now = self.footprint()
            settled = now.threads <= at_most.threads and now.connections <= at_most.connections
            if settled or time.monotonic() > give_up:
                return now
            time.sleep(0.02)

    def log_size(self) -> int:
        return self.log.stat().st_size if self.log else 0

    def log_text(self, since: int) -> str:
        """Read what was logged after the log had this size.

        Raises OutOfReachError if the log cannot be seen.
        """
        if not self.log:
            raise OutOfReachError("the overview service runs elsewhere, its log out of sight")
        with self.log.open("rb") as log:
            log.seek(since)
            return log.read().decode("utf-8", "replace")

    def log_of(self, request_id: str, since: int) -> list[dict[str, Any]]:
        """Read what was logged about one request after the log had this size."""
        lines = self.log_text(since).split("\n")
        return [json.loads(line) for line in lines if f'"{request_id}"' in line]


class OverviewServices(Protocol):
    """The overview services of a run; `can_be_limited` if a scenario can choose their limits."""

    can_be_limited: bool

    def asking(self, products_url: str, limits: Limits) -> OverviewService:
        """Return the one that asks at this URL within these limits.

        Raises StartError if it does not start, OutOfReachError if there can be none.
        """
