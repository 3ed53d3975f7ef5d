"""Programs: how they request the overview, what they read in its response, and the log."""

from __future__ import annotations

from behave import then, when
from hamcrest import (
    all_of,
    any_of,
    assert_that,
    contains_exactly,
    contains_string,
    equal_to,
    has_entries,
    has_key,
    has_length,
    has_property,
    is_not,
    matches_regexp,
)

from support.context import Context
from support.overview.api import read_view
from support.run import DOCUMENT
from support.sentences.matchers import shows_in_this_order
from support.sentences.tables import headers_of
from support.sentences.words import choice

# --- when ----------------------------------------------------------------------------------------


@when('a program requests "{path:Text}"')
def when_a_program_requests_a_path(context: Context, path: str) -> None:
    context.response = context.play.program.request(path)


@when('a program requests "{path:Text}", and then asks whether it has changed')
def when_a_program_asks_whether_it_has_changed(context: Context, path: str) -> None:
    before = context.play.program.request(path)
    tag = {"If-None-Match": before.headers["etag"]}
    context.response = context.play.program.request(path, headers=tag)


@when('a program that holds an out-of-date copy requests "{path:Text}"')
def when_a_program_that_holds_an_out_of_date_copy_requests(context: Context, path: str) -> None:
    tag = {"If-None-Match": '"of-an-earlier-version"'}
    context.response = context.play.program.request(path, headers=tag)


@when(
    'a program requests the overview with {name:Choice} "{value:Text}" '
    'and sends the request ID "{request_id:Text}"'
)
def when_a_program_requests_the_overview_with_a_choice_and_an_id(
    context: Context, name: str, value: str, request_id: str
) -> None:
    context.response = context.play.program.request(
        choices=[choice(name, value)], headers={"X-Request-ID": request_id}
    )


@when("a program requests the overview")
def when_a_program_requests_the_overview(context: Context) -> None:
    context.response = context.play.program.request()


@when("a program requests the overview and sends a request ID of {count:d} characters")
def when_a_program_sends_a_request_id_of_characters(context: Context, count: int) -> None:
    context.response = context.play.program.request(headers={"X-Request-ID": "x" * count})


@when("a program requests the overview and sends no request ID")
def when_a_program_sends_no_request_id(context: Context) -> None:
    context.response = context.play.program.request(headers={"X-Request-ID": None})


@when("a program requests the overview twice and sends no request ID")
def when_a_program_sends_no_request_id_twice(context: Context) -> None:
    for _ in range(2):
        context.response = context.play.program.request(headers={"X-Request-ID": None})


@when('a program requests the overview and sends the request ID "{name:Text}"')
def when_a_program_sends_the_request_id(context: Context, name: str) -> None:
    context.response = context.play.program.request(headers={"X-Request-ID": name})


@when(
    'a program requests the overview and sends the request ID "{name:Text}", '
    'continued on the next line with "{more:Text}"'
)
def when_a_program_sends_a_request_id_on_two_lines(context: Context, name: str, more: str) -> None:
    headers = {"X-Request-ID": f"{name}\r\n {more}"}
    context.response = context.play.program.request(headers=headers)


@when(
    'a program requests the overview and sends the request ID "{name:Text}", '
    'then a bare line feed and "{more:Text}"'
)
def when_a_program_sends_a_request_id_with_a_line_feed(
    context: Context, name: str, more: str
) -> None:
    headers = {"X-Request-ID": f"{name}\n{more}"}
    context.response = context.play.program.request(headers=headers)


@when("a program requests the overview with these headers:")
def when_a_program_requests_with_these_headers(context: Context) -> None:
    context.response = context.play.program.request(headers=headers_of(context.table))


@when('a program requests the overview with {name:Choice} "{value:Text}"')
def when_a_program_requests_the_overview_with(context: Context, name: str, value: str) -> None:
    context.response = context.play.program.request(choices=[choice(name, value)])


@when("a program uses GET and HEAD on the overview")
def when_a_program_uses_get_and_head(context: Context) -> None:
    context.get_response = context.play.program.request()
    context.response = context.play.program.request(method="HEAD")


