"""The web page: its links, and what only the web page has to show."""

from __future__ import annotations

from behave import given, then, when
from hamcrest import (
    assert_that,
    contains_exactly,
    contains_inanyorder,
    empty,
    equal_to,
    has_entry,
    has_item,
    has_items,
    has_length,
    is_not,
    only_contains,
    starts_with,
)

from support.context import Context
from support.givens import Device
from support.sentences.tables import choices_of, parts_of

# --- given ---------------------------------------------------------------------------------------


@given('the shopper has followed the link "{link:Text}"')
def given_the_shopper_has_followed(context: Context, link: str) -> None:
    context.play.web_page.follow(link)


@given("the shopper has opened an address that does not exist")
def given_the_shopper_has_opened_an_address_that_does_not_exist(context: Context) -> None:
    context.play.web_page.open(path="/overvew")


@given("the shopper has opened the overview with these choices:")
def given_the_shopper_has_opened_the_overview_with_these_choices(context: Context) -> None:
    context.play.web_page.open(choices_of(context.table))


@given("the shopper uses {device:Device}")
def given_the_shopper_uses(context: Context, device: str) -> None:
    context.play.given(Device(device))


# --- when ----------------------------------------------------------------------------------------


@when("another shopper opens the same address")
def when_another_shopper_opens_the_same_address(context: Context) -> None:
    context.view = context.play.web_page.open_elsewhere()


@when("the shopper prints the overview")
def when_the_shopper_prints_the_overview(context: Context) -> None:
    context.view = context.play.web_page.open_in_print()


@when('the shopper follows the link "{link:Text}"')
def when_the_shopper_follows(context: Context, link: str) -> None:
    context.view = context.play.web_page.follow(link)


@when('the shopper follows the link "{link:Text}", using only the keyboard')
def when_the_shopper_follows_using_only_the_keyboard(context: Context, link: str) -> None:
    context.view = context.play.web_page.follow_by_keyboard(link)


@when("the shopper presses the browser's Back button")
def when_the_shopper_presses_back(context: Context) -> None:
    context.view = context.play.web_page.go_back()


@when("the shopper opens an address that does not exist")
def when_the_shopper_opens_an_address_that_does_not_exist(context: Context) -> None:
    context.view = context.play.web_page.open(path="/overvew")


# --- then ----------------------------------------------------------------------------------------


@then("a screen reader finds these parts of the web page:")
def then_a_screen_reader_finds_these_parts(context: Context) -> None:
    page, parts = context.play.web_page.checks, parts_of(context.table)
    missing = [f"{part} {name!r}" for part, name in parts if not page.has_part(part, name)]
    assert_that(missing, empty(), "What a screen reader does not find, or finds twice:")


@then("an accessibility check of the web page finds no problems")
def then_an_accessibility_check_finds_no_problems(context: Context) -> None:
    assert_that(context.play.web_page.checks.accessibility_findings(), empty())


@then("each link stands out from the text around it, even without colours")
def then_each_link_stands_out(context: Context) -> None:
    assert_that(context.play.web_page.checks.links_like_text(), empty())


@then("every part of the web page comes from the overview")
def then_every_part_comes_from_the_overview(context: Context) -> None:
    requested = context.play.web_page.requested
    assert_that(requested, only_contains(starts_with(context.play.service().url)))


@then("the address holds these choices and nothing else:")
def then_the_address_holds_these_choices(context: Context) -> None:
    query = context.play.recorder.responses[-1].query
    assert_that(query, contains_inanyorder(*choices_of(context.table)))


@then("the browser blocks scripts, and anything from another website")
def then_the_browser_blocks_scripts(context: Context) -> None:
    blocked = context.play.web_page.checks.refused_intruders()
    assert_that(blocked, contains_exactly("img-src", "script-src-elem"))


@then("the prices are right-aligned")
def then_the_prices_are_right_aligned(context: Context) -> None:
    assert_that(context.play.web_page.checks.price_edges(), has_length(1))


@then('the web page has a link "{link:Text}" but no link "{other:Text}"')
def then_the_web_page_has_a_link_but_no_link(context: Context, link: str, other: str) -> None:
    assert_that(context.play.web_page.seen.links, has_item(link))
    assert_that(context.play.web_page.seen.links, is_not(has_item(other)))


@then('the web page has the links "{one:Text}" and "{other:Text}"')
def then_the_web_page_has_the_links(context: Context, one: str, other: str) -> None:
    assert_that(context.play.web_page.seen.links, has_items(one, other))


@then("the web page is no wider than the screen")
def then_the_web_page_is_no_wider_than_the_screen(context: Context) -> None:
    assert_that(context.play.web_page.checks.excess_width(), equal_to(0))


@then('the web page is titled "{title}"')
def then_the_web_page_is_titled(context: Context, title: str) -> None:
    assert_that(context.play.web_page.seen.title, equal_to(title))


@then('the web page marks "{link:Text}" as {mark:Mark}')
def then_the_web_page_marks(context: Context, link: str, mark: str) -> None:
    assert_that(context.play.web_page.seen.marks, has_entry(link, mark))


@then("the web page reads:")
def then_the_web_page_reads(context: Context) -> None:
    request_id = context.play.recorder.responses[-1].headers["x-request-id"]
    expected = context.text.replace("[the request ID]", request_id)
    assert_that(context.play.web_page.seen.lines, contains_exactly(*expected.splitlines()))


@then('the web page says "{text}"')
def then_the_web_page_says(context: Context, text: str) -> None:
    assert_that(context.play.web_page.seen.lines, has_item(text))


@then("the web page shows {colours:Colours}")
def then_the_web_page_shows_colours(context: Context, colours: str) -> None:
    assert_that(context.play.web_page.seen.colours, equal_to(colours))
