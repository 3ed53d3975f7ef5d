"""One scenario without behave: what its steps and hooks call, in their order."""

from __future__ import annotations

from decimal import Decimal

from support.products.offer import Offer, Product
from support.run import Run

SIX = [
    Product("Product A", "Books", Decimal("10.99")),
    Product("Product B", "Movies", Decimal("5.99")),
    Product("Product C", "Electronics", Decimal("7.99")),
    Product("Product D", "Books", Decimal("12.99")),
    Product("Product E", "Movies", Decimal("8.99")),
    Product("Product F", "Electronics", Decimal("15.99")),
]


def play(run: Run, in_browser: bool = False) -> None:
    """Offer six products, open the overview, judge the scenario.

    Raises AssertionError if the shopper does not see all six, or if there are problems.
    """
    play = run.begin(in_browser)
    play.begin_step("Given the products service offers:", is_given=True)
    play.offer(Offer(SIX))
    view = play.overview.open()
    play.picture()
    problems = play.judge().problems
    if problems or len(view.products) != len(SIX):
        raise AssertionError("\n".join([f"The shopper sees {view}", *problems]))
