"""An overview service that runs already: what must hold of it, and what cannot be had of it."""

from __future__ import annotations

import secrets
from pathlib import Path

import requests
from wiremock_strict.client import WireMock
from wiremock_strict.errors import StartError

from support.errors import OutOfReachError
from support.overview.api import PATIENCE
from support.overview.service import Footprint, Limits, lines_about


class RemoteOverviewService:
    """An overview service that runs already, asks `products_url`, and has the given limits.

    `log` is the file into which it writes its log, where that can be read from here.
    """

    def __init__(
        self, url: str, products_url: str, limits: Limits, log: Path | None = None
    ) -> None:
        self._url, self._as_it_is = url, (products_url, limits)
        self._log = log
        self._begun = log.stat().st_size if log else 0  # earlier runs have used the same names

    def asking(self, products_url: str, limits: Limits) -> str:
        """Its base URL; raises OutOfReachError for any other address or limits."""
        if (products_url, limits) != self._as_it_is:
            raise OutOfReachError("the overview service runs elsewhere, and is as it is")
        return self._url

    def footprint(self, products_url: str, limits: Limits) -> Footprint:
        """Raise OutOfReachError: it cannot be seen from here."""
        raise OutOfReachError("the overview service runs elsewhere, out of sight")

    def log_of(self, request_id: str) -> list[str]:
        """The log lines about one request; raises OutOfReachError without a log."""
        if not self._log:
            raise OutOfReachError("the overview service runs elsewhere, its log out of sight")
        said = self._log.read_bytes()[self._begun :].decode("utf-8", "replace")
        return lines_about(request_id, said)

    def close(self) -> None:
        """Leave it running."""

    def check(self, wiremock: WireMock) -> None:
        """Raise StartError unless it answers, and asks this WireMock."""
        name = f"start-{secrets.token_hex(8)}"
        with requests.Session() as session:
            session.trust_env = False
            try:
                session.get(
                    f"{self._url}/overview", headers={"X-Request-ID": name}, timeout=PATIENCE
                )
            except requests.RequestException:
                raise StartError(
                    f"No overview service answers at {self._url}; "
                    "is it running, and is the address right?"
                ) from None
        if name not in [exchange.request_id for exchange in wiremock.journal()]:
            raise StartError(
                f"The overview service at {self._url} does not ask the WireMock at {wiremock.url}; "
                "start it with PRODUCTS_URL at that address."
            )
