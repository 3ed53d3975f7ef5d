"""Talk to a WireMock server through its SDK, over one connection that is kept."""

from __future__ import annotations

import json
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import requests
from wiremock.base import BaseResource, RestClient
from wiremock.client import Mapping, Mappings
from wiremock.exceptions import ApiException

from wiremock_strict.errors import StartError, StubError
from wiremock_strict.exchange import Exchange
from wiremock_strict.journal import read_entry

PATIENCE = 30.0  # seconds for one call; a busy machine is no error


class KeptConnection(RestClient):  # type: ignore[misc]  # the SDK has no types
    """The SDK's only way to HTTP, which otherwise connects anew for every call."""

    def __init__(self, admin_url: str) -> None:
        super().__init__(timeout=PATIENCE, base_url=admin_url)
        self._session = requests.Session()
        self._session.trust_env = False  # a proxy variable must not take our calls elsewhere

    def get(self, uri: str, **options: Any) -> requests.Response:
        """Send a GET."""
        return self._send("GET", uri, **options)

    def post(self, uri: str, **options: Any) -> requests.Response:
        """Send a POST."""
        return self._send("POST", uri, **options)

    def put(self, uri: str, **options: Any) -> requests.Response:
        """Send a PUT."""
        return self._send("PUT", uri, **options)

    def delete(self, uri: str, **options: Any) -> requests.Response:
        """Send a DELETE."""
        return self._send("DELETE", uri, **options)

    def close(self) -> None:
        """Close the connection."""
        self._session.close()

    def _send(self, method: str, uri: str, **options: Any) -> requests.Response:
        try:
            return self._session.request(
                method, self._get_url(uri), timeout=self._timeout(), **options
            )
        except requests.RequestException:
            raise StartError(
                f"No WireMock answers at {self.base_url.removesuffix('/__admin')}; "
                "is it running, and is the address right?"
            ) from None


class Stubs(Mappings):  # type: ignore[misc]  # the SDK has no types
    """The SDK's mappings, and what it lacks: many in one call."""

    @classmethod
    def import_mappings(cls, mappings: Sequence[Mapping]) -> None:
        """Set all of `mappings`, or raise the SDK's ApiException."""
        stubs = {"mappings": [mapping.get_json_data() for mapping in mappings]}
        answer = cls.REST_CLIENT.post(f"{cls.endpoint()}/import", json=stubs)
        cls.REST_CLIENT.handle_response(answer)


class WireMock:
    """A WireMock server, by its base URL."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._client = KeptConnection(f"{url}/__admin")
        BaseResource.REST_CLIENT = self._client

    def set(self, mappings: Sequence[Mapping]) -> None:
        """Set stubs.

        Raises StubError if the server refuses them.
        """
        try:
            Stubs.import_mappings(mappings)
        except ApiException as error:
            raise StubError(f"WireMock refuses this stub: {error}") from None

    def reset(self) -> None:
        """Leave nothing over: no stubs, no journal, no scenario states, no global settings."""
        for what in ("/reset", "/settings"):  # a reset spares the settings
            self._client.handle_response(self._client.post(what, json={}))

    def journal(self) -> list[Exchange]:
        """All requests since the last reset, oldest first.

        Read past the SDK, which drops whether a request matched, and its query.
        """
        answer = self._client.handle_response(self._client.get("/requests"))
        return [read_entry(entry) for entry in reversed(read_json(answer)["requests"])]

    def near_misses(self) -> list[dict[str, Any]]:
        """For each unmatched request the stubs that came close, as WireMock tells them."""
        answer = self._client.get("/requests/unmatched/near-misses")
        misses: list[dict[str, Any]] = read_json(self._client.handle_response(answer))["nearMisses"]
        return misses

    def version(self) -> tuple[int, ...]:
        """The server's version, (3, 13, 2) for instance; (2,) for one that does not tell."""
        answer = self._client.get("/version")
        if answer.status_code != 200:
            return (2,)
        return tuple(int(part) for part in answer.json()["version"].split("-")[0].split("."))

    def close(self) -> None:
        """Let go of the connection."""
        self._client.close()


def read_json(answer: requests.Response) -> Any:
    """Read JSON with its numbers as they were written."""
    return json.loads(answer.content, parse_float=Decimal)
