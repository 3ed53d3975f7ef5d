"""The least that shows what the products service responds: one view, one pooled session."""

from __future__ import annotations

import os
import socket

import requests
from flask import Flask
from flask.typing import ResponseReturnValue
from requests.adapters import HTTPAdapter
from waitress.server import create_server

THREADS = 144  # as many as the overview service has


def create_app() -> Flask:
    """Return an app with one view, which hands the products on and checks nothing."""
    app, session = Flask(__name__), requests.Session()
    session.mount("http://", HTTPAdapter(pool_maxsize=THREADS))
    products = f"{os.environ['PRODUCTS_URL']}/products"

    @app.get("/overview")
    def overview() -> ResponseReturnValue:
        page: dict[str, object] = session.get(products, timeout=10).json()
        return page

    return app


def main() -> None:
    """Serve on a free port of loopback until we are stopped."""
    listening = socket.create_server(("127.0.0.1", 0))
    server = create_server(create_app(), sockets=[listening], threads=THREADS, ident=None)
    print(f"Serving on http://127.0.0.1:{listening.getsockname()[1]}", flush=True)
    server.run()


if __name__ == "__main__":
    main()
