"""An address at which nobody listens, for as long as the run lasts."""

from __future__ import annotations

import socket


class Nobody:
    """Holds a port of loopback without listening: whoever connects is refused."""

    def __init__(self) -> None:
        self._socket = socket.socket()
        self._socket.bind(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._socket.getsockname()[1]}"

    def close(self) -> None:
        """Give the port back."""
        self._socket.close()
