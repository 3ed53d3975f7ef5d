"""Every error as a problem document (RFC 9457), with nothing internal in it."""

from __future__ import annotations

import json

from flask import Flask, Response, current_app
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.exceptions import HTTPException, ServiceUnavailable

# What is said in place of Werkzeug's own words, by status.
_DETAILS = {
    404: "There is nothing at this address.",
    405: "This address does not know this method; Allow names those that it knows.",
    413: "The body is larger than 4 MiB.",
    500: "Something went wrong in this service.",
    503: "The products cannot be reached right now.",
}


def answer_with_problems(app: Flask) -> None:
    """Make every error of this app, its own or unexpected, a problem document."""
    app.register_error_handler(HTTPException, _problem)
    app.register_error_handler(SQLAlchemyError, _database_failed)


def _database_failed(error: SQLAlchemyError) -> Response:
    current_app.logger.error("The database failed.", exc_info=error)
    return _problem(ServiceUnavailable())


def _problem(error: HTTPException) -> Response:
    status = error.code or 500
    document = {
        "type": "about:blank",
        "title": error.name,
        "status": status,
        "detail": _DETAILS.get(status, error.description),
    }
    headers = [header for header in error.get_headers() if header[0] != "Content-Type"]
    return Response(json.dumps(document), status, headers, content_type="application/problem+json")
