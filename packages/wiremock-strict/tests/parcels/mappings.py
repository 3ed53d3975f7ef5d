"""Stubs of the parcel service."""

from __future__ import annotations

import json
from typing import Any

from wiremock.client import Mapping, MappingRequest, MappingResponse

JSON = "application/json"
PROBLEM = "application/problem+json"
PARCEL = {"number": "AB123", "status": "moving", "to": {"street": "Elm Row"}, "weight": 1.5}


def stub(
    path: str = "/v1/parcels/AB123",
    body: Any = PARCEL,
    status: int = 200,
    kind: str = JSON,
    method: str = "GET",
    headers: dict[str, str] | None = None,
    **more: Any,
) -> Mapping:
    """Make a stub for one path; a body that is no text is sent as JSON."""
    text = body if isinstance(body, str) else json.dumps(body)
    return Mapping(
        request=MappingRequest(method=method, url_path=path),
        response=MappingResponse(
            status=status, headers={"Content-Type": kind, **(headers or {})}, body=text
        ),
        **more,
    )


def listing(*parcels: dict[str, Any], total: str = "1") -> Mapping:
    """Make a stub for the list of parcels."""
    return stub("/v1/parcels", list(parcels), headers={"X-Total": total})


def unavailable() -> Mapping:
    """Make a stub that knows nothing for the moment."""
    return stub(body={"title": "Try again"}, status=503, kind=PROBLEM)
