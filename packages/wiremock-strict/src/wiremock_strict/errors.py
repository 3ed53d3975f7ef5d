"""The family of errors that a run shows as one sentence, without a traceback."""

from __future__ import annotations


class WireMockStrictError(Exception):
    """Something outside the service under test is wrong; the message says what, and the remedy."""


class StartError(WireMockStrictError):
    """A server that is needed did not start, or does not respond."""


class StubError(WireMockStrictError, AssertionError):
    """A stub has a response that the contract does not allow, or breaks it less than it says."""