@when('a program uses {method:w} on "{path:Text}"')
def when_a_program_uses_a_method(context: Context, method: str, path: str) -> None:
    context.response = context.play.program.request(path, method=method)


# --- then ----------------------------------------------------------------------------------------


@then("both responses have the same status and headers")
def then_both_responses_have_the_same_status_and_headers(context: Context) -> None:
    get, head = context.get_response, context.response
    assert_that(head.status, equal_to(get.status))
    assert_that(head.lasting_headers, equal_to(get.lasting_headers))


@then('the log does not contain "{text:Text}"')
def then_the_log_does_not_contain(context: Context, text: str) -> None:
    assert_that(context.play.log().text(), is_not(contains_string(text)))


@then("the log records {count:d} request to the products service")
@then("the log records {count:d} requests to the products service")
@then("the log records {count:d} request to the products service under that ID")
@then("the log records {count:d} requests to the products service under that ID")
def then_the_log_records_requests(context: Context, count: int) -> None:
    entries = context.play.log().entries(context.response.headers["x-request-id"])
    assert_that(
        [entry["products_requests"] for entry in entries], contains_exactly(equal_to(count))
    )


@then("the log records the mistake under that ID")
def then_the_log_records_the_mistake(context: Context) -> None:
    entries = context.play.log().entries(context.response.headers["x-request-id"])
    assert_that(entries, contains_exactly(has_entries({"status": 400, "products_requests": 0})))


@then('the problem details name the parameter "{parameter:Text}"')
def then_the_problem_details_name_the_parameter(context: Context, parameter: str) -> None:
    assert_that(context.response.json, has_entries({"parameter": parameter}))


@then('the problem details say "{message:Text}"')
def then_the_problem_details_say(context: Context, message: str) -> None:
    problem = {"detail": message, "status": context.response.status}
    assert_that(context.response.json, has_entries(problem))


@then("the response asks to retry after {least:d} to {most:d} seconds")
def then_the_response_asks_to_retry_after(context: Context, least: int, most: int) -> None:
    possible = any_of(*map(str, range(least, most + 1)))
    assert_that(context.response.headers, has_entries({"retry-after": possible}))


@then("the response carries a new request ID")
def then_the_response_carries_a_new_request_id(context: Context) -> None:
    well_formed = matches_regexp("^[A-Za-z0-9._-]{1,128}$")
    new = all_of(well_formed, is_not(context.response.request_id))
    assert_that(context.response.headers, has_entries({"x-request-id": new}))


@then("each response carries a request ID of its own")
def then_each_response_carries_a_request_id_of_its_own(context: Context) -> None:
    responses = context.play.recorder.responses
    assert_that({r.headers.get("x-request-id") for r in responses}, has_length(len(responses)))


@then("the response carries the same request ID")
def then_the_response_carries_the_same_request_id(context: Context) -> None:
    same = {"x-request-id": context.response.request_id}
    assert_that(context.response.headers, has_entries(same))


@then('the response has no "{header:Text}" header')
def then_the_response_has_no_header(context: Context, header: str) -> None:
    assert_that(context.response.headers, is_not(has_key(header.lower())))


@then("the response has status {status:d}")
def then_the_response_has_status(context: Context, status: int) -> None:
    assert_that(context.response, has_property("status", equal_to(status)))


@then("the response is the OpenAPI document in the overview service's folder")
def then_the_response_is_the_openapi_document(context: Context) -> None:
    assert_that(context.response.text, equal_to(DOCUMENT.read_text(encoding="utf-8")))


@then("the response has these headers:")
def then_the_response_has_these_headers(context: Context) -> None:
    assert_that(context.response.headers, has_entries(headers_of(context.table)))


@then("the response lists, in this order:")
def then_the_response_lists_in_this_order(context: Context) -> None:
    assert_that(read_view(context.response), shows_in_this_order(context.table))


@then("the response to HEAD has no body")
def then_the_response_to_head_has_no_body(context: Context) -> None:
    assert_that(context.response.text, equal_to(""))
