"""An overview service under test, whoever has started it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from wiremock_strict import Footprint, Process

from support.errors import OutOfReachError


@dataclass(frozen=True)
class Limits:
    """How many seconds an overview service waits for the products service, for how many requests.

    Without `in_flight` the service has its own limit.
    """

    deadline: float
    in_flight: int | None = None


@dataclass(frozen=True)
class OverviewService:
    """The overview service at `url`, its log and its process as far as they are within reach."""

    url: str
    products_url: str
    log: Path | None = None
    process: Process | None = None

    def footprint(self) -> Footprint:
        """Count threads, and connections to the products service.

        Raises OutOfReachError if they cannot be seen.
        """
        return self._own_process().footprint(self.products_url)

    def footprint_soon(self, at_most: Footprint) -> Footprint:
        """Return the footprint as soon as it is within a limit, or else in the end."""
        return self._own_process().footprint_soon(self.products_url, at_most)

    def _own_process(self) -> Process:
        if not self.process:
            raise OutOfReachError("the overview service runs elsewhere, out of sight")
        return self.process

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
