"""Further WireMock servers, started with other options than a run's."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import pytest

from support.process import Process
from support.wiremock.aot import AotCache
from support.wiremock.client import WireMock
from support.wiremock.java import find_jar, find_java
from support.wiremock.server import OPTIONS


@pytest.fixture
def another_wiremock(tmp_path: Path) -> Iterator[Callable[..., WireMock]]:
    """Return what starts a server of a test's own, its files in `tmp_path`."""
    java, jar = find_java(), find_jar(None)
    with ExitStack() as stack:

        def start(*options: str) -> WireMock:
            command = java.command(jar, *AotCache(java, jar).options())
            command += [*OPTIONS, "--root-dir", str(tmp_path), *options]
            server = Process("WireMock", command, tmp_path / "log", java.environment())
            stack.callback(server.stop)
            port = server.wait_for(r"(?m)^port:\s+(\d+)")
            return stack.enter_context(closing(WireMock(f"http://127.0.0.1:{port}")))

        yield start
