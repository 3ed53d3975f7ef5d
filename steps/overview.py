"""The overview: how the shopper opens it, what they see."""

from __future__ import annotations

from behave import given, then, when
from hamcrest import assert_that, contains_exactly, empty, equal_to, has_property

from support.context import Context
from support.sentences.matchers import shows_in_this_order, shows_message, shows_names
from support.sentences.words import choice, choices_of, numbered

# --- given ---------------------------------------------------------------------------------------


@given("ten shoppers have been told that products are unavailable")
def given_ten_shoppers_have_been_told(context: Context) -> None:
    for _ in range(10):
        context.play.overview.open()


# --- when ----------------------------------------------------------------------------------------


@when("the shopper opens page {page:d}")
def when_the_shopper_opens_page(context: Context, page: int) -> None:
    context.view = context.play.overview.open([("page", str(page))])


@when("the shopper opens page {page:d}, with {size:d} products to a page")
def when_the_shopper_opens_page_with_so_many(context: Context, page: int, size: int) -> None:
    context.view = context.play.overview.open([("page", str(page)), ("page_size", str(size))])


@when("the shopper opens the overview")
def when_the_shopper_opens_the_overview(context: Context) -> None:
    context.view = context.play.overview.open()


@when("the shopper opens the overview, and then once more")
def when_the_shopper_opens_the_overview_twice(context: Context) -> None:
    context.first_view = context.play.overview.open()
    context.view = context.play.overview.open()


@when("the shopper opens the overview with these choices:")
def when_the_shopper_opens_the_overview_with_these_choices(context: Context) -> None:
    context.view = context.play.overview.open(choices_of(context.table))


@when('the shopper opens the overview with {name:Choice} "{value:Text}"')
def when_the_shopper_opens_the_overview_with(context: Context, name: str, value: str) -> None:
    context.view = context.play.overview.open([choice(name, value)])


@when('the shopper opens the overview twice with {name:Choice}, "{one:Text}" and "{other:Text}"')
def when_the_shopper_opens_the_overview_twice_with(
    context: Context, name: str, one: str, other: str
) -> None:
    context.view = context.play.overview.open([choice(name, one), choice(name, other)])


@when('the shopper narrows the overview to "{category:Text}"')
def when_the_shopper_narrows_the_overview_to(context: Context, category: str) -> None:
    context.view = context.play.overview.open([("category", category)])


@when("the shopper sorts the overview by {key:Key}")
def when_the_shopper_sorts_the_overview_by(context: Context, key: str) -> None:
    context.view = context.play.overview.open([("sort_by", key)])


@when("the shopper sorts the overview by {key:Key}, {order:Order}")
def when_the_shopper_sorts_the_overview_by_in_order(context: Context, key: str, order: str) -> None:
    context.view = context.play.overview.open([("sort_by", key), ("sort_order", order)])


# --- then ----------------------------------------------------------------------------------------


@then("the overview counts {total:d} product in all")
@then("the overview counts {total:d} products in all")
def then_the_overview_counts_products_in_all(context: Context, total: int) -> None:
    assert_that(context.view, has_property("total", equal_to(total)))


@then("the overview offers no categories to choose from")
def then_the_overview_offers_no_categories(context: Context) -> None:
    assert_that(context.view.categories, empty())


@then("the overview offers these categories to choose from:")
def then_the_overview_offers_these_categories(context: Context) -> None:
    expected = [row["category"] for row in context.table]
    assert_that(context.view.categories, contains_exactly(*expected))


@then("the overview shows, in this order:")
@then("the overview then shows:")
def then_the_overview_shows_in_this_order(context: Context) -> None:
    assert_that(context.view, shows_in_this_order(context.table))


@then("the overview shows the products from number {first:d} to number {last:d}")
def then_the_overview_shows_the_products_from_to(context: Context, first: int, last: int) -> None:
    assert_that(context.view, shows_names([product.name for product in numbered(first, last)]))


@then('the shopper is told "{message:Text}"')
def then_the_shopper_is_told(context: Context, message: str) -> None:
    assert_that(context.view, shows_message(message))


@then('the shopper is first told "{message:Text}"')
def then_the_shopper_is_first_told(context: Context, message: str) -> None:
    assert_that(context.first_view, shows_message(message))


@then('the shopper is told of a mistake: "{message:Text}"')
def then_the_shopper_is_told_of_a_mistake(context: Context, message: str) -> None:
    assert_that(context.view, shows_message(message, outcome="mistaken"))
