"""Overview services as processes of ours: one for each address and limits that a run needs."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from pathlib import Path

import requests
from wiremock_strict import direct_session
from wiremock_strict.under_test import Service

from support.under_test.service import Limits, OverviewService

COMMAND = [sys.executable, "-m", "overview_service"]
PROXIES = ("http_proxy", "https_proxy", "all_proxy")
WARM_UP = "warm-up"  # the ID of requests that belong to no scenario


class OwnOverviewServices:
    """Starts an overview service when the first scenario needs it, and keeps it for the others.

    `folder` takes their output. `proxy` is an address at which nobody listens: the proxy variables
    name it, and the service must not obey them.
    """

    can_be_limited = True

    def __init__(self, folder: Path, proxy: str) -> None:
        self._folder, self._proxy = folder, proxy
        self._running: dict[tuple[str, Limits], OverviewService] = {}

    def asking(self, products_url: str, limits: Limits) -> OverviewService:
        key = products_url, limits
        if key not in self._running:
            self._running[key] = self._start(products_url, limits)
        return self._running[key]

    def close(self) -> None:
        """Stop them all, at the same time."""
        processes = [service.process for service in self._running.values() if service.process]
        for process in processes:
            process.ask_to_stop()
        for process in processes:
            process.stop()

    def _start(self, products_url: str, limits: Limits) -> OverviewService:
        log = self._folder / f"overview-{len(self._running) + 1}.log"
        environment = self._environment(products_url, limits)
        process = Service("The overview service", COMMAND, log, environment)
        with suppress(requests.RequestException), direct_session() as session:
            # Whatever takes longer the first time is done here; what is wrong, the scenario shows.
            session.get(f"{process.url}/overview", headers={"X-Request-ID": WARM_UP}, timeout=30)
        return OverviewService(process.url, products_url, log, process)

    def _environment(self, products_url: str, limits: Limits) -> dict[str, str]:
        """Return our environment, with the service's own settings in place of those found there."""
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
            **({"PRODUCTS_IN_FLIGHT": str(limits.in_flight)} if limits.in_flight else {}),
        }
        return inherited | ours | dict.fromkeys(PROXIES, self._proxy)
