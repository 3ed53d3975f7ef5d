"""A scenario in the browser against its bare look and picture: `python -m benchmarks.browser`."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import partial

from playwright.sync_api import Page
from wiremock_strict.scripted_socket import ScriptedSocket

from benchmarks.scene import SIX, play
from benchmarks.side_by_side import milliseconds, seconds, show
from support.overview.browser import DESK, PICTURE
from support.products.answers import Offer, body
from support.products.faults import Script, head
from support.run import Run, open_run
from support.settings import Settings

ROUNDS, WARM_UP = 60, 15
LIMIT = 1.5


def bare(page: Page, overview: str) -> None:
    """Look at six products, and take a picture; raise AssertionError if they are not there."""
    page.goto(f"{overview}/overview")
    picture = page.screenshot(**PICTURE)
    if not picture or page.locator("tbody tr").count() != len(SIX):
        raise AssertionError(f"The shopper sees {page.content()}")


def scenario(run: Run) -> None:
    """Play the whole scenario, and take the picture that its When leaves."""
    play(run)
    run.web_page.picture()


@contextmanager
def bare_page(run: Run) -> Iterator[tuple[Page, str]]:
    """A page of the run's own browser, and an overview that always has six products to show."""
    answer = body(SIX, len(SIX), Offer(SIX).categories).encode()
    with closing(ScriptedSocket()) as products:
        products.set(Script([head(len(answer)) + answer]), "", run.limits.deadline)
        overview = run.services.asking(products.url, run.limits)
        with run.web_page.browser().new_context(**DESK) as context:
            yield context.new_page(), overview


def main() -> None:
    """Print both durations and their ratio."""
    with open_run(Settings(view="browser")) as run, bare_page(run) as (page, overview):
        ways = {
            "bare Playwright: look, picture": partial(bare, page, overview),
            "the scenario: offer, look, read, picture, judge": partial(scenario, run),
        }
        taken = seconds(ways, ROUNDS, WARM_UP)
    least = next(iter(taken.values()))
    show(
        f"One scenario in the browser. It is to cost at most {LIMIT} times its look and picture.",
        ["", "takes", "ratio"],
        [[way, milliseconds(time), f"{time / least:.2f}"] for way, time in taken.items()],
    )


if __name__ == "__main__":
    main()
