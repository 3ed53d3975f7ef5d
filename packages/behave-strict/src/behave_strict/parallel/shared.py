"""Refuse several workers where they would share a server."""

from __future__ import annotations

import os
from collections.abc import Mapping

SHARED = (
    "{}={} runs already, and each scenario resets it: several workers would disturb each other. "
    "Use -j 1."
)


def shared_by_workers(
    places: Mapping[str, str], environment: Mapping[str, str] = os.environ
) -> list[str]:
    """Return a problem for each server that runs already; none without several workers.

    `places` are where these servers run, by the setting that says so; an empty one is started by
    the run itself, once for each worker.
    """
    if "BEHAVE_STRICT_WORKERS" not in environment:
        return []
    return [SHARED.format(name, place) for name, place in places.items() if place]
