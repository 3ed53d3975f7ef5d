"""Run the service under waitress: python -m products_service."""

from __future__ import annotations

import signal
import sys
from types import FrameType

from flask import Flask
from sqlalchemy.exc import SQLAlchemyError
from waitress.server import create_server

from products_service.app import create_app
from products_service.logs import log_as_json
from products_service.routes import storage_of
from products_service.settings import Settings, SettingsError

_LARGEST_BODY = 64 * 1024 * 1024  # bytes; beyond it waitress refuses before it reads


def main() -> None:
    """Serve until SIGTERM or SIGINT; leave with status 1 and a sentence if that cannot be."""
    signal.signal(signal.SIGTERM, _stop)
    log_as_json()
    try:
        settings = Settings.from_environment()
        app = create_app(settings)
    except SettingsError as error:
        sys.exit(f"products_service: {error}")
    except (OSError, SQLAlchemyError) as error:
        sys.exit(f"products_service: DATABASE_URL: the database cannot be used: {_reason(error)}.")
    try:
        _serve(app, settings)
    finally:
        storage_of(app).close()


def _serve(app: Flask, settings: Settings) -> None:
    try:
        server = create_server(
            app,
            host=settings.host,
            port=settings.port,
            threads=8,
            connection_limit=500,
            max_request_body_size=_LARGEST_BODY,
            ident=None,  # no Server header, and no name in waitress' own error answers
        )
    except (OSError, ValueError) as error:
        where = f"HOST {settings.host}, PORT {settings.port}"
        sys.exit(f"products_service: cannot listen on {where}: {_reason(error)}.")
    server.print_listen("Serving on http://{}:{}")
    server.run()


def _reason(error: Exception) -> str:
    reason = getattr(error, "strerror", None) or getattr(error, "orig", None) or error
    return " ".join(str(reason).split()).rstrip(".")


def _stop(signal_number: int, frame: FrameType | None) -> None:
    sys.exit(0)  # waitress takes this as its cue to finish what it has begun


if __name__ == "__main__":
    main()
