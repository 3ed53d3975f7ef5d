"""The family of errors that a run shows as one sentence, without a traceback."""

from __future__ import annotations

from wiremock_strict.errors import WireMockStrictError


class AcceptanceError(WireMockStrictError):
    """Something outside the service under test is wrong; the message says what, and the remedy."""


class SettingError(AcceptanceError):
    """A setting of the run has a name or a value that is not allowed."""


class OutOfReachError(AcceptanceError):
    """The settings of this run do not let the scenario be tried; the message is the reason."""
