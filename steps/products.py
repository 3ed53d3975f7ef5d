"""The products service: what it offers, how it fails, and what it receives."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

from behave import given, then
from hamcrest import assert_that, contains_string, empty, is_not, only_contains

from support.context import Context
from support.products.fault_kinds import Fault
from support.products.faults import retry_after, retry_after_date
from support.products.offer import Offer
from support.sentences.tables import in_own_categories, numbered, products_of

# --- given ---------------------------------------------------------------------------------------


@given("the products service offers:")
def given_the_products_service_offers(context: Context) -> None:
    context.play.offer(Offer(products_of(context.table)))


@given("the products service offers no products")
def given_the_products_service_offers_no_products(context: Context) -> None:
    context.play.offer(Offer([]))


@given("the products service offers {count:d} numbered products")
def given_the_products_service_offers_numbered_products(context: Context, count: int) -> None:
    context.play.offer(Offer(numbered(1, count)))


@given("the products service offers {count:d} numbered products, each in its own category")
def given_the_products_service_offers_each_in_its_own_category(
    context: Context, count: int
) -> None:
    context.play.offer(Offer(in_own_categories(count)))


@given('the products service responds {status:d} with Retry-After "{value:Text}"')
def given_the_products_service_responds_with_retry_after(
    context: Context, status: int, value: str
) -> None:
    context.play.fail(retry_after(status, value))


@given("the products service responds 503 with Retry-After as a date, {seconds:d} seconds from now")
def given_the_products_service_responds_with_retry_after_as_a_date(
    context: Context, seconds: int
) -> None:
    moment = datetime.now(timezone.utc) + timedelta(seconds=seconds)
    context.play.fail(retry_after_date(moment))


@given("the products service {fault:Fault}")
def given_the_products_service_fails(context: Context, fault: Fault) -> None:
    context.play.fail(fault)


@given("the products service {fault:Fault}, but only for the first request")
@given("the products service {fault:Fault}, but only for the first {times:d} requests")
def given_the_products_service_fails_at_first(
    context: Context, fault: Fault, times: int = 1
) -> None:
    context.play.fail(fault, times)


# --- then ----------------------------------------------------------------------------------------


@then('the products service does not receive "{text:Text}"')
def then_the_products_service_does_not_receive(context: Context, text: str) -> None:
    received = [f"{entry.url} {dict(entry.request_headers)}" for entry in context.play.requests()]
    assert_that(received, only_contains(is_not(contains_string(text))))


@then("the products service receives no requests")
def then_the_products_service_receives_no_requests(context: Context) -> None:
    assert_that([str(entry) for entry in context.play.requests()], empty())


@then("the products service receives that request ID")
def then_the_products_service_receives_that_request_id(context: Context) -> None:
    received = [entry.request_id for entry in context.play.requests()]
    assert_that(received, only_contains(context.response.headers["x-request-id"]))
