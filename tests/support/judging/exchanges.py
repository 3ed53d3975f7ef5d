"""Requests and responses as a journal and a recorder hold them."""

from __future__ import annotations

from typing import Any

from wiremock_strict import Entry
from wiremock_strict.under_test import Response

GIVEN = "Given the products service offers: (x.feature:3)"
HEADERS = {
    "cache-control": "no-cache",
    "content-security-policy": (
        "default-src 'none'; style-src 'self'; img-src 'self'; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "content-type": "application/json",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
    "referrer-policy": "same-origin",
    "vary": "Accept",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
}
EMPTY = b'{"products": [], "total": 0, "categories": []}'


def entry(query: str = "", request_id: str = "id-1", status: int = 200, **more: Any) -> Entry:
    """Return a request to the products service, and its response by a Given."""
    values: dict[str, Any] = {
        "method": "GET",
        "url": f"/products{query}",
        "request_headers": {"x-request-id": request_id},
        "request_body": b"",
        "origins": [GIVEN],
        "status": status,
        "response_headers": {"content-type": "application/json"},
        "response_body": EMPTY,
    }
    return Entry(**{**values, **more})


def response(query: str = "", request_id: str = "id-1", **more: Any) -> Response:
    """Return a response of the overview to a request of ours."""
    values: dict[str, Any] = {
        "method": "GET",
        "url": f"http://h/overview{query}",
        "request_headers": {"X-Request-ID": request_id} if request_id else {},
        "status": 200,
        "headers": {**HEADERS, **({"x-request-id": request_id} if request_id else {})},
        "text": EMPTY.decode(),
        "seconds": 0.1,
    }
    return Response(**{**values, **more})
