"""Serve over HTTP until a signal comes, then finish what has begun."""

from __future__ import annotations

import logging
import signal
import socket
from time import monotonic
from typing import Any

from flask import Flask
from waitress import wasyncore
from waitress.server import create_server

from products_service.settings import SettingsError

_log = logging.getLogger(__name__)
_ARRIVAL_S = 60  # how long a request may take to arrive; 4 MiB take that on a very slow line


def listen(host: str, port: int) -> socket.socket:
    """Return a socket that listens on the first address of this host; raise SettingsError."""
    try:
        family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        return socket.create_server(address[:2], family=family)
    except (OSError, UnicodeError) as error:
        raise SettingsError(
            f"cannot listen on HOST {host}, PORT {port}: {_reason(error)}."
        ) from error


def _reason(error: Exception) -> str:
    """Take the system's words alone; Python adds what it was doing."""
    return str(getattr(error, "strerror", None) or error).partition(" (while ")[0]


class Serving:
    """One server under waitress, from its first request to its last."""

    def __init__(
        self, app: Flask, listening: socket.socket, arrival: float = _ARRIVAL_S, **options: Any
    ) -> None:
        self._stopping = False
        self._arrival = arrival
        self._arriving: dict[Any, float] = {}  # requests, and since when
        self._looked = 0.0
        self._sockets: dict[int, Any] = {}
        self._server: Any = create_server(
            app,
            map=self._sockets,
            sockets=[listening],
            ident=None,  # no Server header
            **options,
        )

    def run(self, grace: float) -> None:
        """Serve until SIGTERM or SIGINT, then for up to `grace` seconds end what has begun."""
        signal.signal(signal.SIGTERM, self._stop)
        signal.signal(signal.SIGINT, self._stop)
        _log.info("Serving on http://%s", self._address())
        while not self._stopping:
            self._turn(1)
        self._refuse_connections()
        end = monotonic() + grace
        while self._is_busy() and monotonic() < end:
            self._turn(0.1)

    def _address(self) -> str:
        host, port = self._server.effective_host, self._server.effective_port
        return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"

    def _stop(self, *_: object) -> None:
        self._stopping = True
        self._server.pull_trigger()  # ends the wait in _turn

    def _turn(self, seconds: float) -> None:
        """Wait for something to read or to write, and do that."""
        # select() ends at 1024 file descriptors; poll() has no such end.
        wasyncore.loop(timeout=seconds, use_poll=True, map=self._sockets, count=1)
        if monotonic() - self._looked > 1:
            self._cut_off_slow_requests()

    def _cut_off_slow_requests(self) -> None:
        """Close each connection whose request takes too long to arrive.

        waitress waits for ever for a client that sends one byte now and then, and accepts nobody
        else once it has enough of those.
        """
        now = self._looked = monotonic()
        channels = [each for each in self._server.active_channels.values() if each.request]
        since = {each.request: self._arriving.get(each.request, now) for each in channels}
        self._arriving = since
        for channel in channels:
            if now - since[channel.request] > self._arrival:
                channel.handle_close()

    def _refuse_connections(self) -> None:
        self._server.del_channel()
        self._server.socket.close()

    def _is_busy(self) -> bool:
        channels = self._server.active_channels.values()
        return any(channel.requests or channel.total_outbufs_len for channel in channels)
