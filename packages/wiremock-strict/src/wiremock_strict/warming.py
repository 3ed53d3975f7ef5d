"""A test in miniature, so that the first one in earnest finds a server that is warm."""

from __future__ import annotations

from wiremock_strict.direct import direct_session

STUB = {
    "request": {
        "method": "GET",
        "urlPathPattern": "/warm.*",
        "queryParameters": {"a": {"absent": True}},
    },
    "response": {"body": "{{request.url}}", "transformers": ["response-template"]},
    "metadata": {"a": "b"},
}
CALLS = [
    ("POST", "/__admin/reset", None),
    ("POST", "/__admin/mappings/import", {"mappings": [STUB]}),
    ("GET", "/warm", None),
    ("GET", "/cold", None),
    ("GET", "/__admin/requests", None),
    ("GET", "/__admin/requests/unmatched/near-misses", None),
    ("POST", "/__admin/reset", None),
]
SHUTDOWN = ("POST", "/__admin/shutdown", None)


def warm(url: str, *more: tuple[str, str, None], seconds: float = 60) -> None:
    """Let a server do once what tests do, and then whatever `more` there is.

    Raises requests.RequestException if it does not respond to a call within so many seconds.
    """
    with direct_session() as session:
        for method, path, body in (*CALLS, *more):
            session.request(method, f"{url}{path}", json=body, timeout=seconds)
