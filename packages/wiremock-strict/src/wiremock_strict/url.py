"""A WireMock that runs already: what must hold of it before a run can trust it."""

from __future__ import annotations

import requests
from wiremock.client import Mappings
from wiremock.exceptions import ApiException

from wiremock_strict.client import WireMock
from wiremock_strict.errors import StartError

PROBES = 250  # more requests than any scenario makes


def check_running(wiremock: WireMock) -> None:
    """Raise StartError unless the server answers, forgets at a reset, and records everything."""
    try:
        wiremock.reset()
        left = len(Mappings.retrieve_all_mappings().mappings)
    except (ApiException, ValueError, TypeError, AttributeError):  # other JSON, or none at all
        raise StartError(f"What answers at {wiremock.url} is no WireMock.") from None
    if left:
        raise StartError(
            f"The WireMock at {wiremock.url} keeps stubs (from files, or persistent) through a "
            f"reset: {left}. Start it without them."
        )
    _check_journal(wiremock)
    wiremock.reset()


def _check_journal(wiremock: WireMock) -> None:
    with requests.Session() as session:
        session.trust_env = False
        for number in range(PROBES):
            session.get(f"{wiremock.url}/probe/{number}", timeout=30)
    try:
        recorded = len(wiremock.journal())
    except ApiException:
        raise StartError(
            f"The WireMock at {wiremock.url} keeps no journal; "
            "start it without --no-request-journal."
        ) from None
    if recorded != PROBES:
        raise StartError(
            f"The WireMock at {wiremock.url} recorded {recorded} of {PROBES} requests: its journal "
            "is bounded, or someone else uses it; start it without --max-request-journal-entries."
        )
