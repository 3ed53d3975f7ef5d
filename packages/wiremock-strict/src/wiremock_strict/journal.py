"""WireMock's journal, read into exchanges; its near misses, read into sentences."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from typing import Any

from wiremock_strict.exchange import Exchange


def read_entry(entry: Mapping[str, Any]) -> Exchange:
    """Read one entry of `GET /__admin/requests` (WireMock's API, "ServeEvent")."""
    request, answer = entry["request"], entry.get("response") or {}
    stub = entry.get("stubMapping") or {}
    known = (stub.get("metadata") or {}).get("givens", ["a stub of unknown origin"])
    return Exchange(
        method=request["method"],
        url=request["url"],
        headers=lower(request.get("headers") or {}),
        givens=known if entry["wasMatched"] else [],
        status=0 if "fault" in answer else int(answer.get("status", 0)),
        answer_headers=lower(answer.get("headers") or {}),
        body=base64.b64decode(answer.get("bodyAsBase64") or ""),
        live="proxyBaseUrl" in (stub.get("response") or {}),
    )


def lower(headers: Mapping[str, Any]) -> dict[str, str]:
    """Headers by lower-case name; one that came several times is joined by commas."""
    return {
        name.lower(): ", ".join(value) if isinstance(value, list) else str(value)
        for name, value in headers.items()
    }


def explain(near_misses: list[dict[str, Any]]) -> list[str]:
    """Say for each unmatched request which stub came closest, and what that one answers."""
    closest: dict[str, dict[str, Any]] = {}
    for miss in near_misses:
        asked = f"{miss['request']['method']} {miss['request']['url']}"
        best = closest.setdefault(asked, miss)
        if miss["matchResult"]["distance"] < best["matchResult"]["distance"]:
            closest[asked] = miss
    return [f"{asked} came closest to {_describe(miss)}" for asked, miss in closest.items()]


def _describe(miss: Mapping[str, Any]) -> str:
    stub = miss.get("stubMapping", {})
    metadata = stub.get("metadata", {})
    answers = metadata.get("answers", stub.get("request"))
    origin = " and ".join(metadata.get("givens", ["a stub of unknown origin"]))
    return f"{origin}, which answers {answers}"
