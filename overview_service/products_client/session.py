"""A pooled Session of requests that obeys deadlines, and no proxy, redirect or cookie."""

from __future__ import annotations

import http.client
from collections.abc import Iterator
from contextlib import contextmanager
from http.cookiejar import DefaultCookiePolicy
from time import monotonic
from typing import Any

import requests
from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool, HTTPResponse, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.util.response import assert_header_parsing
from urllib3.util.ssl_ import create_urllib3_context

from overview_service.products_client import sockets

# A router forgets an idle connection without telling anyone.
_LONGEST_IDLE_S = 10


class StrictResponse(http.client.HTTPResponse):
    """A final response whose header lines have all been understood."""

    def _read_status(self) -> tuple[str, int, str]:
        """Skip interim responses: http.client itself skips only 100 (RFC 9110, section 15.2)."""
        while True:
            version, status, reason = super()._read_status()  # type: ignore[misc]
            if not 100 <= status < 200 or status == http.HTTPStatus.SWITCHING_PROTOCOLS:
                return version, status, reason
            http.client.parse_headers(self.fp)

    def begin(self) -> None:
        """Read the status line and headers; HeaderParsingError if a line is not a header."""
        super().begin()
        assert_header_parsing(self.msg)


class DeadlineConnection(HTTPConnection):
    """A connection over a socket that obeys the current deadline."""

    response_class = StrictResponse
    _used = 0.0  # when it was last used

    @property
    def is_connected(self) -> bool:
        """False if the connection is closed, or idle for so long that it may be lost."""
        return super().is_connected and monotonic() - self._used <= _LONGEST_IDLE_S

    def getresponse(self) -> HTTPResponse:  # type: ignore[override]
        """Read the start of a response."""
        self._used = monotonic()
        return super().getresponse()

    def _new_conn(self) -> sockets.DeadlineSocket:
        return sockets.connect(self._dns_host, self.port, self.socket_options or ())


class DeadlineTLSConnection(DeadlineConnection, HTTPSConnection):
    """A connection with TLS that obeys the current deadline."""


class DeadlinePool(HTTPConnectionPool):
    """A pool of connections that obey the deadline."""

    ConnectionCls = DeadlineConnection


class DeadlineTLSPool(HTTPSConnectionPool):
    """A pool of connections with TLS that obey the deadline."""

    ConnectionCls = DeadlineTLSConnection

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        context = create_urllib3_context()
        context.sslsocket_class = sockets.DeadlineTLSSocket
        context.load_default_certs()
        super().__init__(*args, ssl_context=context, **kwargs)


class DeadlineAdapter(HTTPAdapter):
    """An adapter that makes requests use these pools."""

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        """Make the pools; requests calls this."""
        super().init_poolmanager(*args, **kwargs)
        self.poolmanager.pool_classes_by_scheme = {
            "http": DeadlinePool,
            "https": DeadlineTLSPool,
        }


class PlainSession(requests.Session):
    """A session without redirects, proxy variables, netrc and cookies."""

    def __init__(self, connections: int) -> None:
        super().__init__()
        self.trust_env = False
        self.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
        self.headers.update(
            {
                "User-Agent": "overview-service",
                "Accept": "application/json",
                "Accept-Encoding": "gzip, identity",
            }
        )
        adapter = DeadlineAdapter(pool_connections=1, pool_maxsize=connections)
        self.mount("http://", adapter)
        self.mount("https://", adapter)

    def get_redirect_target(self, resp: requests.Response) -> None:
        """Return no target: requests would read the body of a redirect without a bound."""


@contextmanager
def kept_only_if_well(response: requests.Response) -> Iterator[None]:
    """Give the connection back to the pool if the block succeeds, else close it.

    By itself urllib3 gives it back with the last byte of the body, before anyone can find out
    that the response is bad and that more bytes of it may follow.
    """
    raw: HTTPResponse = response.raw
    give_back = raw.release_conn
    raw.release_conn = lambda: None  # type: ignore[method-assign]
    try:
        yield
    except BaseException:
        raw.close()
        raise
    finally:
        give_back()
