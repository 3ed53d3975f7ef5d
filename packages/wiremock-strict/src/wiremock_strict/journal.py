"""WireMock's journal, read into entries; its near misses, read into sentences."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable, Mapping
from typing import Any

from wiremock_strict.entry import UNKNOWN_ORIGIN, Entry

OURS = "wiremockStrict"  # the member of a stub's metadata that is ours


def read_journal(served: Iterable[Mapping[str, Any]]) -> list[Entry]:
    """Read the `requests` of `GET /__admin/requests` (newest first); return them oldest first."""
    return [_read(event) for event in served][::-1]


def _read(event: Mapping[str, Any]) -> Entry:
    """Read one "ServeEvent" of WireMock's admin API."""
    request, response = event["request"], event.get("response") or {}
    stub = event.get("stubMapping") or {}
    ours = (stub.get("metadata") or {}).get(OURS) or {"origins": [UNKNOWN_ORIGIN], "breaks": False}
    milliseconds = (event.get("timing") or {}).get("totalTime")
    return Entry(
        method=request["method"],
        url=request["url"],
        request_headers=lower(request.get("headers") or {}),
        request_body=base64.b64decode(request.get("bodyAsBase64") or ""),
        origins=ours["origins"] if event["wasMatched"] else [],
        status=0 if "fault" in response else int(response.get("status", 0)),
        response_headers=lower(response.get("headers") or {}),
        response_body=base64.b64decode(response.get("bodyAsBase64") or ""),
        proxied="proxyBaseUrl" in (stub.get("response") or {}),
        breaks=ours.get("breaks"),  # WireMock drops a member that is null
        seconds=None if milliseconds is None else milliseconds / 1000,
    )


def read_near_misses(misses: Iterable[Mapping[str, Any]]) -> list[str]:
    """Read the `nearMisses` of `GET /__admin/requests/unmatched/near-misses`.

    Return a sentence for each unmatched request: which stub came closest, and what it matches.
    """
    closest: dict[str, Mapping[str, Any]] = {}
    for miss in misses:
        request = f"{miss['request']['method']} {miss['request']['url']}"
        best = closest.setdefault(request, miss)
        if miss["matchResult"]["distance"] < best["matchResult"]["distance"]:
            closest[request] = miss
    return [f"{request} came closest to {_stub(miss)}" for request, miss in closest.items()]


def _stub(miss: Mapping[str, Any]) -> str:
    stub = miss.get("stubMapping") or {}
    metadata = stub.get("metadata") or {}
    origins = (metadata.get(OURS) or {}).get("origins", [UNKNOWN_ORIGIN])
    about = metadata.get("about") or json.dumps(stub.get("request"), ensure_ascii=False)
    return f"{' and '.join(origins)}, which responds to {about}"


def lower(headers: Mapping[str, Any]) -> dict[str, str]:
    """Return headers by lower-case name; one that came several times is joined by commas."""
    return {
        name.lower(): ", ".join(value) if isinstance(value, list) else str(value)
        for name, value in headers.items()
    }
