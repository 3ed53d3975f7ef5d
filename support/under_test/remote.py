"""The one overview service that runs already: it can be used as it is, or not at all."""

from __future__ import annotations

import secrets
from pathlib import Path

import requests
from wiremock_strict import StartError, WireMock, direct_session

from support.errors import OutOfReachError
from support.under_test.service import Limits, OverviewService


class RemoteOverviewServices:
    """The overview service that runs at `url`, asks this WireMock, and has these limits.

    `log` is its log, if that is a file here. Raises StartError if it asks somebody else.
    """

    can_be_limited = False

    def __init__(self, url: str, server: WireMock, limits: Limits, log: Path | None) -> None:
        self._service, self._limits = OverviewService(url, server.url, log), limits
        _check(url, server)

    def asking(self, products_url: str, limits: Limits) -> OverviewService:
        if (products_url, limits) != (self._service.products_url, self._limits):
            raise OutOfReachError("the overview service runs elsewhere, and is as it is")
        return self._service


def _check(url: str, server: WireMock) -> None:
    request_id = f"start-{secrets.token_hex(8)}"
    try:
        with direct_session() as session:
            session.get(f"{url}/overview", headers={"X-Request-ID": request_id}, timeout=90)
    except requests.RequestException:
        raise StartError(
            f"No overview service responds at {url}; is it running, and is the address right?"
        ) from None
    if request_id not in [entry.request_id for entry in server.journal()]:
        raise StartError(
            f"The overview service at {url} does not ask the WireMock at {server.url}; "
            "start it with PRODUCTS_URL at that address."
        )
