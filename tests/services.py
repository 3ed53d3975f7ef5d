"""The services as processes of their own, and a way to ask them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from queue import Empty, Queue
from typing import Any, ClassVar

import psutil
import requests
from wiremock_strict import direct_session
from wiremock_strict.process import GUARD

ROOT = Path(__file__).parents[1]
PATIENCE_S = 60  # how long a busy machine may take


def run_service(module: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a service that ends by itself, because it cannot start."""
    return subprocess.run(
        [sys.executable, "-m", module],
        cwd=ROOT,
        env=_environment(environment),
        check=False,
        capture_output=True,
        text=True,
        timeout=PATIENCE_S,
    )


class Service:
    """A service in a process of its own, on a port that the system chose.

    Its guard kills it when this process is gone, however that ends.
    """

    running: ClassVar[set[Service]] = set()

    def __init__(self, module: str, **environment: str) -> None:
        guard = [sys.executable, "-I", "-S", str(GUARD), "0"]
        self._guard = subprocess.Popen(
            [*guard, sys.executable, "-m", module],
            cwd=ROOT,
            env=_environment(environment),
            stdin=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,  # whatever kills the tests and their group, it cleans up
        )
        Service.running.add(self)
        self.lines: list[str] = []
        self._new: Queue[str] = Queue()
        self._reading = threading.Thread(target=self._read)
        self._reading.start()
        self.url = ""

    @property
    def log(self) -> list[dict[str, Any]]:
        """The log so far."""
        return [json.loads(line) for line in self.lines]

    def next_entry(self) -> dict[str, Any]:
        """Return the next entry of the log, waiting for it."""
        try:
            entry: dict[str, Any] = json.loads(self._new.get(timeout=PATIENCE_S))
        except (Empty, ValueError):
            raise AssertionError(f"no further log entry: {self.lines}") from None
        return entry

    def next_request(self) -> dict[str, Any]:
        """Return the log's next entry about a request, waiting for it.

        Between them waitress may say that a request waits for a thread, on a busy machine.
        """
        while "request_id" not in (entry := self.next_entry()):
            pass
        return entry

    def wait_until_serving(self) -> None:
        """Wait until the service says where it listens."""
        self.url = self.next_entry()["message"].removeprefix("Serving on ")

    @property
    def process(self) -> psutil.Process:
        """The service's own process."""
        return psutil.Process(self._guard.pid).children()[0]

    @property
    def address(self) -> tuple[str, int]:
        """The host and port where the service listens."""
        host, port = self.url.removeprefix("http://").rsplit(":", 1)
        return host.strip("[]"), int(port)

    @property
    def listening(self) -> list[str]:
        """The addresses on which the process accepts connections."""
        connections = self.process.net_connections("inet")
        return [
            each.laddr.ip
            for each in connections
            if each.status == psutil.CONN_LISTEN and each.laddr
        ]

    def request(self, method: str, path: str, **options: Any) -> requests.Response:
        """Send a request, on a connection of its own."""
        with direct_session() as session:
            return session.request(method, self.url + path, timeout=PATIENCE_S, **options)

    def get(self, path: str, **headers: str) -> requests.Response:
        """Send a GET with these headers."""
        return self.request("GET", path, headers=headers)

    def wait_until_ended(self) -> int:
        """Wait for the end of the process and of its log; return its exit status."""
        status = self._guard.wait(PATIENCE_S)
        self._reading.join(PATIENCE_S)
        return status

    def kill(self) -> None:
        """End the process, whatever it is doing."""
        assert self._guard.stdin
        assert self._guard.stderr
        self._guard.stdin.close()
        self.wait_until_ended()
        self._guard.stderr.close()
        Service.running.discard(self)

    def _read(self) -> None:
        assert self._guard.stderr
        for line in self._guard.stderr:  # a full pipe would stop the service
            self.lines.append(line)
            self._new.put(line)


def end_services() -> None:
    """End what a signal has kept a test from ending; Python would wait for its log for ever."""
    for service in list(Service.running):
        service.kill()


@contextmanager
def serving(module: str, **environment: str) -> Iterator[Service]:
    """Start a service, wait until it serves, and end it afterwards."""
    service = Service(module, **environment)
    try:
        service.wait_until_serving()
        yield service
    finally:
        service.kill()


def _environment(chosen: dict[str, str]) -> dict[str, str]:
    measured = {name: text for name, text in os.environ.items() if name.startswith("COVERAGE_")}
    return {"PATH": os.environ["PATH"], "LANG": "C", "PORT": "0", **measured, **chosen}
