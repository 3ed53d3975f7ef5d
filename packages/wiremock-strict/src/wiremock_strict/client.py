"""Talk to a WireMock server through its SDK, over one connection that is kept."""

from __future__ import annotations

import json
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import requests
from wiremock.base import BaseResource
from wiremock.client import Mapping, Mappings
from wiremock.exceptions import ApiException

from wiremock_strict.connection import KeptConnection
from wiremock_strict.errors import StubError
from wiremock_strict.exchange import Exchange
from wiremock_strict.journal import read_entry


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
