"""The application: its addresses, and what they answer."""

from __future__ import annotations

import json
import logging
import os
from pathlib import Path

from flask import (
    Flask,
    Response,
    current_app,
    g,
    redirect,
    render_template,
    request,
    url_for,
)
from werkzeug.exceptions import HTTPException, MethodNotAllowed, NotAcceptable
from werkzeug.wrappers import Response as AnyResponse

from overview_service import envelope, negotiation, problem
from overview_service.answer import Answer
from overview_service.errors import ProductsError
from overview_service.page import Page
from overview_service.products import Exchange, ProductsService
from overview_service.query import ParameterError, Query
from overview_service.settings import Settings

DOCUMENT = Path(__file__).with_name("openapi.yaml")
log = logging.getLogger(__name__)


def create_app(settings: Settings | None = None) -> Flask:
    """Make the WSGI application; without settings it reads them from the environment.

    Raises SettingError when one of them cannot be used.
    """
    app = Flask(__name__)
    app.config["PROVIDE_AUTOMATIC_OPTIONS"] = False
    app.jinja_options = {"trim_blocks": True, "lstrip_blocks": True}
    app.url_map.merge_slashes = False  # the redirect to one slash would name a host
    app.extensions["products"] = ProductsService(settings or Settings.from_environment(os.environ))
    envelope.wrap(app)
    for address, view in ADDRESSES.items():
        app.add_url_rule(address, view_func=view)
    app.register_error_handler(ParameterError, _parameter_is_wrong)
    app.register_error_handler(ProductsError, _no_products)
    app.register_error_handler(HTTPException, _http_problem)
    app.register_error_handler(Exception, _our_fault)
    return app


def overview() -> Response:
    """Show the products that the shopper asks for, as JSON or as the web page."""
    form = negotiation.accepted()
    if form is None:
        raise NotAcceptable
    query = Query.read(request.query_string)
    g.exchange = Exchange(current_app.extensions["products"], query, g.request_id)
    answer = g.exchange.answer()
    if form == negotiation.PAGE:
        page = render_template("overview.html", page=Page(query, answer))
        return Response(page, mimetype=negotiation.PAGE)
    return Response(_as_json(answer), mimetype=negotiation.JSON)


def start() -> AnyResponse:
    """Lead to the overview."""
    return redirect(url_for("overview"))


def health() -> Response:
    """Tell that this service runs; the products service is not asked."""
    return Response('{"status": "ok"}', mimetype=negotiation.JSON)


def document() -> Response:
    """Show this service's own OpenAPI document."""
    return Response(DOCUMENT.read_bytes(), mimetype="application/yaml")


ADDRESSES = {
    "/": start,
    "/overview": overview,
    "/health": health,
    "/openapi.yaml": document,
}


def _as_json(answer: Answer) -> str:
    """Write prices as numbers with exactly two decimals, which json has no way to do."""
    products = ", ".join(
        f'{{"name": {json.dumps(product.name)}, "category": {json.dumps(product.category)}, '
        f'"price": {product.price:.2f}}}'
        for product in answer.products
    )
    categories = json.dumps(answer.categories)
    return f'{{"products": [{products}], "total": {answer.total}, "categories": {categories}}}\n'


def _parameter_is_wrong(error: ParameterError) -> Response:
    g.reason = str(error)
    return problem.response(400, str(error), parameter=error.parameter)


def _no_products(error: ProductsError) -> Response:
    g.reason = str(error)
    response = problem.response(error.status, problem.UNAVAILABLE)
    if error.retry_after is not None:
        response.headers["Retry-After"] = str(error.retry_after)
    return response


def _http_problem(error: HTTPException) -> AnyResponse:
    status = error.code or 500
    if status < 400:
        return AnyResponse.force_type(error.get_response())
    g.reason = error.name
    response = problem.response(status, problem.SENTENCES.get(status, error.name))
    if isinstance(error, MethodNotAllowed):
        response.allow.update(sorted(error.valid_methods or ()))
    return response


def _our_fault(error: Exception) -> Response:
    g.reason = f"not foreseen: {error!r}"
    log.error("Not foreseen, in request %s", g.request_id, exc_info=error)
    return problem.response(500, problem.OUR_FAULT)
