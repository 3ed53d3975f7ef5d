"""The overview service as it would be with one worker that takes one request at a time.

The same application under the same server, with a single thread.
"""

from __future__ import annotations

import socket

from waitress.server import create_server

from overview_service import logs
from overview_service.app import create_app


def main() -> None:
    """Serve on a free port of loopback until we are stopped."""
    listening = socket.create_server(("127.0.0.1", 0))
    server = create_server(create_app(), sockets=[listening], threads=1, ident=None)
    logs.log_as_json()
    print(f"Serving on http://127.0.0.1:{listening.getsockname()[1]}", flush=True)
    server.run()


if __name__ == "__main__":
    main()
