"""The web page: its links, and what only the web page has to show."""

from __future__ import annotations

from behave import given, register_type, then, when
from hamcrest import (
    assert_that,
    contains_exactly,
    empty,
    equal_to,
    has_entry,
    has_length,
    only_contains,
    starts_with,
)
from parse_type import TypeBuilder

from support.context import Context
from support.givens import Device
from support.overview.window import DEVICES
from support.sentences.words import choices_of

register_type(
    Device=TypeBuilder.make_choice(list(DEVICES)),
    Mark=TypeBuilder.make_choice(["chosen", "ascending", "descending"]),
)

# --- given ---------------------------------------------------------------------------------------


@given('the shopper has followed "{link:Text}"')
def given_the_shopper_has_followed(context: Context, link: str) -> None:
    context.play.web_page.follow(link)


@given("the shopper has opened the overview")
def given_the_shopper_has_opened_the_overview(context: Context) -> None:
    context.play.web_page.open()


@given("the shopper has opened the overview with these choices:")
def given_the_shopper_has_opened_the_overview_with_these_choices(context: Context) -> None:
    context.play.web_page.open(choices_of(context.table))


@given("the shopper has {device:Device}")
def given_the_shopper_has(context: Context, device: str) -> None:
    context.play.given(Device(device))


# --- when ----------------------------------------------------------------------------------------


@when("another shopper opens the same address")
def when_another_shopper_opens_the_same_address(context: Context) -> None:
    context.view = context.play.web_page.open_elsewhere()


@when('the shopper follows "{link:Text}"')
def when_the_shopper_follows(context: Context, link: str) -> None:
    context.view = context.play.web_page.follow(link)


@when('the shopper follows "{link:Text}" with the keyboard alone')
def when_the_shopper_follows_with_the_keyboard_alone(context: Context, link: str) -> None:
    context.view = context.play.web_page.follow_by_keyboard(link)


@when("the shopper goes back")
def when_the_shopper_goes_back(context: Context) -> None:
    context.view = context.play.web_page.go_back()


# --- then ----------------------------------------------------------------------------------------


@then("a screen reader finds these parts of the web page:")
def then_a_screen_reader_finds_these_parts(context: Context) -> None:
    page, parts = context.play.web_page.checks, context.table
    missing = [row.cells for row in parts if not page.has_part(row["part"], row["name"])]
    assert_that(missing, empty())


@then("all that the web page needs comes from the overview service")
def then_all_that_the_web_page_needs_comes_from_the_overview(context: Context) -> None:
    requested = context.play.web_page.requested
    assert_that(requested, only_contains(starts_with(context.play.service().url)))


@then("an accessibility check of the web page finds nothing")
def then_an_accessibility_check_finds_nothing(context: Context) -> None:
    assert_that(context.play.web_page.checks.accessibility_findings(), empty())


@then("the browser refuses scripts, and whatever would come from elsewhere")
def then_the_browser_refuses_scripts(context: Context) -> None:
    refused = context.play.web_page.checks.refused_intruders()
    assert_that(refused, contains_exactly("img-src", "script-src-elem"))


@then("the prices stand in line")
def then_the_prices_stand_in_line(context: Context) -> None:
    assert_that(context.play.web_page.checks.price_edges(), has_length(1))


@then("the web page is no wider than the screen")
def then_the_web_page_is_no_wider_than_the_screen(context: Context) -> None:
    assert_that(context.play.web_page.checks.excess_width(), equal_to(0))


@then('the web page is titled "{title}"')
def then_the_web_page_is_titled(context: Context, title: str) -> None:
    assert_that(context.play.web_page.seen.title, equal_to(title))


@then('the web page marks "{link:Text}" as {mark:Mark}')
def then_the_web_page_marks(context: Context, link: str, mark: str) -> None:
    assert_that(context.play.web_page.seen.marks, has_entry(link, mark))


@then("the web page names the request")
def then_the_web_page_names_the_request(context: Context) -> None:
    request_id = context.play.recorder.responses[-1].request_id
    assert_that(context.play.web_page.seen.request, equal_to(request_id))
