"""Crowds: many shoppers at once, what each of them gets, and what is left of them."""

from __future__ import annotations

from behave import given, then, when
from hamcrest import (
    assert_that,
    contains_exactly,
    empty,
    equal_to,
    has_length,
    has_property,
    is_not,
    less_than,
    less_than_or_equal_to,
    only_contains,
)

from support.context import Context
from support.givens import Deadline, InFlight
from support.overview.api import read_view
from support.overview.crowd import Crowd, shoppers, watched_shoppers
from support.sentences.matchers import shows_message

# --- given ---------------------------------------------------------------------------------------


@given("the deadline is {seconds:d} seconds")
def given_the_deadline_is(context: Context, seconds: int) -> None:
    context.play.given(Deadline(seconds))


@given("the overview sends at most {count:d} requests to the products service at a time")
def given_the_overview_sends_at_most(context: Context, count: int) -> None:
    context.play.given(InFlight(count))


# --- when ----------------------------------------------------------------------------------------


@when(
    "{count:d} shoppers each narrow the overview to one of {categories:d} categories, "
    "all at the same time"
)
def when_shoppers_each_narrow_the_overview(context: Context, count: int, categories: int) -> None:
    chosen = [[("category", f"Category {n % categories + 1}")] for n in range(count)]
    context.crowd = shoppers(context.play.program, chosen)


@when("{count:d} shoppers open the overview at the same time")
def when_shoppers_open_the_overview_at_the_same_time(context: Context, count: int) -> None:
    context.crowd = shoppers(context.play.program, [()] * count)


@when(
    "{count:d} shoppers open the overview at the same time, "
    "while a monitor checks the overview's health"
)
def when_shoppers_open_the_overview_while_a_monitor_checks(context: Context, count: int) -> None:
    context.footprint = context.play.service().footprint()
    context.crowd = watched_shoppers(context.play.program, count)


@when("{count:d} shoppers open the overview, one after another")
def when_shoppers_open_the_overview_one_after_another(context: Context, count: int) -> None:
    context.crowd = Crowd([context.play.program.request() for _ in range(count)])


# --- then ----------------------------------------------------------------------------------------


@then("every health check succeeds while the shoppers wait")
def then_every_health_check_succeeds_while_the_shoppers_wait(context: Context) -> None:
    assert_that(context.crowd.health_meanwhile(), is_not(empty()))
    assert_that(context.crowd.health, only_contains(has_property("status", 200)))


@then('every shopper sees "{message:Text}"')
def then_every_shopper_sees(context: Context, message: str) -> None:
    views = [read_view(response) for response in context.crowd.responses]
    assert_that(views, only_contains(shows_message(message)))


@then("every shopper sees the one product in the category that they chose")
def then_every_shopper_sees_the_category_that_they_chose(context: Context) -> None:
    for response in context.crowd.responses:
        shown = [product["category"] for product in read_view(response).products]
        assert_that(shown, contains_exactly(dict(response.query)["category"]))


@then("the overview has {count:d} open connection to the products service")
def then_the_overview_has_open_connections(context: Context, count: int) -> None:
    assert_that(context.play.service().footprint().connections, equal_to(count))


@then(
    "afterwards the overview has no more work in progress, "
    "and no more open connections, than before"
)
def then_afterwards_the_overview_has_no_more(context: Context) -> None:
    before, left = context.footprint, context.play.service().footprint(context.footprint)
    assert_that(left.threads, less_than_or_equal_to(before.threads))
    assert_that(left.connections, less_than_or_equal_to(before.connections))


@then(
    "{count:d} shoppers are turned away immediately, and asked to try again in {seconds:d} second"
)
def then_shoppers_are_turned_away(context: Context, count: int, seconds: int) -> None:
    turned_away = context.crowd.with_header("retry-after", str(seconds))
    assert_that(turned_away, has_length(count))
    shortest = min(response.seconds for response in context.crowd.with_header("retry-after", None))
    assert_that([r.seconds for r in turned_away], only_contains(less_than(shortest / 2)))
