"""The Flask application, put together from its settings."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import simplejson
from flask import Flask
from flask.json.provider import JSONProvider
from sqlalchemy import URL

from products_service.database import open_engine
from products_service.logs import log_requests
from products_service.problem_details import handle_errors
from products_service.routes import STORAGE, TOKEN, routes
from products_service.settings import Settings, read_settings
from products_service.storage import Storage

_LARGEST_BODY = 4 * 1024 * 1024  # bytes; problem_details.py says so too


def create_app(settings: Settings | None = None) -> Flask:
    """Return the service, its database ready; without settings, by the environment.

    Raises SettingsError; OSError or SQLAlchemyError where the database cannot be used.
    """
    settings = settings or read_settings()
    app = Flask("products_service", static_folder=None)
    # Whatever the contract does not describe does not exist: no OPTIONS, no files.
    app.config.update(
        {TOKEN: settings.token},
        MAX_CONTENT_LENGTH=_LARGEST_BODY,
        PROVIDE_AUTOMATIC_OPTIONS=False,
    )
    app.json = _ExactJson(app)
    storage = Storage(open_engine(settings.database_url or _default_database(app)))
    storage.prepare()
    app.extensions[STORAGE] = storage
    app.register_blueprint(routes)
    handle_errors(app)
    log_requests(app)
    return app


def _default_database(app: Flask) -> URL:
    folder = Path(app.instance_path)
    folder.mkdir(parents=True, exist_ok=True)
    return URL.create("sqlite+pysqlite", database=str(folder / "products.sqlite3"))


class _ExactJson(JSONProvider):
    """Write a Decimal as the number that it is; Flask's own JSON writes it as text."""

    def dumps(self, obj: Any, **kwargs: Any) -> str:
        return simplejson.dumps(obj, use_decimal=True, ensure_ascii=False, **kwargs)

    def loads(self, s: str | bytes, **kwargs: Any) -> Any:
        return simplejson.loads(s, **kwargs)
