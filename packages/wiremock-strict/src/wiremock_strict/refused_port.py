"""An address that refuses every connection, for as long as it is held."""

from __future__ import annotations

import socket


class RefusedPort:
    """A port of loopback that is bound but does not listen: connections to `url` are refused."""

    def __init__(self) -> None:
        self._socket = socket.socket()
        self._socket.bind(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._socket.getsockname()[1]}"

    def close(self) -> None:
        """Give the port back."""
        self._socket.close()
