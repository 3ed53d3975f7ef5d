"""Crowds: many shoppers at once, what each of them gets, and what is left of them."""

from __future__ import annotations

from behave import given, then, when
from hamcrest import (
    assert_that,
    has_length,
    less_than,
    less_than_or_equal_to,
    only_contains,
)

from support.context import Context
from support.matchers import shows_only, tells
from support.overview.api import read_view
from support.overview.crowd import Crowd, shoppers, watched
from support.products.faults import BEYOND, Script

# --- given ---------------------------------------------------------------------------------------


@given("the overview waits for {room:d} answers at most")
def given_the_overview_waits_for_answers_at_most(context: Context, room: int) -> None:
    context.run.room = room
    context.products.deadline /= 2  # nothing comes of waiting longer


@given("the products service never answers")
def given_the_products_service_never_answers(context: Context) -> None:
    context.products.fail(Script([BEYOND]), in_short=False)


@given("the overview takes all the time that it needs")
def given_the_overview_takes_all_the_time(context: Context) -> None:
    context.products.deadline = 30


# --- when ----------------------------------------------------------------------------------------


@when("{count:d} shoppers at once open the overview")
def when_shoppers_at_once_open_the_overview(context: Context, count: int) -> None:
    context.crowd = Crowd(shoppers(context.program, [()] * count))


@when("{count:d} shoppers at once open the overview, and a monitor asks for its health")
def when_shoppers_at_once_open_the_overview_watched(context: Context, count: int) -> None:
    context.crowd = watched(context.program, count, context.run.footprint())


@when("{count:d} shoppers at once narrow the overview, each to one of {categories:d} categories")
def when_shoppers_at_once_narrow_the_overview(
    context: Context, count: int, categories: int
) -> None:
    chosen = [[("category", f"Category {n % categories + 1}")] for n in range(count)]
    context.crowd = Crowd(shoppers(context.program, chosen))


# --- then ----------------------------------------------------------------------------------------


@then("{count:d} shoppers are told at once to come back in {seconds:d} second")
def then_shoppers_are_told_at_once(context: Context, count: int, seconds: int) -> None:
    told = [a for a in context.crowd.answers if a.headers.get("retry-after") == str(seconds)]
    waited = [answer.seconds for answer in context.crowd.answers if answer not in told]
    assert_that(told, has_length(count))
    assert_that([answer.seconds for answer in told], only_contains(less_than(min(waited) / 2)))


@then("each shopper sees the products of their own category")
def then_each_shopper_sees_their_own(context: Context) -> None:
    for answer in context.crowd.answers:
        assert_that(read_view(answer), shows_only(dict(answer.choices)["category"]))


@then('every shopper is told in time "{message:Text}"')
def then_every_shopper_is_told_in_time(context: Context, message: str) -> None:
    assert_that(
        [read_view(answer) for answer in context.crowd.answers], only_contains(tells(message))
    )


@then("nothing of the crowd is left in the overview service")
def then_nothing_of_the_crowd_is_left(context: Context) -> None:
    left = context.run.footprint_soon(limit=context.crowd.before)
    assert_that(left.threads, less_than_or_equal_to(context.crowd.before.threads))
    assert_that(left.connections, less_than_or_equal_to(context.crowd.before.connections))


@then("the monitor was answered before any shopper")
def then_the_monitor_was_answered_before_any_shopper(context: Context) -> None:
    slowest = max(answer.seconds for answer in context.crowd.health)
    assert_that(slowest, less_than(min(answer.seconds for answer in context.crowd.answers)))
