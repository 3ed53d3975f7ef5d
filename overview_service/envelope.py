"""What every answer carries, and the one line that the log gets of it."""

from __future__ import annotations

import logging
import re
import time
import uuid

from flask import Flask, Response, g, request

REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{1,128}")
HEADERS = {
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
log = logging.getLogger(__name__)


def wrap(app: Flask) -> None:
    """Give every request an id, every answer its headers, and log both in one line."""
    app.before_request(_begin)
    app.after_request(_finish)


def _begin() -> None:
    given = request.headers.get("X-Request-ID", "")
    g.started = time.monotonic()
    g.request_id = given if REQUEST_ID.fullmatch(given) else uuid.uuid4().hex
    g.exchange = None
    g.reason = None


def _finish(response: Response) -> Response:
    response.headers.update(HEADERS)
    response.headers["X-Request-ID"] = g.request_id
    response.headers["Cache-Control"] = "no-cache" if response.status_code < 400 else "no-store"
    response.vary.add("Accept")
    _log(response.status_code)
    return response


def _log(status: int) -> None:
    fields = {
        "request_id": g.request_id,
        "method": request.method,
        "path": request.path,
        "query": request.query_string.decode("latin-1"),
        "status": status,
        "duration_ms": round((time.monotonic() - g.started) * 1000, 1),
        "products_asked": g.exchange.asked if g.exchange else 0,
    }
    if g.reason is not None:
        fields["reason"] = g.reason
    log.info("%s %s %s", request.method, request.path, status, extra={"fields": fields})
