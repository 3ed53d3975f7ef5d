"""The matchers: what they match, what not, and how they say so."""

from __future__ import annotations

from typing import Any

import pytest
from hamcrest import assert_that

from support.overview.port import NOTHING_TO_SHOW, View
from support.sentences.matchers import shows_in_this_order, shows_message, shows_names
from tests.support.sentences.tables import table

LAMP = {"name": "Desk Lamp", "category": "Home", "price": "24.50"}
GUIDE = {"name": "Field Guide", "category": "Books", "price": "15.99"}
BOTH = View("shown", [LAMP, GUIDE], "", 2, ["Books", "Home"])
NONE = View("shown", [], NOTHING_TO_SHOW, 0, [])
GONE = View("unavailable", message="Products are unavailable right now.")
MISTAKEN = View("mistaken", message="The page must be a whole number.")


def mismatch(view: View, matcher: Any) -> str:
    """Return what a failed assertion says."""
    with pytest.raises(AssertionError) as failed:
        assert_that(view, matcher)
    return str(failed.value).strip()


def marked(message: str) -> list[str]:
    """Return the rows that a message says differ."""
    return [line for line in message.splitlines() if "!=" in line]


def test_products_match_in_order_by_the_tables_columns() -> None:
    assert_that(BOTH, shows_in_this_order(table("name", "Desk Lamp", "Field Guide")))
    assert_that(BOTH, shows_in_this_order(table("price|category", "24.5|Home", "15.99|Books")))
    assert_that(NONE, shows_in_this_order(table("name")))


@pytest.mark.parametrize(
    "expected",
    [
        table("name", "Field Guide", "Desk Lamp"),
        table("name", "Desk Lamp"),
        table("name", "Desk Lamp", "Field Guide", "Field Guide"),
        table("name", "desk lamp", "Field Guide"),
        table("price", "24.51", "15.99"),
        table("name"),
    ],
)
def test_other_products_do_not_match(expected: Any) -> None:
    assert mismatch(BOTH, shows_in_this_order(expected))


def test_products_beside_an_outage_do_not_match() -> None:
    assert mismatch(View("unavailable", [LAMP]), shows_in_this_order(table("name", "Desk Lamp")))


def test_expected_and_seen_stand_side_by_side() -> None:
    expected = table("name | price", "Field Guide | 15.99", "Desk Lamp | 24.5")
    assert mismatch(BOTH, shows_in_this_order(expected)) == (
        "Expected: these products, in this order\n"
        "     but: the overview shows something else\n"
        "\n"
        "       expected                  seen\n"
        "       | name        | price |   | name        | price |\n"
        "    != | Field Guide | 15.99 |   | Desk Lamp   | 24.50 |\n"
        "    != | Desk Lamp   | 24.50 |   | Field Guide | 15.99 |"
    )


def test_an_outage_in_place_of_products_is_described() -> None:
    expected = mismatch(GONE, shows_in_this_order(table("name", "Desk Lamp")))
    assert expected == (
        "Expected: these products, in this order\n"
        "     but: the shopper sees 'Products are unavailable right now.' (unavailable), and 0 products\n"
        "\n"
        "       expected        seen\n"
        "       | name      |   | name |\n"
        "    != | Desk Lamp |"
    )


def test_products_beside_an_outage_are_described_with_it() -> None:
    view = View("unavailable", [LAMP], "Products are unavailable right now.")
    expected = mismatch(view, shows_names(["Desk Lamp"]))
    assert "but: the shopper sees 'Products are unavailable right now.' (unavailable)" in expected
    assert marked(expected) == []


def test_names_match_in_order() -> None:
    assert_that(BOTH, shows_names(["Desk Lamp", "Field Guide"]))
    assert mismatch(BOTH, shows_names(["Field Guide", "Desk Lamp"]))
    assert mismatch(BOTH, shows_names(["Desk Lamp"]))
    assert mismatch(GONE, shows_names(["Desk Lamp"]))


def test_a_message_matches_as_a_whole_and_alone() -> None:
    assert_that(GONE, shows_message("Products are unavailable right now."))
    assert_that(NONE, shows_message("There are no products to show."))
    assert mismatch(GONE, shows_message("Products are unavailable"))
    beside = View("shown", [LAMP], "Products are unavailable right now.")
    assert mismatch(beside, shows_message("Products are unavailable right now.")) == (
        "Expected: the shopper sees 'Products are unavailable right now.'\n"
        "     but: the shopper sees 'Products are unavailable right now.' (shown), and 1 product"
    )


def test_a_mistake_is_not_an_outage() -> None:
    assert_that(MISTAKEN, shows_message("The page must be a whole number.", outcome="mistaken"))
    assert mismatch(
        GONE, shows_message("Products are unavailable right now.", outcome="mistaken")
    ) == (
        "Expected: the shopper sees 'Products are unavailable right now.' (mistaken)\n"
        "     but: the shopper sees 'Products are unavailable right now.' (unavailable), and 0 products"
    )


def test_a_missing_message_is_described() -> None:
    assert mismatch(BOTH, shows_message("Gone.")).endswith(
        "but: the shopper sees no message (shown), and 2 products"
    )
