"""A scenario against its bare HTTP exchanges: `python -m benchmarks.scenario`."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from functools import partial

import requests
from wiremock_strict import direct_session

from benchmarks.figure import Figure, show_figures
from benchmarks.scene import SIX, play
from benchmarks.side_by_side import milliseconds, seconds
from support.products.offer import Offer, body
from support.run import open_run
from support.settings import Settings

ROUNDS, WARM_UP = 200, 40
BARE, OURS = (
    "four bare requests, one stub, no checks",
    "a scenario through `support/`, all checks on",
)


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


def measure(quick: bool = False) -> list[Figure]:
    """Measure both ways in turns, and compare them."""
    rounds, warm_up = (2, 1) if quick else (ROUNDS, WARM_UP)
    with open_run(Settings()) as run, direct_session() as session:
        service = run.begin(in_browser=False).service()
        ways = {
            BARE: partial(bare, session, service.products_url, service.url),
            OURS: partial(play, run),
        }
        taken = seconds(ways, rounds, warm_up)
    against = f"{BARE}, {milliseconds(taken[BARE])}"
    ratio = taken[OURS] / taken[BARE]
    return [Figure(OURS, milliseconds(taken[OURS]), against, ratio, "at most 1.5")]


def main(arguments: Sequence[str]) -> None:
    """Print how much longer a scenario takes than its bare requests."""
    title = "One scenario: six products are offered, the overview is opened, the journal is read."
    show_figures(title, measure("--quick" in arguments))


if __name__ == "__main__":
    main(sys.argv[1:])
