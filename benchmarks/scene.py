"""One scenario's work without behave: what its steps and hooks call, in their order."""

from __future__ import annotations

from decimal import Decimal

from support.product import Product
from support.products.answers import Offer
from support.run import Run

SIX = [
    Product("Product A", "Books", Decimal("10.99")),
    Product("Product B", "Movies", Decimal("5.99")),
    Product("Product C", "Electronics", Decimal("7.99")),
    Product("Product D", "Books", Decimal("12.99")),
    Product("Product E", "Movies", Decimal("8.99")),
    Product("Product F", "Electronics", Decimal("15.99")),
]


def play(run: Run) -> None:
    """Offer six products, open the overview, judge what happened.

    Raises AssertionError if the shopper does not see all six, or if the judges find fault.
    """
    run.begin_scenario()
    run.products.given = "Given the products service offers:"
    run.products.offer(Offer(SIX))
    view = run.overview.open()
    problems = run.end_scenario(passed=True)
    if problems or len(view.products) != len(SIX):
        raise AssertionError("\n".join([f"The shopper sees {view}", *problems]))
