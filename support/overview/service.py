"""The overview services of a run: one that asks WireMock, and one for each further address."""

from __future__ import annotations

import os
import sys
import threading
from pathlib import Path
from typing import NamedTuple, Protocol
from urllib.parse import urlsplit

import psutil
from wiremock_strict.process import Process

SERVING = r"Serving on (http://[^\s\"]+)"
PROXIES = ("http_proxy", "https_proxy", "all_proxy")


class Limits(NamedTuple):
    """How long an overview service waits for an answer, and for how many at the same time.

    `deadline` is in seconds; a `room` of None leaves the service its own.
    """

    deadline: float
    room: int | None = None


class Footprint(NamedTuple):
    """What an overview service holds: threads, and connections to the products service."""

    threads: int
    connections: int


class OverviewServices(Protocol):
    """The overview services that a run can ask."""

    def asking(self, products_url: str, limits: Limits) -> str:
        """The base URL of one that asks `products_url`; raises StartError or OutOfReachError."""

    def footprint(self, products_url: str, limits: Limits) -> Footprint:
        """What that one holds; raises OutOfReachError."""

    def log_of(self, request_id: str) -> list[str]:
        """The log lines about one request; raises OutOfReachError."""

    def close(self) -> None:
        """Let go of them."""


class OwnOverviewServices:
    """Starts `python -m overview_service`, once for each address of a products service.

    `folder` takes their output. `proxy` is an address at which nobody listens: the proxy variables
    name it, and the service must not obey them.
    """

    def __init__(self, folder: Path, proxy: str) -> None:
        self._folder, self._proxy = folder, proxy
        self._running: dict[tuple[str, Limits], tuple[Process, str]] = {}
        self._one_at_a_time = threading.Lock()

    def asking(self, products_url: str, limits: Limits) -> str:
        """The base URL of one that asks `products_url`; raises StartError."""
        key = products_url, limits
        with self._one_at_a_time:  # a crowd asks at once, and one is to be started
            if key not in self._running:
                self._running[key] = self._start(products_url, limits)
        return self._running[key][1]

    def footprint(self, products_url: str, limits: Limits) -> Footprint:
        """What that one holds."""
        service = psutil.Process(self._running[products_url, limits][0].pid)
        port = urlsplit(products_url).port
        connections = [
            c for c in service.net_connections("tcp") if c.raddr and c.raddr.port == port
        ]
        return Footprint(service.num_threads(), len(connections))

    def log_of(self, request_id: str) -> list[str]:
        """The log lines about one request."""
        output = "\n".join(process.output() for process, _ in self._running.values())
        return lines_about(request_id, output)

    def close(self) -> None:
        """End them all, at the same time."""
        processes = [process for process, _ in self._running.values()]
        for process in processes:
            process.ask_to_stop()
        for process in processes:
            process.stop()

    def _start(self, products_url: str, limits: Limits) -> tuple[Process, str]:
        process = Process(
            "The overview service",
            [sys.executable, "-m", "overview_service"],
            self._folder / f"overview-{len(self._running) + 1}.log",
            self._environment(products_url, limits),
        )
        return process, process.wait_for(SERVING)

    def _environment(self, products_url: str, limits: Limits) -> dict[str, str]:
        """Our environment, with the service's settings in place of those that stand there."""
        inherited = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith("PRODUCTS_") and name.lower() not in ("no_proxy", *PROXIES)
        }
        ours = {
            "HOST": "127.0.0.1",
            "PORT": "0",
            "PRODUCTS_URL": products_url,
            "PRODUCTS_DEADLINE": f"{limits.deadline:g}",
            **({"PRODUCTS_IN_FLIGHT": str(limits.room)} if limits.room else {}),
        }
        return inherited | ours | dict.fromkeys(PROXIES, self._proxy)


def lines_about(request_id: str, log: str) -> list[str]:
    """Those of the log's lines that tell of one request."""
    return [line for line in log.split("\n") if f'"{request_id}"' in line]
