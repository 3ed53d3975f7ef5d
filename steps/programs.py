"""Programs: how they ask for the overview, what they read in its response."""

from __future__ import annotations

from behave import then, when
from hamcrest import (
    all_of,
    any_of,
    assert_that,
    contains_exactly,
    equal_to,
    has_entries,
    has_key,
    has_property,
    is_not,
    matches_regexp,
)

from support.context import Context
from support.sentences.words import choice, headers_of

# --- when ----------------------------------------------------------------------------------------


@when("a program asks for the front door")
def when_a_program_asks_for_the_front_door(context: Context) -> None:
    context.response = context.play.program.request("/")


@when("a program asks for the headers of the overview")
def when_a_program_asks_for_the_headers(context: Context) -> None:
    context.response = context.play.program.request(method="HEAD")


@when("a program asks for the overview")
def when_a_program_asks_for_the_overview(context: Context) -> None:
    context.response = context.play.program.request()


@when('a program asks for the overview, accepting "{form:Text}"')
def when_a_program_asks_accepting(context: Context, form: str) -> None:
    context.response = context.play.program.request(headers={"Accept": form})


@when('a program asks for the overview, naming its request "{name:Text}"')
def when_a_program_asks_naming_its_request(context: Context, name: str) -> None:
    context.response = context.play.program.request(headers={"X-Request-ID": name})


@when("a program asks for the overview, naming its request with {count:d} letters")
def when_a_program_asks_naming_its_request_with_letters(context: Context, count: int) -> None:
    context.response = context.play.program.request(headers={"X-Request-ID": "x" * count})


@when(
    'a program asks for the overview, naming its request "{name:Text}", '
    'and on the next line "{more:Text}"'
)
def when_a_program_asks_naming_its_request_on_two_lines(
    context: Context, name: str, more: str
) -> None:
    headers = {"X-Request-ID": f"{name}\r\n {more}"}
    context.response = context.play.program.request(headers=headers)


@when(
    'a program asks for the overview, naming its request "{name:Text}", '
    'and after half a line break "{more:Text}"'
)
def when_a_program_asks_naming_its_request_cut_in_two(
    context: Context, name: str, more: str
) -> None:
    headers = {"X-Request-ID": f"{name}\n{more}"}
    context.response = context.play.program.request(headers=headers)


@when("a program asks for the overview, naming no request")
def when_a_program_asks_naming_no_request(context: Context) -> None:
    context.response = context.play.program.request(headers={"X-Request-ID": None})


@when('a program asks for the overview with {name:Choice} "{value:Text}"')
def when_a_program_asks_with(context: Context, name: str, value: str) -> None:
    context.response = context.play.program.request(choices=[choice(name, value)])


@when('a program asks for page "{page:Text}" of the overview, naming its request "{name:Text}"')
def when_a_program_asks_for_page_naming_its_request(context: Context, page: str, name: str) -> None:
    context.response = context.play.program.request(
        choices=[("page", page)], headers={"X-Request-ID": name}
    )


@when("a program asks for the overview's health")
def when_a_program_asks_for_health(context: Context) -> None:
    context.response = context.play.program.request("/health")


@when("a program sends a {method:w} to the overview")
def when_a_program_sends(context: Context, method: str) -> None:
    context.response = context.play.program.request(method=method)


# --- then ----------------------------------------------------------------------------------------


@then("the answer asks to come back in {seconds:d} seconds")
def then_the_answer_asks_to_come_back_in(context: Context, seconds: int) -> None:
    assert_that(context.response.headers, has_entries({"retry-after": str(seconds)}))


@then("the answer asks to come back in {least:d} to {most:d} seconds")
def then_the_answer_asks_to_come_back_in_about(context: Context, least: int, most: int) -> None:
    possible = any_of(*map(str, range(least, most + 1)))
    assert_that(context.response.headers, has_entries({"retry-after": possible}))


@then("the answer does not say when to come back")
def then_the_answer_does_not_say_when_to_come_back(context: Context) -> None:
    assert_that(context.response.headers, is_not(has_key("retry-after")))


@then("the answer has no content")
def then_the_answer_has_no_content(context: Context) -> None:
    assert_that(context.response.text, equal_to(""))


@then("the answer has the status {status:d}")
def then_the_answer_has_the_status(context: Context, status: int) -> None:
    assert_that(context.response, has_property("status", equal_to(status)))


@then('the answer is a problem document about "{parameter:Text}"')
def then_the_answer_is_a_problem_document_about(context: Context, parameter: str) -> None:
    problem = {"status": context.response.status, "parameter": parameter}
    assert_that(context.response.json, has_entries(problem))


@then('the answer names the request "{name:Text}"')
def then_the_answer_names_the_request(context: Context, name: str) -> None:
    assert_that(context.response.headers, has_entries({"x-request-id": name}))


@then("the answer names the request anew")
def then_the_answer_names_the_request_anew(context: Context) -> None:
    anew = all_of(matches_regexp("^[A-Za-z0-9._-]{1,128}$"), is_not(context.response.request_id))
    assert_that(context.response.headers, has_entries({"x-request-id": anew}))


@then("the answer names the request with the same {count:d} letters")
def then_the_answer_names_the_request_with_the_same_letters(context: Context, count: int) -> None:
    assert_that(context.response.headers, has_entries({"x-request-id": "x" * count}))


@then("the answer sets no cookie")
def then_the_answer_sets_no_cookie(context: Context) -> None:
    assert_that(context.response.headers, is_not(has_key("set-cookie")))


@then("the answer's headers are:")
def then_the_answers_headers_are(context: Context) -> None:
    assert_that(context.response.headers, has_entries(headers_of(context.table)))


@then('the log has one line about "{name:Text}", and the products service was asked {count:d} x')
def then_the_log_has_one_line_about(context: Context, name: str, count: int) -> None:
    asked = [line["products_requests"] for line in context.play.log_of(name)]
    assert_that(asked, contains_exactly(equal_to(count)))


@then("the log tells that the products service was asked {count:d} x")
def then_the_log_tells_that_the_products_service_was_asked(context: Context, count: int) -> None:
    asked = [line["products_requests"] for line in context.play.log_of(context.response.request_id)]
    assert_that(asked, contains_exactly(equal_to(count)))
