"""An overview service under test, whoever has started it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from wiremock_strict import Footprint, Process
from wiremock_strict.under_test import Log

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
    """The overview service at `url`; raises OutOfReachError for what is not within reach."""

    url: str
    products_url: str
    log_file: Path | None = None
    process: Process | None = None

    def log(self) -> Log:
        """Return what the service logs from now on."""
        if not self.log_file:
            raise OutOfReachError("the overview service runs elsewhere, its log out of sight")
        return Log(self.log_file)

    def footprint(self, at_most: Footprint | None = None) -> Footprint:
        """Count threads, and connections to the products service.

        With `at_most`, do so as soon as there are no more than these, or else in the end.
        """
        if not self.process:
            raise OutOfReachError("the overview service runs elsewhere, out of sight")
        if at_most is None:
            return self.process.footprint(self.products_url)
        return self.process.footprint_soon(self.products_url, at_most)


class OverviewServices(Protocol):
    """The overview services of a run; `can_be_limited` if a scenario can choose their limits."""

    can_be_limited: bool

    def asking(self, products_url: str, limits: Limits) -> OverviewService:
        """Return the one that asks at this URL within these limits.

        Raises StartError if it does not start, OutOfReachError if there can be none.
        """
