"""A scenario against its bare HTTP exchanges: `python -m benchmarks.scenario`."""

from __future__ import annotations

from functools import partial

import requests
from wiremock_strict import direct_session

from benchmarks.scene import SIX, play
from benchmarks.side_by_side import milliseconds, seconds, show
from support.products.offer import Offer, body
from support.run import Run, open_run
from support.settings import Settings

ROUNDS, WARM_UP = 200, 40


def bare(session: requests.Session, wiremock: str, overview: str) -> None:
    """Do the least that shows six products: reset, set one stub, look, read the journal.

    Raises AssertionError if the overview does not show them, or has not sent one request.
    """
    session.post(f"{wiremock}/__admin/reset")
    response = {
        "status": 200,
        "headers": {"Content-Type": "application/json"},
        "body": body(SIX, len(SIX), Offer(SIX).categories),
    }
    stub = {"request": {"method": "GET", "url": "/products"}, "response": response}
    session.post(f"{wiremock}/__admin/mappings", json=stub)
    shown = session.get(f"{overview}/overview").json()
    journal = session.get(f"{wiremock}/__admin/requests").json()
    if len(shown["products"]) != len(SIX) or len(journal["requests"]) != 1:
        raise AssertionError(f"The shopper sees {shown}; the journal has {journal}")


def measure(run: Run) -> dict[str, float]:
    """Measure how long either way takes, in seconds."""
    with direct_session() as session:
        service = run.begin(in_browser=False).service()
        ways = {
            "bare requests, one stub, no checks": partial(
                bare, session, service.products_url, service.url
            ),
            "through support/, with all stubs and checks": partial(play, run),
        }
        return seconds(ways, ROUNDS, WARM_UP)


def main() -> None:
    """Print both durations and their ratio."""
    with open_run(Settings()) as run:
        taken = measure(run)
    least = min(taken.values())
    show(
        "One scenario: six products are offered, the overview is opened, the journal is read.",
        ["", "takes", "ratio"],
        [[way, milliseconds(time), f"{time / least:.1f}"] for way, time in taken.items()],
    )


if __name__ == "__main__":
    main()
