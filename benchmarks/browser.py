"""A scenario in the browser against a bare visit and picture: `python -m benchmarks.browser`."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import partial

from playwright.sync_api import Page
from wiremock_strict import FaultSocket, Script
from wiremock_strict.faults import whole

from benchmarks.scene import SIX, play
from benchmarks.side_by_side import milliseconds, seconds, show
from support.overview.window import PICTURE
from support.products.offer import Offer, body
from support.run import Run, open_run
from support.settings import Settings

ROUNDS, WARM_UP = 60, 15
LIMIT = 1.5


def bare(page: Page, overview: str) -> None:
    """Visit six products, and take a picture; raise AssertionError if they are not there."""
    page.goto(f"{overview}/overview")
    picture = page.screenshot(**PICTURE)
    if not picture or page.locator("tbody tr").count() != len(SIX):
        raise AssertionError(f"The shopper sees {page.content()}")


@contextmanager
def bare_page(run: Run) -> Iterator[tuple[Page, str]]:
    """Yield a page of the run's browser, and an overview that always shows six products."""
    text = body(SIX, len(SIX), Offer(SIX).categories).encode()
    play = run.begin(in_browser=True)
    with closing(FaultSocket()) as products, closing(play.windows.new()) as window:
        products.play(Script([whole(text)]))
        yield window.tab, play.overviews.asking(products.url, play.limits).url


def main() -> None:
    """Print both durations and their ratio."""
    with open_run(Settings(view="browser")) as run, bare_page(run) as (page, overview):
        ways = {
            "bare Playwright: visit, picture": partial(bare, page, overview),
            "the scenario: offer, visit, read, picture, judge": partial(play, run, in_browser=True),
        }
        taken = seconds(ways, ROUNDS, WARM_UP)
    least = next(iter(taken.values()))
    show(
        f"One scenario in the browser, which should take at most {LIMIT} times a bare visit.",
        ["", "takes", "ratio"],
        [[way, milliseconds(time), f"{time / least:.2f}"] for way, time in taken.items()],
    )


if __name__ == "__main__":
    main()
