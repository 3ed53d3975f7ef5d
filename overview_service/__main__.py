"""Runs the service under waitress: `python -m overview_service`."""

from __future__ import annotations

import logging
import os
import signal
import socket
import sys
from typing import NoReturn

from waitress.server import create_server

from overview_service import logs
from overview_service.app import create_app
from overview_service.settings import SettingError, Settings

# Threads beyond those that may wait for the products service, so that /health and
# "too many in flight" always find one.
SPARE_THREADS = 16
# glibc's resolver waits 5 seconds, twice, for each name server; no deadline can stop it.
RESOLVER_OPTIONS = "timeout:1 attempts:1"
log = logging.getLogger(__name__)


def main() -> int:
    """Serve until SIGTERM or SIGINT; return the exit status."""
    os.environ.setdefault("RES_OPTIONS", RESOLVER_OPTIONS)
    try:
        settings = Settings.from_environment(os.environ)
        listening = _listen(settings.host, settings.port)
    except SettingError as error:
        print(error, file=sys.stderr)
        return 1
    logs.configure()
    _serve(settings, listening)
    return 0


def _listen(host: str, port: int) -> socket.socket:
    try:
        family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        return socket.create_server(address[:2], family=family)
    except (OSError, UnicodeError) as error:
        reason = getattr(error, "strerror", None) or error
        allowed = f"an address to listen on ({reason})"
        raise SettingError("HOST and PORT", allowed, f"{host}:{port}") from error


def _serve(settings: Settings, listening: socket.socket) -> None:
    threads = settings.products_in_flight + SPARE_THREADS
    server = create_server(
        create_app(settings),
        sockets=[listening],
        threads=threads,
        connection_limit=threads + 1000,
        asyncore_use_poll=True,  # select() ends at 1024 file descriptors
        max_request_body_size=64 * 1024,
        ident=None,  # no Server header
    )
    host, port = listening.getsockname()[:2]
    signal.signal(signal.SIGTERM, _stop)
    log.info("Serving on http://%s:%s", f"[{host}]" if ":" in host else host, port)
    server.run()


def _stop(*_: object) -> NoReturn:
    """End the server's loop: waitress lets running requests end first."""
    raise SystemExit(0)


if __name__ == "__main__":
    sys.exit(main())
