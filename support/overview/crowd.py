"""Many shoppers at once, and a monitor that looks on."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from wiremock_strict.under_test import Response

from support.overview.api import Api
from support.overview.port import Choices

PAUSE = 0.05  # seconds between two looks of the monitor
NEARLY_ALL = 0.9


@dataclass(frozen=True)
class Crowd:
    """The responses that the shoppers got, in their order, and what a monitor got meanwhile."""

    responses: Sequence[Response]
    health: Sequence[Response] = ()

    def with_header(self, name: str, value: str | None) -> list[Response]:
        return [r for r in self.responses if r.headers.get(name) == value]

    def health_meanwhile(self) -> list[Response]:
        """Return what the monitor got while nearly all shoppers waited, and none had a response."""
        began = sorted(response.began for response in self.responses)
        nearly_all = began[int(NEARLY_ALL * len(began))]
        first_end = min(response.ended for response in self.responses)
        return [h for h in self.health if nearly_all <= h.began and h.ended <= first_end]


def shoppers(program: Api, choices: Sequence[Choices]) -> Crowd:
    """Let one shopper for each of the choices open the overview, all at the same moment."""
    start = threading.Barrier(len(choices))

    def shop(chosen: Choices) -> Response:
        start.wait()
        return program.request(choices=chosen)

    with ThreadPoolExecutor(len(choices)) as pool:
        return Crowd(list(pool.map(shop, choices)))


def watched_shoppers(program: Api, count: int) -> Crowd:
    """Let so many shoppers open the overview, and a monitor ask for its health all the while."""
    health: list[Response] = []
    gone = threading.Event()

    def monitor() -> None:
        while not gone.wait(PAUSE):
            health.append(program.request("/health"))

    with ThreadPoolExecutor(1) as pool:
        watch = pool.submit(monitor)
        try:
            crowd = shoppers(program, [()] * count)
        finally:
            gone.set()
        watch.result()
    return Crowd(crowd.responses, health)
