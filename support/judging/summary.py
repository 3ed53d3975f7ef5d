"""What the scenarios of a run have covered."""

from __future__ import annotations

from collections.abc import Sequence

from wiremock_strict import Contract, Coverage, Entry


class Summary:
    """Counts what the scenarios that passed have exercised: the contract, and a live service."""

    def __init__(self, contract: Contract, live: bool) -> None:
        self._coverage, self._live = Coverage(contract, ["GET /products"]), live
        self._live_responses = 0

    def count(self, entries: Sequence[Entry]) -> None:
        self._coverage.count(entries)
        self._live_responses += sum(entry.proxied for entry in entries)

    def problem(self) -> str:
        """Say what is wrong with the run as a whole, if anything is."""
        if self._live and not self._live_responses:
            return "This run was to be live, but the real products service served nothing."
        return ""

    def __str__(self) -> str:
        served = f"Responses of the real products service: {self._live_responses}.\n"
        return f"{served if self._live else ''}{self._coverage}"
