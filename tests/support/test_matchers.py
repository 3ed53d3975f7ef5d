"""What the Thens assert: what matches, what does not, and the sentence that tells of it."""

from __future__ import annotations

from typing import Any

import pytest
from hamcrest import assert_that

from support.matchers import shows_in_this_order, shows_names, shows_only, tells
from support.overview.view import NOTHING_TO_SHOW, ShownProduct, View
from tests.support.tables import table

LAMP = ShownProduct("Desk Lamp", "Home", "24.50")
GUIDE = ShownProduct("Field Guide", "Books", "15.99")
BOTH = View("shown", [LAMP, GUIDE], "", 2, ["Books", "Home"])
NONE = View("shown", [], NOTHING_TO_SHOW, 0, [])
GONE = View("unavailable", message="Products are unavailable right now.")
MISTAKEN = View("mistaken", message="The page must be a whole number.")


def mismatch(view: View, matcher: Any) -> str:
    """Return what a failed assertion says."""
    with pytest.raises(AssertionError) as failed:
        assert_that(view, matcher)
    return str(failed.value).strip()


def marked(told: str) -> list[str]:
    """Return the rows that a message says differ."""
    return [line for line in told.splitlines() if "!=" in line]


def test_products_match_in_order_and_in_the_columns_of_the_table() -> None:
    assert_that(BOTH, shows_in_this_order(table("name", "Desk Lamp", "Field Guide")))
    assert_that(BOTH, shows_in_this_order(table("price|category", "24.5|Home", "15.99|Books")))
    assert_that(NONE, shows_in_this_order(table("name")))


@pytest.mark.parametrize(
    "told",
    [
        table("name", "Field Guide", "Desk Lamp"),
        table("name", "Desk Lamp"),
        table("name", "Desk Lamp", "Field Guide", "Field Guide"),
        table("name", "desk lamp", "Field Guide"),
        table("price", "24.51", "15.99"),
        table("name"),
    ],
)
def test_other_products_do_not_match(told: Any) -> None:
    assert mismatch(BOTH, shows_in_this_order(told))


def test_products_that_are_shown_beside_an_outage_do_not_match() -> None:
    assert mismatch(View("unavailable", [LAMP]), shows_in_this_order(table("name", "Desk Lamp")))


def test_expected_and_seen_stand_side_by_side_as_features_have_them() -> None:
    told = table("name | price", "Field Guide | 15.99", "Desk Lamp | 24.5")
    assert mismatch(BOTH, shows_in_this_order(told)) == (
        "Expected: the overview shows what is on the left, in this order\n"
        "     but: the overview shows what is on the right\n"
        "\n"
        "       expected                  seen\n"
        "       | name        | price |   | name        | price |\n"
        "    != | Field Guide | 15.99 |   | Desk Lamp   | 24.50 |\n"
        "    != | Desk Lamp   | 24.50 |   | Field Guide | 15.99 |"
    )


def test_only_rows_that_differ_are_marked() -> None:
    told = table("name | price", "Desk Lamp | 24.5", "Field Guide | 1.99")
    assert mismatch(BOTH, shows_in_this_order(told)).splitlines()[-2:] == [
        "       | Desk Lamp   | 24.50 |   | Desk Lamp   | 24.50 |",
        "    != | Field Guide | 1.99  |   | Field Guide | 15.99 |",
    ]


def test_what_is_too_much_or_missing_stands_alone() -> None:
    (too_much,) = marked(mismatch(BOTH, shows_names(["Field Guide"])))
    assert too_much == "    !=                   | Desk Lamp   |"
    (missing,) = marked(mismatch(BOTH, shows_names(["Desk Lamp", "Egg Timer", "Field Guide"])))
    assert missing == "    != | Egg Timer   |"


def test_wide_letters_take_the_room_that_they_have_on_screens() -> None:
    view = View("shown", [ShownProduct("\u706f \U0001f600", "Home", "24.50")])
    assert mismatch(view, shows_names(["Lamp"])).splitlines()[-2:] == [
        "       | name |   | name  |",
        "    != | Lamp |   | \u706f \U0001f600 |",
    ]


def test_products_that_are_not_shown_are_a_sentence() -> None:
    told = mismatch(GONE, shows_in_this_order(table("name", "Desk Lamp")))
    assert told == (
        "Expected: the overview shows what is on the left, in this order\n"
        "     but: the shopper is told 'Products are unavailable right now.' (unavailable), "
        "and sees 0 products\n"
        "\n"
        "       expected        seen\n"
        "       | name      |   | name |\n"
        "    != | Desk Lamp |"
    )


def test_products_beside_an_outage_are_told_with_the_outage() -> None:
    view = View("unavailable", [LAMP], "Products are unavailable right now.")
    told = mismatch(view, shows_names(["Desk Lamp"]))
    assert "but: the shopper is told 'Products are unavailable right now.' (unavailable)" in told
    assert marked(told) == []


def test_names_match_in_order() -> None:
    assert_that(BOTH, shows_names(["Desk Lamp", "Field Guide"]))
    assert mismatch(BOTH, shows_names(["Field Guide", "Desk Lamp"]))
    assert mismatch(BOTH, shows_names(["Desk Lamp"]))
    assert mismatch(GONE, shows_names(["Desk Lamp"]))


def test_a_message_matches_as_a_whole_and_alone() -> None:
    assert_that(GONE, tells("Products are unavailable right now."))
    assert_that(NONE, tells("There are no products to show."))
    assert mismatch(GONE, tells("Products are unavailable"))
    beside = View("shown", [LAMP], "Products are unavailable right now.")
    assert mismatch(beside, tells("Products are unavailable right now.")) == (
        "Expected: the shopper is told 'Products are unavailable right now.'\n"
        "     but: the shopper is told 'Products are unavailable right now.' (shown), "
        "and sees 1 product"
    )


def test_a_mistake_is_not_an_outage() -> None:
    assert_that(MISTAKEN, tells("The page must be a whole number.", outcome="mistaken"))
    assert mismatch(GONE, tells("Products are unavailable right now.", outcome="mistaken")) == (
        "Expected: the shopper is told 'Products are unavailable right now.' (mistaken)\n"
        "     but: the shopper is told 'Products are unavailable right now.' (unavailable), "
        "and sees 0 products"
    )


def test_a_shopper_who_is_told_nothing_is_a_sentence() -> None:
    assert mismatch(BOTH, tells("Gone.")).endswith(
        "but: the shopper is told nothing (shown), and sees 2 products"
    )


def test_one_product_of_a_category_matches() -> None:
    assert_that(View("shown", [LAMP]), shows_only("Home"))
    assert mismatch(BOTH, shows_only("Home")) == (
        "Expected: one product of 'Home'\n     but: Desk Lamp of Home, Field Guide of Books"
    )
    assert mismatch(View("shown", [GUIDE]), shows_only("Home"))
    assert mismatch(NONE, shows_only("Home")).endswith(
        "but: the shopper is told 'There are no products to show.' (shown), and sees 0 products"
    )
