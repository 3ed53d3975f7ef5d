"""The products service: what it offers, how it fails, which requests it gets."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

from behave import given, then
from hamcrest import assert_that, contains_exactly, empty, equal_to, has_item, is_not

from support.context import Context
from support.products.faults import Fault, down_until
from support.products.offer import Offer
from support.sentences.words import numbered, of_own_category, products_of

# --- given ---------------------------------------------------------------------------------------


@given("the products service {fault:Fault}")
def given_the_products_service_fails(context: Context, fault: Fault) -> None:
    context.play.fail(fault)


@given("the products service {fault:Fault}, but only the first time")
def given_the_products_service_fails_the_first_time(context: Context, fault: Fault) -> None:
    context.play.fail(fault, times=1)


@given("the products service {fault:Fault}, but only the first {times:d} times")
def given_the_products_service_fails_the_first_times(
    context: Context, fault: Fault, times: int
) -> None:
    context.play.fail(fault, times)


@given("the products service is down until {seconds:d} seconds from now")
def given_the_products_service_is_down_until(context: Context, seconds: int) -> None:
    moment = datetime.now(timezone.utc) + timedelta(seconds=seconds)
    context.play.fail(down_until(moment))


@given("the products service offers:")
def given_the_products_service_offers(context: Context) -> None:
    context.play.offer(Offer(products_of(context.table)))


@given("the products service offers, with {size:d} to a page:")
def given_the_products_service_offers_with_so_many_to_a_page(context: Context, size: int) -> None:
    context.play.offer(Offer(products_of(context.table), size))


@given("the products service offers no products")
def given_the_products_service_offers_no_products(context: Context) -> None:
    context.play.offer(Offer([]))


@given("the products service offers {count:d} products, each in a category of its own")
def given_the_products_service_offers_each_in_a_category_of_its_own(
    context: Context, count: int
) -> None:
    context.play.offer(Offer(of_own_category(count)))


@given("the products service offers {count:d} products, numbered from 1")
def given_the_products_service_offers_so_many(context: Context, count: int) -> None:
    context.play.offer(Offer(numbered(1, count)))


@given("the products service offers {count:d} products, with {size:d} to a page, numbered from 1")
def given_the_products_service_offers_so_many_with_so_many_to_a_page(
    context: Context, count: int, size: int
) -> None:
    context.play.offer(Offer(numbered(1, count), size))


# --- then ----------------------------------------------------------------------------------------


@then("the products service is not asked")
def then_the_products_service_is_not_asked(context: Context) -> None:
    assert_that([str(entry) for entry in context.play.requests()], empty())


@then('the products service is told nothing of "{parameter:Text}"')
def then_the_products_service_is_told_nothing_of(context: Context, parameter: str) -> None:
    asked = [name for entry in context.play.requests() for name, _ in entry.query]
    assert_that(asked, is_not(has_item(parameter)))


@then('the products service is told the request\'s name "{name:Text}"')
def then_the_products_service_is_told_the_requests_name(context: Context, name: str) -> None:
    told = [entry.request_id for entry in context.play.requests()]
    assert_that(told, contains_exactly(equal_to(name)))


@then("the products service is told the request's new name")
def then_the_products_service_is_told_the_requests_new_name(context: Context) -> None:
    told = [entry.request_id for entry in context.play.requests()]
    assert_that(told, contains_exactly(context.response.headers["x-request-id"]))
