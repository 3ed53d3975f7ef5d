"""Every error as problem details (RFC 9457), with nothing internal in it."""

from __future__ import annotations

from flask import Flask, Response, jsonify
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.exceptions import BadRequest, HTTPException, InternalServerError, ServiceUnavailable

from products_service.logs import add_exception_to_log
from products_service.product import InvalidProductsError
from products_service.query import InvalidQueryError

# The details of errors whose description by Werkzeug is not used.
_DETAILS = {
    404: "There is nothing at this address.",
    405: "This address does not know this method; Allow names those that it knows.",
    413: "The body is larger than 4 MiB.",
    500: "Something went wrong in this service.",
    503: "The products cannot be reached right now.",
}


def handle_errors(app: Flask) -> None:
    """Make every error of this app, its own or unexpected, a response that explains it."""
    app.register_error_handler(InvalidQueryError, _invalid_request)
    app.register_error_handler(InvalidProductsError, _invalid_request)
    app.register_error_handler(SQLAlchemyError, _database_failed)
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(Exception, _unexpected)


def _invalid_request(error: ValueError) -> Response:
    return _http_error(BadRequest(str(error)))


def _database_failed(error: SQLAlchemyError) -> Response:
    add_exception_to_log(error)
    return _http_error(ServiceUnavailable())


def _unexpected(error: Exception) -> Response:
    add_exception_to_log(error)
    return _http_error(InternalServerError())


def _http_error(error: HTTPException) -> Response:
    status = error.code or 500
    problem = {
        "type": "about:blank",
        "title": error.name,
        "status": status,
        "detail": _DETAILS.get(status, error.description),
    }
    response = jsonify(problem)
    response.status_code = status
    response.headers.update(error.get_headers())
    response.content_type = "application/problem+json"
    return response
