"""The client: sends a request, retries it once where that may help, and reads the response."""

from __future__ import annotations

import errno
import http.client
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from time import monotonic

import requests
import urllib3

from overview_service.products_client.body import read_body
from overview_service.products_client.deadline import Clock, Deadline
from overview_service.products_client.errors import (
    BadResponseError,
    CrowdedError,
    PassingError,
    ProductsError,
    TooSlowError,
    UnavailableError,
)
from overview_service.products_client.product_page import ProductPage, read_product_page
from overview_service.products_client.retry_after import read_retry_after
from overview_service.products_client.session import PlainSession, kept_only_if_well
from overview_service.query import Query
from overview_service.settings import Settings

_OUTAGES = frozenset({429, 500, 502, 503, 504})
_PASSING = frozenset({502, 503, 504})
# The exceptions of requests, urllib3 and http.client where a connection fails or sends nonsense.
_FAILURES = (
    requests.RequestException,
    urllib3.exceptions.HTTPError,
    http.client.HTTPException,
    OSError,
    ValueError,
)


class ProductsClient:
    """The client of one products service; safe to use from many threads.

    It remembers nothing of an outage: each request starts afresh.
    """

    def __init__(self, settings: Settings, clock: Clock = monotonic) -> None:
        self.url = f"{settings.products_url}/products"
        self.max_bytes = settings.products_max_bytes
        self.session = PlainSession(settings.products_in_flight)
        self._deadline = settings.products_deadline
        self._clock = clock
        self._places = threading.BoundedSemaphore(settings.products_in_flight)

    def request(self, query: Query, request_id: str) -> ProductsRequest:
        """Return a request for the products of this query, yet to be sent."""
        return ProductsRequest(self, query, request_id)

    def begin_deadline(self) -> Deadline:
        """Return the deadline of an exchange that begins now."""
        return Deadline(self._deadline, self._clock)

    @contextmanager
    def place(self) -> Iterator[None]:
        """Hold one of the places for requests in flight; CrowdedError if all are taken."""
        if not self._places.acquire(blocking=False):
            raise CrowdedError("too many requests are in flight", retry_after=1)
        try:
            yield
        finally:
            self._places.release()


class ProductsRequest:
    """One request to the products service, tried twice at most; ``tries`` counts."""

    def __init__(self, client: ProductsClient, query: Query, request_id: str) -> None:
        self.tries = 0
        self._client = client
        self._query = query
        self._request_id = request_id

    def send(self) -> ProductPage:
        """Return the page of products; raise ProductsError if there is none in time."""
        with self._client.place(), self._client.begin_deadline() as deadline:
            with suppress(PassingError):
                return self._try(deadline)
            return self._try(deadline)

    def _try(self, deadline: Deadline) -> ProductPage:
        self.tries += 1
        try:
            response = self._get()
        except _FAILURES as error:
            raise _failure_before_headers(error, deadline) from error
        with kept_only_if_well(response):
            _check_status(response)
            try:
                body = read_body(response, self._client.max_bytes)
            except _FAILURES as error:
                raise _failure_after_headers(error, deadline) from error
            if deadline.passed:
                raise TooSlowError("complete, but too late")
            return read_product_page(body, self._query)

    def _get(self) -> requests.Response:
        return self._client.session.get(
            self._client.url,
            params=list(self._query.given),
            headers={"X-Request-ID": self._request_id},
            stream=True,
            allow_redirects=False,
        )


def _check_status(response: requests.Response) -> None:
    status, wait = response.status_code, response.headers.get("Retry-After")
    if status in _PASSING and wait is None:
        raise PassingError(f"status {status}")
    if status in _OUTAGES:
        raise UnavailableError(f"status {status}", read_retry_after(wait))
    if status != 200:
        raise BadResponseError(f"status {status}")


def _failure_before_headers(error: BaseException, deadline: Deadline) -> ProductsError:
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


def _failure_after_headers(error: BaseException, deadline: Deadline) -> ProductsError:
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
