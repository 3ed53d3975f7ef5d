"""The errors that a run shows as one sentence, without a traceback."""

from __future__ import annotations


class AcceptanceError(Exception):
    """Something other than the services under test is wrong; the message names the remedy."""


class OutOfReachError(AcceptanceError):
    """This run's settings do not let the scenario be tried; the message is the reason."""


class GivenError(AcceptanceError, AssertionError):
    """A Given contradicts another one, or comes too late."""
