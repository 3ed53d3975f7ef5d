"""The overview services of a run: one that asks WireMock, and one for each further address."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Protocol

from support.errors import NotHere
from support.process import Process

SERVING = r"Serving on (http://[^\s\"]+)"


class OverviewServices(Protocol):
    """The overview services that a run can ask."""

    def asking(self, products_url: str) -> str:
        """The base URL of one that asks `products_url`; raises CannotStart or NotHere."""

    def log_of(self, request_id: str) -> list[str]:
        """The log lines about one request."""

    def close(self) -> None:
        """Let go of them."""


class OwnOverviewServices:
    """Starts `python -m overview_service`, once for each address of a products service.

    `folder` takes their output, `deadline` is in seconds.
    """

    def __init__(self, folder: Path, deadline: float) -> None:
        self._folder, self._deadline = folder, deadline
        self._running: dict[str, tuple[Process, str]] = {}

    def asking(self, products_url: str) -> str:
        """The base URL of one that asks `products_url`; raises CannotStart."""
        if products_url not in self._running:
            self._running[products_url] = self._start(products_url)
        return self._running[products_url][1]

    def log_of(self, request_id: str) -> list[str]:
        """The log lines about one request."""
        lines = [line for process, _ in self._running.values() for line in process.output().split("\n")]
        return [line for line in lines if f'"{request_id}"' in line]

    def close(self) -> None:
        """End them all."""
        for process, _ in self._running.values():
            process.stop()

    def _start(self, products_url: str) -> tuple[Process, str]:
        ours = {
            "HOST": "127.0.0.1",
            "PORT": "0",
            "PRODUCTS_URL": products_url,
            "PRODUCTS_DEADLINE": f"{self._deadline:g}",
        }
        inherited = {n: v for n, v in os.environ.items() if not n.startswith("PRODUCTS_")}
        process = Process(
            "The overview service",
            [sys.executable, "-m", "overview_service"],
            self._folder / f"overview-{len(self._running) + 1}.log",
            inherited | ours,
        )
        return process, process.wait_for(SERVING)


class RemoteOverviewService:
    """An overview service that runs already and asks the products service at `products_url`."""

    def __init__(self, url: str, products_url: str) -> None:
        self._url, self._products_url = url, products_url

    def asking(self, products_url: str) -> str:
        """Its base URL; raises NotHere for any other address."""
        if products_url != self._products_url:
            raise NotHere("the overview service runs elsewhere and asks one address only")
        return self._url

    def log_of(self, request_id: str) -> list[str]:
        """Nothing: its log cannot be seen from here."""
        return []

    def close(self) -> None:
        """Leave it running."""
