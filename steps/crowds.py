"""Crowds: many shoppers at once, what each of them gets, and what is left of them."""

from __future__ import annotations

from behave import given, then, when
from hamcrest import (
    assert_that,
    contains_exactly,
    empty,
    has_length,
    is_not,
    less_than,
    less_than_or_equal_to,
    only_contains,
)

from support.context import Context
from support.givens import Deadline, InFlight
from support.overview.api import read_view
from support.overview.crowd import shoppers, watched_shoppers
from support.sentences.matchers import shows_message

# --- given ---------------------------------------------------------------------------------------


@given("the overview takes all the time that it needs")
def given_the_overview_takes_all_the_time_that_it_needs(context: Context) -> None:
    context.play.given(Deadline(30))


@given("the overview waits for {count:d} answers at most")
def given_the_overview_waits_for_answers_at_most(context: Context, count: int) -> None:
    context.play.given(InFlight(count))


# --- when ----------------------------------------------------------------------------------------


@when("{count:d} shoppers at once narrow the overview, each to one of {categories:d} categories")
def when_shoppers_at_once_narrow_the_overview(
    context: Context, count: int, categories: int
) -> None:
    chosen = [[("category", f"Category {n % categories + 1}")] for n in range(count)]
    context.crowd = shoppers(context.play.program, chosen)


@when("{count:d} shoppers at once open the overview")
def when_shoppers_at_once_open_the_overview(context: Context, count: int) -> None:
    context.crowd = shoppers(context.play.program, [()] * count)


@when("{count:d} shoppers at once open the overview, and a monitor asks for its health")
def when_shoppers_at_once_open_the_overview_and_a_monitor_asks(
    context: Context, count: int
) -> None:
    context.footprint = context.play.service().footprint()
    context.crowd = watched_shoppers(context.play.program, count)


# --- then ----------------------------------------------------------------------------------------


@then("each shopper sees the products of their own category")
def then_each_shopper_sees_the_products_of_their_own_category(context: Context) -> None:
    for response in context.crowd.responses:
        shown = [product.category for product in read_view(response).products]
        assert_that(shown, contains_exactly(dict(response.choices)["category"]))


@then('every shopper is told in time "{message:Text}"')
def then_every_shopper_is_told_in_time(context: Context, message: str) -> None:
    views = [read_view(response) for response in context.crowd.responses]
    assert_that(views, only_contains(shows_message(message)))


@then("nothing of the crowd is left in the overview service")
def then_nothing_of_the_crowd_is_left(context: Context) -> None:
    before, left = context.footprint, context.play.service().footprint_soon(context.footprint)
    assert_that(left.threads, less_than_or_equal_to(before.threads))
    assert_that(left.connections, less_than_or_equal_to(before.connections))


@then("the monitor was answered before any shopper")
def then_the_monitor_was_answered_before_any_shopper(context: Context) -> None:
    assert_that(context.crowd.health_meanwhile(), is_not(empty()))


@then("{count:d} shoppers are told at once to come back in {seconds:d} second")
def then_shoppers_are_told_at_once_to_come_back(context: Context, count: int, seconds: int) -> None:
    turned_away = context.crowd.with_header("retry-after", str(seconds))
    assert_that(turned_away, has_length(count))
    shortest = min(response.seconds for response in context.crowd.with_header("retry-after", None))
    assert_that([r.seconds for r in turned_away], only_contains(less_than(shortest / 2)))
