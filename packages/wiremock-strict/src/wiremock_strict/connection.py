"""The SDK's way to a server's admin API, over one connection that is kept."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, NamedTuple

import requests
import urllib3
from requests.utils import DEFAULT_CA_BUNDLE_PATH
from wiremock.base import RestClient

from wiremock_strict.direct import direct_session
from wiremock_strict.errors import StartError

SENDS_JSON = {"Content-Type": "application/json"}
PATIENCE = 30.0  # seconds for one call; a busy machine is no error


class Answer(NamedTuple):
    """A response, as far as the SDK looks at it."""

    status_code: int
    content: bytes

    @property
    def text(self) -> str:
        """The body as text."""
        return self.content.decode("utf-8", "replace")


class KeptConnection(RestClient):  # type: ignore[misc]  # the SDK has no types
    """The SDK's client for HTTP, which otherwise connects anew for every call.

    Each call waits until the server is `ready`.
    """

    def __init__(self, admin_url: str, ready: Callable[[], None]) -> None:
        super().__init__(timeout=PATIENCE, base_url=admin_url)
        self._ready = ready
        self._session = direct_session()
        self._pool = urllib3.PoolManager(
            timeout=PATIENCE, retries=False, ca_certs=DEFAULT_CA_BUNDLE_PATH
        )

    def ask(self, method: str, uri: str, body: Any = None) -> Any:
        """Send a request, and read the JSON of its response; raises the SDK's ApiException.

        Every test makes these calls, so nothing stands between them and urllib3: what requests
        adds takes as long as WireMock does.
        """
        self._ready()
        given = None if body is None else json.dumps(body)
        try:
            sent = self._pool.request(method, self._get_url(uri), body=given, headers=SENDS_JSON)
        except urllib3.exceptions.HTTPError:
            raise self._no_wiremock() from None
        content = self.handle_response(Answer(sent.status, sent.data)).content
        return json.loads(content) if content else None

    def get(self, uri: str, **options: Any) -> requests.Response:
        """Send a GET."""
        return self._send("GET", uri, **options)

    def post(self, uri: str, **options: Any) -> requests.Response:
        """Send a POST."""
        return self._send("POST", uri, **options)

    def put(self, uri: str, **options: Any) -> requests.Response:
        """Send a PUT."""
        return self._send("PUT", uri, **options)

    def patch(self, uri: str, **options: Any) -> requests.Response:
        """Send a PATCH."""
        return self._send("PATCH", uri, **options)

    def delete(self, uri: str, **options: Any) -> requests.Response:
        """Send a DELETE."""
        return self._send("DELETE", uri, **options)

    def close(self) -> None:
        """Close the connection."""
        self._session.close()
        self._pool.clear()

    def _send(self, method: str, uri: str, **options: Any) -> requests.Response:
        self._ready()
        options.setdefault("timeout", self._timeout())
        try:
            return self._session.request(method, self._get_url(uri), **options)
        except requests.RequestException:
            raise self._no_wiremock() from None

    def _no_wiremock(self) -> StartError:
        return StartError(
            f"No WireMock responds at {self.base_url.removesuffix('/__admin')}; "
            "is it running, and is the address right?"
        )
