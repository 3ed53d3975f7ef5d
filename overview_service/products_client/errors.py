"""The ways in which the products service can fail, each with the status that it means for us.

503 if no usable response starts, 502 if one starts and is unusable, 504 if it comes too late.
"""

from __future__ import annotations


class ProductsError(Exception):
    """There are no products to show; the message is a reason for operators only."""

    status = 503

    def __init__(self, reason: str, retry_after: int | None = None) -> None:
        super().__init__(reason)
        self.retry_after = retry_after  # seconds


class UnavailableError(ProductsError):
    """No usable response started."""


class PassingError(UnavailableError):
    """The same, but a second try may help: refused, reset, closed, or a status that says so."""


class CrowdedError(UnavailableError):
    """The request was not sent, as too many others are in flight."""


class BadResponseError(ProductsError):
    """A response started, but it is incomplete, off the contract, or not to this request."""

    status = 502


class TooSlowError(ProductsError):
    """The deadline passed before the response was complete."""

    status = 504
