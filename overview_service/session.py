"""One pooled requests Session that obeys deadlines, and follows, keeps and obeys nothing else."""

from __future__ import annotations

import http.client
from collections.abc import Iterator
from contextlib import contextmanager
from http.cookiejar import DefaultCookiePolicy
from typing import Any

import requests
from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool, HTTPResponse, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.util.response import assert_header_parsing
from urllib3.util.ssl_ import create_urllib3_context

from overview_service import deadline


class StrictResponse(http.client.HTTPResponse):
    """An answer whose headers were understood to the last line."""

    def begin(self) -> None:
        """Read status line and headers; urllib3's HeaderParsingError if a line is no header."""
        super().begin()
        assert_header_parsing(self.msg)


class DeadlineConnection(HTTPConnection):
    """A connection over a socket that obeys the running deadline."""

    response_class = StrictResponse

    def _new_conn(self) -> deadline.DeadlineSocket:
        return deadline.connect(self._dns_host, self.port, self.socket_options or ())


class DeadlineTLSConnection(DeadlineConnection, HTTPSConnection):
    """The same with TLS."""


class DeadlinePool(HTTPConnectionPool):
    """A pool of such connections to one host."""

    ConnectionCls = DeadlineConnection


class DeadlineTLSPool(HTTPSConnectionPool):
    """The same with TLS."""

    ConnectionCls = DeadlineTLSConnection

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        context = create_urllib3_context()
        context.sslsocket_class = deadline.DeadlineTLSSocket
        context.load_default_certs()
        super().__init__(*args, ssl_context=context, **kwargs)


class DeadlineAdapter(HTTPAdapter):
    """What makes requests use these pools."""

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        """Make the pools: requests' own hook for this."""
        super().init_poolmanager(*args, **kwargs)
        self.poolmanager.pool_classes_by_scheme = {
            "http": DeadlinePool,
            "https": DeadlineTLSPool,
        }


class PlainSession(requests.Session):
    """A session that looks at no redirect, no proxy variable, no netrc, and keeps no cookie."""

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
        """Return no target: even unfollowed, a redirect's body would be read without a bound."""


@contextmanager
def kept_only_if_well(response: requests.Response) -> Iterator[None]:
    """Give the answer's connection back to the pool if the block succeeds, else close it.

    By itself the pool takes a connection back with the body's last byte, before anyone could
    find out that the answer is broken and more bytes of it may follow.
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
