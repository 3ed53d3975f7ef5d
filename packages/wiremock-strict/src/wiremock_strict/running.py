"""A WireMock that runs already: what must hold before a test can trust it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wiremock.exceptions import ApiException

from wiremock_strict.direct import direct_session
from wiremock_strict.errors import StartError

if TYPE_CHECKING:
    from wiremock_strict.server import WireMock

PROBES = 250  # more requests than a test makes


def check_running(server: WireMock) -> None:
    """Check that a server forgets at a reset and records everything; leave it empty.

    Its global settings (delays), which survive a reset, are reset here, once.

    Raises StartError.
    """
    try:
        server.reset_settings()
        server.reset()
        kept = server.stub_count()
    except (ApiException, ValueError, TypeError, KeyError, AttributeError):  # other JSON, or none
        raise StartError(f"What responds at {server.url} is no WireMock.") from None
    if kept:
        raise StartError(
            f"The WireMock at {server.url} keeps stubs (from files, or persistent) through a "
            f"reset: {kept}. Start it without them."
        )
    _check_journal(server)
    server.reset()


def _check_journal(server: WireMock) -> None:
    with direct_session() as session:
        for number in range(PROBES):
            session.get(f"{server.url}/probe/{number}", timeout=30)
    try:
        recorded: list[Any] = server.journal()
    except ApiException:
        raise StartError(
            f"The WireMock at {server.url} keeps no journal; start it without --no-request-journal."
        ) from None
    if len(recorded) != PROBES:
        raise StartError(
            f"The WireMock at {server.url} recorded {len(recorded)} of {PROBES} requests: its "
            "journal is bounded, or someone else uses it; start it without "
            "--max-request-journal-entries."
        )
