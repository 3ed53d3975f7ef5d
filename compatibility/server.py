"""A WireMock server as the probes see it: by raw HTTP, past the SDK under test."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import requests

PATIENCE = 5.0  # seconds for one exchange


class Server:
    """A running server: its base URL, its jar, and the Java that runs it."""

    def __init__(self, url: str, jar: Path, java: Path) -> None:
        self.url, self.jar, self.java = url, jar, java
        self._session = requests.Session()
        self._session.trust_env = False

    def ask(self, path: str, method: str = "GET", **options: Any) -> requests.Response:
        """Send a request as a caller of the stubs would."""
        return self._session.request(method, self.url + path, **{"timeout": PATIENCE, **options})

    def admin(self, method: str, path: str, body: Any = None) -> Any:
        """Call the admin API; return the response's JSON. Raises AssertionError for an error."""
        response = self.ask(f"/__admin{path}", method, json=body)
        if not response.ok:
            raise AssertionError(f"the server responds {response.status_code} to {method} {path}")
        return response.json() if response.content else None

    def stub(self, path: str = "/stub", **more: Any) -> str:
        """Set a stub for GET, and return its id."""
        request = {"method": "GET", "urlPath": path}
        stub = {"request": request, "response": {"status": 200}, **more}
        return str(self.admin("POST", "/mappings", stub)["id"])

    def stubs(self) -> list[dict[str, Any]]:
        """Return all stubs, newest first."""
        return list(self.admin("GET", "/mappings")["mappings"])

    def journal(self) -> list[dict[str, Any]]:
        """Return all requests, newest first."""
        return list(self.admin("GET", "/requests")["requests"])

    def reset(self) -> None:
        """Remove everything: stubs (persistent ones too), journal, states, settings."""
        self.admin("DELETE", "/mappings")
        self.admin("POST", "/reset")
        self.admin("POST", "/settings", {})
