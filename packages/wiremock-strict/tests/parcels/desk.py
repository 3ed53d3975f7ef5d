"""The service under test: a front desk that asks the parcel service, over real HTTP."""

from __future__ import annotations

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit

import requests


class Desk:
    """Listens at `url`, and asks the parcel service at `parcels`.

    `GET /waiting` counts the parcels that wait, `GET /where/NUMBER` says where one is (and tries a
    second time after a 503), `POST /send` takes one in.
    """

    def __init__(self, parcels: str) -> None:
        self._parcels = parcels
        self._session = requests.Session()
        self._session.trust_env = False
        desk = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self._respond(desk.get(self.path, self.headers.get("X-Request-ID", "")))

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                self._respond(desk.send(body, self.headers.get("X-Request-ID", "")))

            def _respond(self, text: str) -> None:
                self.send_response(200)
                self.send_header("Content-Length", str(len(text.encode())))
                self.end_headers()
                self.wfile.write(text.encode())

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,))
        self._thread.start()

    def get(self, path: str, request_id: str) -> str:
        """Respond to a GET."""
        if urlsplit(path).path == "/waiting":
            waiting = self._ask("GET", "/v1/parcels?status=waiting&limit=50", request_id)
            return f"{len(waiting.json())} waiting"
        number = path.rpartition("/")[2]
        for _ in range(2):
            response = self._ask("GET", f"/v1/parcels/{number}", request_id)
            if response.status_code != 503:
                break
        if response.status_code != 200:
            return f"{number} cannot be found"
        return f"{number} is {response.json()['status']}"

    def send(self, body: bytes, request_id: str) -> str:
        """Respond to a POST."""
        response = self._ask("POST", "/v1/parcels", request_id, json.loads(body))
        return f"taken in as {response.json()['number']}"

    def close(self) -> None:
        """Stop listening."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()
        self._session.close()

    def _ask(self, method: str, path: str, request_id: str, body: Any = None) -> requests.Response:
        return self._session.request(
            method,
            self._parcels + path,
            headers={"X-Request-ID": request_id, "X-Depot": "north"},
            json=body,
            timeout=60,
        )
