"""The client of the products service: one question, asked once or twice, within one deadline."""

from __future__ import annotations

import http.client
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import requests
import urllib3

from overview_service import answer, body, retry_after
from overview_service.answer import Answer
from overview_service.deadline import Deadline
from overview_service.errors import (
    BrokenAnswerError,
    CrowdedError,
    PassingError,
    ProductsError,
    TooSlowError,
    UnavailableError,
)
from overview_service.query import Query
from overview_service.session import PlainSession, kept_only_if_well
from overview_service.settings import Settings

OUTAGES = frozenset({429, 500, 502, 503, 504})
PASSING = frozenset({502, 503, 504})
# What requests, urllib3 and http.client let through when a connection fails or talks nonsense.
FAILURES = (
    requests.RequestException,
    urllib3.exceptions.HTTPError,
    http.client.HTTPException,
    OSError,
    ValueError,
)


class ProductsService:
    """The products service as this process sees it; safe to use from many threads.

    It remembers nothing of an outage: each exchange starts afresh.
    """

    def __init__(self, settings: Settings) -> None:
        self.url = f"{settings.products_url}/products"
        self.deadline = settings.products_deadline
        self.max_bytes = settings.products_max_bytes
        self.session = PlainSession(settings.products_in_flight)
        self._places = threading.BoundedSemaphore(settings.products_in_flight)

    @contextmanager
    def place(self) -> Iterator[None]:
        """Hold one of the places for exchanges in flight; CrowdedError when all are taken."""
        if not self._places.acquire(blocking=False):
            raise CrowdedError("too many exchanges are in flight", retry_after=1)
        try:
            yield
        finally:
            self._places.release()


class Exchange:
    """One question to the products service."""

    def __init__(self, service: ProductsService, query: Query, request_id: str) -> None:
        self.asked = 0  # times
        self._service = service
        self._query = query
        self._request_id = request_id

    def answer(self) -> Answer:
        """Return the whole and true answer; raise ProductsError when there is none in time."""
        with self._service.place(), Deadline(self._service.deadline) as deadline:
            with suppress(PassingError):
                return self._ask(deadline)
            return self._ask(deadline)

    def _ask(self, deadline: Deadline) -> Answer:
        self.asked += 1
        try:
            response = self._send()
        except FAILURES as error:
            raise _without_start(error, deadline) from error
        with kept_only_if_well(response):
            _check_status(response)
            try:
                content = body.read(response, self._service.max_bytes)
            except FAILURES as error:
                raise _without_end(error, deadline) from error
            return answer.read(content, self._query)

    def _send(self) -> requests.Response:
        return self._service.session.get(
            self._service.url,
            params=list(self._query.given),
            headers={"X-Request-ID": self._request_id},
            stream=True,
            allow_redirects=False,
        )


def _check_status(response: requests.Response) -> None:
    status, wait = response.status_code, response.headers.get("Retry-After")
    if status in PASSING and wait is None:
        raise PassingError(f"status {status}")
    if status in OUTAGES:
        raise UnavailableError(f"status {status}", retry_after.seconds(wait))
    if status != 200:
        raise BrokenAnswerError(f"status {status}")


def _without_start(error: BaseException, deadline: Deadline) -> ProductsError:
    """Tell what a failure before the end of the headers means."""
    causes = list(_causes(error))
    if deadline.passed or any(isinstance(cause, TimeoutError) for cause in causes):
        return TooSlowError(f"no headers in time: {error!r}")
    if isinstance(error, requests.exceptions.InvalidHeader):
        return BrokenAnswerError(f"its headers contradict themselves: {error!r}")
    if any(isinstance(cause, socket.gaierror) for cause in causes):
        return UnavailableError(f"its name is not found: {error!r}")
    if any(isinstance(cause, ConnectionError) for cause in causes):
        return PassingError(f"refused, reset or closed: {error!r}")
    return UnavailableError(f"no usable start of an answer: {error!r}")


def _without_end(error: BaseException, deadline: Deadline) -> ProductsError:
    """Tell what a failure after the headers means."""
    if deadline.passed or any(isinstance(cause, TimeoutError) for cause in _causes(error)):
        return TooSlowError(f"no whole body in time: {error!r}")
    return BrokenAnswerError(f"no whole body: {error!r}")


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    """Yield an exception and what led to it: requests and urllib3 wrap what the socket said."""
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__
