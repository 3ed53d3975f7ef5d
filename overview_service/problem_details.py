"""Every error as problem details (RFC 9457) or as a web page, with nothing internal in it."""

from __future__ import annotations

from http import HTTPStatus

from flask import Flask, Response, g, jsonify, render_template
from werkzeug.exceptions import HTTPException, MethodNotAllowed

from overview_service.logs import add_exception_to_log, add_to_log
from overview_service.negotiation import HTML, accepted_type
from overview_service.products_client import ProductsError
from overview_service.query import InvalidQueryError

UNAVAILABLE = "Products are unavailable right now. Please try again in a moment."
_DETAILS = {
    404: "There is nothing at this address.",
    405: "Only GET and HEAD are allowed here.",
    406: "The overview is available as application/json or text/html.",
    500: "Something went wrong on our side. Please try again in a moment.",
}
_HEADINGS = {
    400: "Please check the address",
    404: "Page not found",
    502: "Products are unavailable",
    503: "Products are unavailable",
    504: "Products are unavailable",
}


def handle_errors(app: Flask) -> None:
    """Make every error of this app, its own or unexpected, a response that explains it."""
    app.register_error_handler(InvalidQueryError, _invalid_query)
    app.register_error_handler(ProductsError, _no_products)
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(Exception, _unexpected)


def _invalid_query(error: InvalidQueryError) -> Response:
    add_to_log(reason=str(error))
    return _response(400, str(error), parameter=error.parameter)


def _no_products(error: ProductsError) -> Response:
    add_to_log(reason=str(error))
    response = _response(error.status, UNAVAILABLE)
    if error.retry_after is not None:
        response.headers["Retry-After"] = str(error.retry_after)
    return response


def _http_error(error: HTTPException) -> Response:
    status = error.code or 500
    add_to_log(reason=error.name)
    response = _response(status, _DETAILS.get(status, error.name))
    if isinstance(error, MethodNotAllowed):
        response.allow.update(sorted(error.valid_methods or ()))
    return response


def _unexpected(error: Exception) -> Response:
    add_exception_to_log(error)
    return _response(500, _DETAILS[500])


def _response(status: int, detail: str, **members: str) -> Response:
    """Return an error as a web page or as JSON, whichever the shopper accepts."""
    if accepted_type() == HTML:
        return Response(_web_page(status, detail), status, content_type="text/html; charset=utf-8")
    problem = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": detail,
        **members,
        "request_id": g.request_id,
    }
    response = jsonify(problem)
    response.status_code = status
    response.content_type = "application/problem+json"
    return response


def _web_page(status: int, detail: str) -> str:
    return render_template(
        "problem.html",
        heading=_HEADINGS.get(status, "Something went wrong"),
        sentence=detail,
        worth_repeating=status >= 500,
    )
