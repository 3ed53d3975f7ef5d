"""The meaning of a failed exchange: exceptions and statuses, as errors of ours."""

from __future__ import annotations

import errno
import http.client
import socket
from collections.abc import Iterator

import requests
import urllib3

from overview_service.products_client.deadline import Deadline
from overview_service.products_client.errors import (
    BadResponseError,
    PassingError,
    ProductsError,
    TooSlowError,
    UnavailableError,
)
from overview_service.products_client.retry_after import read_retry_after

_OUTAGES = frozenset({429, 500, 502, 503, 504})
_PASSING = frozenset({502, 503, 504})
# The exceptions of requests, urllib3 and http.client where a connection fails or sends nonsense.
FAILURES = (
    requests.RequestException,
    urllib3.exceptions.HTTPError,
    http.client.HTTPException,
    OSError,
    ValueError,
)


def check_status(response: requests.Response) -> None:
    """Raise a ProductsError for any status but 200."""
    status, wait = response.status_code, response.headers.get("Retry-After")
    if status in _PASSING and wait is None:
        raise PassingError(f"status {status}")
    if status in _OUTAGES:
        raise UnavailableError(f"status {status}", read_retry_after(wait))
    if status != 200:
        raise BadResponseError(f"status {status}")


def failure_before_headers(error: BaseException, deadline: Deadline) -> ProductsError:
    """Return the meaning of an exception that came before the end of the headers."""
    causes = list(_causes(error))
    if deadline.passed or any(_is_own_timeout(cause) for cause in causes):
        return TooSlowError(f"no headers in time: {error!r}")
    if isinstance(error, requests.exceptions.InvalidHeader):
        return BadResponseError(f"contradictory headers: {error!r}")
    if any(isinstance(cause, socket.gaierror) for cause in causes):
        return UnavailableError(f"name not found: {error!r}")
    if any(isinstance(cause, (ConnectionError, TimeoutError)) for cause in causes):
        return PassingError(f"refused, reset, closed or lost: {error!r}")
    return UnavailableError(f"no usable start of a response: {error!r}")


def failure_after_headers(error: BaseException, deadline: Deadline) -> ProductsError:
    """Return the meaning of an exception that came after the headers."""
    if deadline.passed or any(_is_own_timeout(cause) for cause in _causes(error)):
        return TooSlowError(f"no complete body in time: {error!r}")
    return BadResponseError(f"no complete body: {error!r}")


def _is_own_timeout(error: BaseException) -> bool:
    """Tell the deadline from the system's ETIMEDOUT, which means that a connection is lost."""
    return isinstance(error, TimeoutError) and error.errno != errno.ETIMEDOUT


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    """Yield an exception and those behind it: requests and urllib3 wrap the socket's own."""
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__
