"""The request ID, and the headers of every response."""

from __future__ import annotations

import re
import uuid

from flask import Flask, Response, g, request

_ON_EVERY_RESPONSE = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src 'self'; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


def add_headers(app: Flask) -> None:
    """Give every request to this app an ID, and every response its headers."""
    app.before_request(_choose_request_id)
    app.after_request(_add_headers)


def _choose_request_id() -> None:
    given = request.headers.get("X-Request-ID", "")
    well_formed = re.fullmatch("[A-Za-z0-9._-]{1,128}", given)
    g.request_id = given if well_formed else uuid.uuid4().hex


def _add_headers(response: Response) -> Response:
    response.headers.update(_ON_EVERY_RESPONSE)
    response.headers["X-Request-ID"] = g.request_id
    response.headers["Cache-Control"] = "no-cache" if response.status_code < 400 else "no-store"
    response.vary.add("Accept")
    return response
