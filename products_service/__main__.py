"""Run the service under waitress: python -m products_service."""

from __future__ import annotations

import sys

from flask import Flask
from sqlalchemy.exc import SQLAlchemyError

from products_service.app import create_app
from products_service.logs import log_as_json
from products_service.routes import storage_of
from products_service.serving import Serving, listen
from products_service.settings import Settings, SettingsError, read_settings

_LARGEST_BODY = 64 * 1024 * 1024  # bytes; waitress refuses more before it reads
_GRACE_S = 5


def main() -> None:
    """Serve until SIGTERM or SIGINT; exit with a sentence and status 1 if that is impossible."""
    log_as_json()
    try:
        settings = read_settings()
        app = _open(settings)
        listening = listen(settings.host, settings.port)
    except SettingsError as error:
        sys.exit(f"products_service: {error}")
    try:
        Serving(
            app,
            listening,
            threads=8,
            connection_limit=500,
            max_request_body_size=_LARGEST_BODY,
        ).run(grace=_GRACE_S)
    finally:
        storage_of(app).close()


def _open(settings: Settings) -> Flask:
    """Return the app, its database ready; raise SettingsError if that cannot be used."""
    try:
        return create_app(settings)
    except (OSError, SQLAlchemyError) as error:
        reason = getattr(error, "strerror", None) or getattr(error, "orig", None) or error
        line = " ".join(str(reason).split()).rstrip(".")
        raise SettingsError(f"DATABASE_URL: the database cannot be used: {line}.") from error


if __name__ == "__main__":
    main()
