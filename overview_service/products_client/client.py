"""The client: sends a request, retries it once where that may help, and reads the response."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from time import monotonic

import requests

from overview_service.products_client.body import read_body
from overview_service.products_client.deadline import Clock, Deadline
from overview_service.products_client.errors import CrowdedError, PassingError, TooSlowError
from overview_service.products_client.failures import (
    FAILURES,
    check_status,
    failure_after_headers,
    failure_before_headers,
)
from overview_service.products_client.product_page import ProductPage, read_product_page
from overview_service.products_client.session import PlainSession, kept_only_if_well
from overview_service.query import Query
from overview_service.settings import Settings


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
        except FAILURES as error:
            raise failure_before_headers(error, deadline) from error
        with kept_only_if_well(response):
            if deadline.passed:
                raise TooSlowError("headers, but too late")
            check_status(response)
            try:
                body = read_body(response, self._client.max_bytes)
            except FAILURES as error:
                raise failure_after_headers(error, deadline) from error
            if deadline.passed:  # while the last bytes were awaited
                raise TooSlowError("complete, but too late")
            return read_product_page(body, self._query)

    def _get(self) -> requests.Response:
        return self._client.session.get(
            self._client.url,
            params=list(self._query.given),
            headers={"X-Request-ID": self._request_id},
            stream=True,
        )
