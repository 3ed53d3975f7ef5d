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
from wiremock_strict.client import WireMock
from wiremock_strict.errors import StartError
from wiremock_strict.nobody import Nobody
from wiremock_strict.url import check_running

Start = Callable[..., WireMock]
STUB = {"request": {"urlPath": "/x"}, "response": {"status": 200}}


def refusal(wiremock: WireMock) -> str:
    """Return the sentence with which a server is refused."""
    with pytest.raises(StartError) as refused:
        check_running(wiremock)
    sentence = str(refused.value)
    assert wiremock.url in sentence
    return sentence


def test_a_sound_one_is_taken_and_left_empty(wiremock: WireMock) -> None:
    check_running(wiremock)
    assert wiremock.journal() == []


def test_one_with_a_bounded_journal_is_refused(another_wiremock: Start) -> None:
    told = refusal(another_wiremock("--max-request-journal-entries", "200"))
    assert "recorded 200 of 250 requests" in told
    assert "start it without --max-request-journal-entries" in told


def test_one_without_a_journal_is_refused(another_wiremock: Start) -> None:
    told = refusal(another_wiremock("--no-request-journal"))
    assert told.endswith("keeps no journal; start it without --no-request-journal.")


def test_one_with_stubs_from_files_or_that_are_kept_is_refused(
    another_wiremock: Start, tmp_path: Path
) -> None:
    (tmp_path / "mappings").mkdir()
    (tmp_path / "mappings/a.json").write_text(json.dumps(STUB))
    keeping = another_wiremock()
    assert "keeps stubs (from files, or persistent) through a reset: 1. Start" in refusal(keeping)
    kept = Mapping(
        request=MappingRequest(method="GET", url_path="/y"),
        response=MappingResponse(status=200),
        persistent=True,
    )
    keeping.set([kept])
    told = refusal(keeping)
    assert told.endswith("through a reset: 2. Start it without them.")


@contextmanager
def answering(status: int, body: bytes, kind: str) -> Iterator[str]:
    """Run a server that answers everything in one way."""

    class Handler(BaseHTTPRequestHandler):
        def answer(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length", 0)))
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        do_GET = do_POST = do_DELETE = answer  # noqa: N815

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
    with answering(status, body, kind) as url, closing(WireMock(url)) as other:
        assert refusal(other).startswith(f"What answers at {url} is no WireMock.")


def test_a_port_at_which_nobody_listens_is_told() -> None:
    with closing(Nobody()) as nobody, closing(WireMock(nobody.url)) as dead:
        assert refusal(dead).startswith(f"No WireMock responds at {nobody.url};")
