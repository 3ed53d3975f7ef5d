"""Responses of the desk, and the entries behind them."""

from __future__ import annotations

from typing import Any

from wiremock_strict import Entry
from wiremock_strict.under_test import Response

GIVEN = "Given a parcel"


def response(target: str = "/where/AB123", request_id: str = "id-1", **more: Any) -> Response:
    """Return a response of the desk to a request of ours."""
    values: dict[str, Any] = {
        "method": "GET",
        "url": f"http://desk{target}",
        "request_headers": {"X-Request-ID": request_id} if request_id else {},
        "status": 200,
        "headers": {"content-type": "text/plain"},
        "text": "AB123 is moving",
        "seconds": 0.25,
    }
    return Response(**{**values, **more})


def entry(request_id: str = "id-1", status: int = 200, **more: Any) -> Entry:
    """Return a request to the parcel service, and its response by a Given."""
    values: dict[str, Any] = {
        "method": "GET",
        "url": "/v1/parcels/AB123",
        "request_headers": {"x-request-id": request_id},
        "request_body": b"",
        "origins": [GIVEN],
        "status": status,
        "response_headers": {},
        "response_body": b"",
    }
    return Entry(**{**values, **more})
