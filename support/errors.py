"""The family of errors that a run shows as one sentence, without a traceback."""

from __future__ import annotations


class AcceptanceError(Exception):
    """Something outside the service under test is wrong; the message says what, and the remedy."""


class SettingError(AcceptanceError):
    """A setting of the run has a name or a value that is not allowed."""


class StartError(AcceptanceError):
    """A server that the run needs did not start, or does not answer."""


class StubError(AcceptanceError, AssertionError):
    """A Given stubs an answer that the contract does not allow, or breaks it less than it says."""


class OutOfReachError(AcceptanceError):
    """The settings of this run do not let the scenario be tried; the message is the reason."""
