"""A server that answers everything with an empty object, and tells what the SDK's calls ask for."""

from __future__ import annotations

import inspect
import itertools
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from email.message import Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import wiremock.client as sdk
from wiremock.constants import Config


@dataclass(frozen=True)
class Asked:
    """One request that was made through a call of the SDK."""

    call: str
    method: str
    path: str
    headers: Message


class Handler(BaseHTTPRequestHandler):
    """Records a request and answers 200 with `{}`."""

    def answer(self) -> None:
        """Answer any method."""
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        path = self.path.partition("?")[0].removeprefix("/__admin")
        self.server.seen.append((self.command, path, self.headers))  # type: ignore[attr-defined]
        self.send_response(200)
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"{}")

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = answer  # noqa: N815

    def log_message(self, *_: object) -> None:
        """Keep silent."""


@contextmanager
def recording() -> Iterator[list[tuple[str, str, Message]]]:
    """Let the SDK's calls go to a recorder; yields what it has seen so far."""
    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.seen = []  # type: ignore[attr-defined]
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        Config.base_url = f"http://127.0.0.1:{server.server_port}/__admin"
        yield server.seen  # type: ignore[attr-defined]
        server.shutdown()


def all_that_is_asked() -> list[Asked]:
    """What the public calls of the SDK ask for, each called with whatever arguments it takes."""
    asked = []
    with recording() as seen:
        for name, call in _public_calls():
            seen.clear()
            _make(call, lambda: bool(seen))
            asked += [Asked(name, *request) for request in seen]
    return asked


def _public_calls() -> Iterator[tuple[str, Callable[..., Any]]]:
    yield from inspect.getmembers(sdk, inspect.isroutine)
    for name, thing in inspect.getmembers(sdk, inspect.isclass):
        for call, method in inspect.getmembers(thing, inspect.ismethod):
            yield f"{name}.{call}", method


def _make(call: Callable[..., Any], done: Callable[[], bool]) -> None:
    """Call with every choice of arguments, until one of them makes it ask for something."""
    fillers = ["x", sdk.Mapping(id="x"), sdk.NearMissMatchRequest(), {}, []]
    fillers += [sdk.NearMissMatchPatternRequest(), sdk.GlobalSetting()]
    needed = [
        parameter
        for parameter in inspect.signature(call).parameters.values()
        if parameter.default is parameter.empty and parameter.kind is parameter.POSITIONAL_OR_KEYWORD
    ]
    for arguments in itertools.product(fillers, repeat=len(needed)):
        with suppress(Exception):
            call(*arguments)
        if done():
            return
