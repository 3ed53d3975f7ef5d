"""A WireMock that runs already: one that cannot be trusted is refused, with the reason."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from wiremock.client import Mapping, MappingRequest, MappingResponse
from wiremock_strict import RefusedPort, StartError, WireMock, wiremock
from wiremock_strict.running import check_running

Start = Callable[..., WireMock]
STUB = {"request": {"urlPath": "/x"}, "response": {"status": 200}}


def refusal(url: str) -> str:
    """Return the sentence with which a server is refused."""
    with pytest.raises(StartError) as refused, wiremock(url):
        pass
    sentence = str(refused.value)
    assert url in sentence
    return sentence


def test_a_sound_one_is_taken_and_left_empty(server: WireMock) -> None:
    with wiremock(f"{server.url}/") as opened:
        assert opened.url == server.url
        assert opened.journal() == []


def test_its_global_settings_are_reset_once(server: WireMock) -> None:
    before = server._connection.ask("GET", "/settings")
    server._connection.ask("POST", "/settings", {"fixedDelay": 3_000})
    assert server._connection.ask("GET", "/settings") != before
    check_running(server)
    assert server._connection.ask("GET", "/settings") == before


def test_a_bounded_journal_is_refused(another_server: Start) -> None:
    said = refusal(another_server("--max-request-journal-entries", "200").url)
    assert "recorded 200 of 250 requests" in said
    assert "start it without --max-request-journal-entries" in said


def test_a_server_without_a_journal_is_refused(another_server: Start) -> None:
    said = refusal(another_server("--no-request-journal").url)
    assert said.endswith("keeps no journal; start it without --no-request-journal.")


def test_stubs_that_survive_a_reset_are_refused(another_server: Start, tmp_path: Path) -> None:
    (tmp_path / "mappings").mkdir()
    (tmp_path / "mappings/a.json").write_text(json.dumps(STUB))
    keeping = another_server()
    assert "keeps stubs (from files, or persistent) through a reset: 1. Start" in refusal(
        keeping.url
    )
    kept = Mapping(
        request=MappingRequest(method="GET", url_path="/y"),
        response=MappingResponse(status=200),
        persistent=True,
    )
    keeping.add([kept.get_json_data()])
    said = refusal(keeping.url)
    assert said.endswith("through a reset: 2. Start it without them.")


@contextmanager
def responding(status: int, body: bytes, kind: str) -> Iterator[str]:
    """Run a server that responds to everything in one way."""

    class Handler(BaseHTTPRequestHandler):
        def respond(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length", 0)))
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        do_GET = do_POST = do_DELETE = respond  # noqa: N815

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}"
        finally:
            server.shutdown()
            thread.join()


@pytest.mark.parametrize(
    ("status", "body", "kind"),
    [
        (404, b"<h1>Not here</h1>", "text/html"),
        (404, b'{"error": "no"}', "application/json"),
        (405, b"", "text/plain"),
        (500, b"", "text/plain"),
        (200, b"<h1>Welcome</h1>", "text/html"),
        (200, b"", "text/plain"),
        (200, b"[]", "application/json"),
        (200, b'{"status": "ok"}', "application/json"),
    ],
)
def test_what_is_no_wiremock_is_refused(status: int, body: bytes, kind: str) -> None:
    with responding(status, body, kind) as url:
        assert refusal(url).startswith(f"What responds at {url} is no WireMock.")


def test_a_port_where_nobody_listens_is_refused() -> None:
    with closing(RefusedPort()) as port:
        assert refusal(port.url).startswith(f"No WireMock responds at {port.url};")
