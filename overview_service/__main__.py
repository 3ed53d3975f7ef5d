"""Run the service under waitress: python -m overview_service."""

from __future__ import annotations

import os
import sys

from overview_service.app import create_app
from overview_service.logs import log_as_json
from overview_service.serving import Serving, listen
from overview_service.settings import SettingsError, read_settings

# Threads beyond those that may wait for the products service, so that /health and
# "too many requests in flight" always find one.
_SPARE_THREADS = 16
_LARGEST_BODY = 64 * 1024  # bytes
# glibc's resolver waits 5 seconds, twice, for each name server; no deadline can stop it.
_RESOLVER_OPTIONS = "timeout:1 attempts:1"


def main() -> None:
    """Serve until SIGTERM or SIGINT; exit with a sentence and status 1 if that is impossible."""
    os.environ.setdefault("RES_OPTIONS", _RESOLVER_OPTIONS)
    log_as_json()
    try:
        settings = read_settings()
        listening = listen(settings.host, settings.port)
    except SettingsError as error:
        sys.exit(f"overview_service: {error}")
    threads = settings.products_in_flight + _SPARE_THREADS
    serving = Serving(
        create_app(settings),
        listening,
        threads=threads,
        connection_limit=threads + 1000,
        max_request_body_size=_LARGEST_BODY,
    )
    serving.run(grace=settings.products_deadline + 1)


if __name__ == "__main__":
    main()
