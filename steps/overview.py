"""The overview: how the shopper opens it, and what they see."""

from __future__ import annotations

from behave import given, then, when
from hamcrest import assert_that, contains_exactly, empty, equal_to, has_property

from support.context import Context
from support.products.offer import Offer
from support.sentences.matchers import shows_in_this_order, shows_message, shows_names
from support.sentences.tables import choices_of, column_of, numbered, products_of
from support.sentences.words import choice

# --- given ---------------------------------------------------------------------------------------


@given("since then the products have changed to:")
def given_since_then_the_products_have_changed(context: Context) -> None:
    context.play.change(Offer(products_of(context.table)))


@given("the shopper has opened the overview")
def given_the_shopper_has_opened_the_overview(context: Context) -> None:
    context.play.overview.open()


@given("{count:d} shoppers have found the products unavailable")
def given_shoppers_have_found_the_products_unavailable(context: Context, count: int) -> None:
    for _ in range(count):
        context.play.overview.open()


# --- when ----------------------------------------------------------------------------------------


@when('the shopper narrows the overview to "{category:Text}"')
def when_the_shopper_narrows_the_overview_to(context: Context, category: str) -> None:
    context.view = context.play.overview.open([("category", category)])


@when("the shopper opens page {page:d}")
def when_the_shopper_opens_page(context: Context, page: int) -> None:
    context.view = context.play.overview.open([("page", str(page))])


@when("the shopper opens page {page:d}, with {size:d} products per page")
def when_the_shopper_opens_page_with(context: Context, page: int, size: int) -> None:
    context.view = context.play.overview.open([("page", str(page)), ("page_size", str(size))])


@when("the shopper opens the overview")
@when("the shopper opens the overview again")
def when_the_shopper_opens_the_overview(context: Context) -> None:
    context.view = context.play.overview.open()


@when("the shopper opens the overview twice")
def when_the_shopper_opens_the_overview_twice(context: Context) -> None:
    context.first_view = context.play.overview.open()
    context.view = context.play.overview.open()


@when("the shopper opens the overview with these choices:")
def when_the_shopper_opens_the_overview_with_these_choices(context: Context) -> None:
    context.view = context.play.overview.open(choices_of(context.table))


@when('the shopper opens the overview with {name:Choice} "{value:Text}"')
def when_the_shopper_opens_the_overview_with(context: Context, name: str, value: str) -> None:
    context.view = context.play.overview.open([choice(name, value)])


@when("the shopper sorts the overview by {key:Key}")
def when_the_shopper_sorts_the_overview_by(context: Context, key: str) -> None:
    context.view = context.play.overview.open([("sort_by", key)])


@when("the shopper sorts the overview by {key:Key}, {order:Order}")
def when_the_shopper_sorts_the_overview_in_order(context: Context, key: str, order: str) -> None:
    context.view = context.play.overview.open([("sort_by", key), ("sort_order", order)])


# --- then ----------------------------------------------------------------------------------------


@then("the overview gives a total of {total:d} product")
@then("the overview gives a total of {total:d} products")
def then_the_overview_gives_a_total_of(context: Context, total: int) -> None:
    assert_that(context.view, has_property("total", equal_to(total)))


@then("the overview shows products {first:d} to {last:d}, in this order")
def then_the_overview_shows_products(context: Context, first: int, last: int) -> None:
    assert_that(context.view, shows_names([product.name for product in numbered(first, last)]))


@then("the overview shows, in this order:")
@then("the overview then shows, in this order:")
@then("the printout shows, in this order:")
def then_the_overview_shows_in_this_order(context: Context) -> None:
    assert_that(context.view, shows_in_this_order(context.table))


@then("the shopper can choose from these categories, in this order:")
def then_the_shopper_can_choose_from_these_categories(context: Context) -> None:
    expected = column_of(context.table, "category")
    assert_that(context.view.categories, contains_exactly(*expected))


@then('the shopper first sees "{message:Text}"')
def then_the_shopper_first_sees(context: Context, message: str) -> None:
    assert_that(context.first_view, shows_message(message))


@then("the shopper has no categories to choose from")
def then_the_shopper_has_no_categories_to_choose_from(context: Context) -> None:
    assert_that(context.view.categories, empty())


@then('the shopper is told what to correct: "{message:Text}"')
def then_the_shopper_is_told_what_to_correct(context: Context, message: str) -> None:
    assert_that(context.view, shows_message(message, outcome="mistaken"))


@then('the shopper sees "{message:Text}"')
def then_the_shopper_sees(context: Context, message: str) -> None:
    assert_that(context.view, shows_message(message))
