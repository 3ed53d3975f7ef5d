"""The SDK's way to a server's admin API, over one connection that is kept."""

from __future__ import annotations

from typing import Any

import requests
from wiremock.base import RestClient

from wiremock_strict.direct import direct_session
from wiremock_strict.errors import StartError

PATIENCE = 30.0  # seconds for one call; a busy machine is no error


class KeptConnection(RestClient):  # type: ignore[misc]  # the SDK has no types
    """The SDK's client for HTTP, which otherwise connects anew for every call."""

    def __init__(self, admin_url: str) -> None:
        super().__init__(timeout=PATIENCE, base_url=admin_url)
        self._session = direct_session()

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

    def _send(self, method: str, uri: str, **options: Any) -> requests.Response:
        options.setdefault("timeout", self._timeout())
        try:
            return self._session.request(method, self._get_url(uri), **options)
        except requests.RequestException:
            raise StartError(
                f"No WireMock responds at {self.base_url.removesuffix('/__admin')}; "
                "is it running, and is the address right?"
            ) from None
