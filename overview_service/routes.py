"""The addresses of the service: the overview, its health, and its own document."""

from __future__ import annotations

from pathlib import Path
from typing import cast

from flask import (
    Blueprint,
    Flask,
    Response,
    current_app,
    g,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue
from msgspec.structs import asdict
from werkzeug.exceptions import NotAcceptable, NotFound

from overview_service.logs import add_to_log
from overview_service.negotiation import HTML, accepted_type
from overview_service.products_client import ProductPage, ProductsClient
from overview_service.query import Query, read_query
from overview_service.web_page import WebPage

CLIENT = "overview_service.products_client"  # its name in app.extensions
_HERE = Path(__file__).parent
_STATIC_FILES = {"icon.svg": "image/svg+xml", "style.css": "text/css; charset=utf-8"}

routes = Blueprint("overview", __name__)


@routes.get("/")
def get_start() -> ResponseReturnValue:
    """Redirect to the overview."""
    return redirect(url_for("overview.get_overview"))


@routes.get("/overview")
def get_overview() -> ResponseReturnValue:
    """Return the products that the shopper chose, as JSON or as a web page."""
    media_type = accepted_type()
    if media_type is None:
        raise NotAcceptable
    query = read_query(request.query_string)
    page = _fetch(query)
    if media_type == HTML:
        return render_template("overview.html", page=WebPage(query, page))
    return {**asdict(page), "products": [asdict(product) for product in page.products]}


@routes.get("/health")
def get_health() -> ResponseReturnValue:
    """Return that this service runs; the products service is not asked."""
    return {"status": "ok"}


@routes.get("/openapi.yaml")
def get_document() -> ResponseReturnValue:
    """Return the document that describes this service."""
    return Response(
        (_HERE / "openapi.yaml").read_bytes(), content_type="application/yaml"
    )  # RFC 9512


@routes.get("/static/<file>")
def get_static_file(file: str) -> ResponseReturnValue:
    """Return a file that the web page uses."""
    if file not in _STATIC_FILES:
        raise NotFound
    content = (_HERE / "static" / file).read_bytes()
    response = Response(content, content_type=_STATIC_FILES[file])
    response.add_etag()
    return response.make_conditional(request)


def _fetch(query: Query) -> ProductPage:
    fetching = client_of(current_app).request(query, g.request_id)
    try:
        return fetching.send()
    finally:
        add_to_log(products_requests=fetching.tries)


def client_of(app: Flask) -> ProductsClient:
    """Return the client of the products service that this app was made with."""
    return cast(ProductsClient, app.extensions[CLIENT])
