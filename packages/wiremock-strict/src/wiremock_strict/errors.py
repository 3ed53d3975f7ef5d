"""The family of errors: each message is a sentence that says what is wrong, and the remedy."""

from __future__ import annotations


class WireMockStrictError(Exception):
    """Catch this one for all that wiremock-strict raises."""


class StartError(WireMockStrictError):
    """A server that is needed did not start, or does not respond."""


class StubError(WireMockStrictError, AssertionError):
    """A stub breaks the contract, or keeps it where it says that it breaks it."""


class ContractError(WireMockStrictError):
    """A contract is no OpenAPI document, or uses something that is not supported."""
