"""Get a WireMock: one of our own, or one that runs already."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from wiremock_strict.aot import AotCache
from wiremock_strict.java import find_jar, find_java
from wiremock_strict.process import Process

# Room for a hundred callers that have given up but whose threads wait on. A hundred that call at
# once must not find the queue full: the system would let them try again after seconds. Compressed
# answers would hide the pace of a body.
ANYWHERE = ["--container-threads", "200", "--jetty-accept-queue-size", "512"]
ANYWHERE += ["--disable-gzip", "--local-response-templating"]
# On loopback only, and on a port that the server chooses.
OPTIONS = ["--port", "0", "--bind-address", "127.0.0.1", *ANYWHERE]


@contextmanager
def embedded(folder: Path, jar: Path | None = None) -> Iterator[str]:
    """Run a WireMock of our own; yields its base URL.

    Its files and its output (`wiremock.log`) are in `folder`. Raises StartError.
    """
    java, jar = find_java(), find_jar(jar)
    options = [*OPTIONS, "--root-dir", str(folder)]
    cache = AotCache(java, jar)
    command = java.command(jar, *cache.options())
    log = folder / "wiremock.log"
    process = Process("WireMock", [*command, *options], log, java.environment())
    try:
        port = process.wait_for(r"(?m)^port:\s+(\d+)")
        cache.make(options, folder)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.stop()
        cache.close()
