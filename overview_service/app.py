"""The Flask application, put together from its settings."""

from __future__ import annotations

from typing import Any

import simplejson
from flask import Flask
from flask.json.provider import JSONProvider

from overview_service.headers import add_headers
from overview_service.logs import log_requests
from overview_service.problem_details import handle_errors
from overview_service.products_client import ProductsClient
from overview_service.routes import CLIENT, routes
from overview_service.settings import Settings, read_settings


def create_app(settings: Settings | None = None) -> Flask:
    """Return the service; without settings, by the environment.

    Raises SettingsError.
    """
    app = Flask("overview_service", static_folder=None)
    # Whatever its document does not describe does not exist: no OPTIONS, no redirect to one slash.
    app.config["PROVIDE_AUTOMATIC_OPTIONS"] = False
    app.url_map.merge_slashes = False
    app.jinja_options = {"trim_blocks": True, "lstrip_blocks": True}
    app.json = _ExactJson(app)
    app.extensions[CLIENT] = ProductsClient(settings or read_settings())
    app.register_blueprint(routes)
    handle_errors(app)
    add_headers(app)
    log_requests(app)
    return app


class _ExactJson(JSONProvider):
    """JSON with a Decimal as the number that it is; Flask's own writes it as text."""

    def dumps(self, obj: Any, **kwargs: Any) -> str:
        return simplejson.dumps(obj, use_decimal=True, ensure_ascii=False, **kwargs)

    def loads(self, s: str | bytes, **kwargs: Any) -> Any:
        return simplejson.loads(s, use_decimal=True, **kwargs)
