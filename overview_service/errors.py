"""What can go wrong between this service and the products service, by what the shopper is told.

No usable start of an answer: unavailable, 503. A start, but not a whole and true answer:
broken, 502. Time: always too slow, 504.
"""

from __future__ import annotations


class ProductsError(Exception):
    """No products can be shown; the message is the reason in words for operators only."""

    status = 503

    def __init__(self, reason: str, retry_after: int | None = None) -> None:
        super().__init__(reason)
        self.retry_after = retry_after  # seconds


class UnavailableError(ProductsError):
    """There is no usable start of an answer."""


class PassingError(UnavailableError):
    """The same, but asking once more may help: refused, reset, closed, or a passing status."""


class CrowdedError(UnavailableError):
    """Too many exchanges are in flight already, so the products service was not asked."""


class BrokenAnswerError(ProductsError):
    """An answer started, but it is not whole, not by the contract, or not what was asked."""

    status = 502


class TooSlowError(ProductsError):
    """The deadline passed before there was a whole answer."""

    status = 504
