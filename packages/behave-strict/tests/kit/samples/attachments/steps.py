from pathlib import Path

from behave import step
from behave.cucumber_expression import use_step_matcher_for_cucumber_expressions

use_step_matcher_for_cucumber_expressions()

LOG = "text/x.cucumber.log+plain"
RAINBOW = (
    "This displays a \x1b[31mr\x1b[0m\x1b[91ma\x1b[0m\x1b[33mi\x1b[0m\x1b[32mn\x1b[0m"
    "\x1b[34mb\x1b[0m\x1b[95mo\x1b[0m\x1b[35mw\x1b[0m"
)


@step("the string {string} is attached as {string}")
def the_string_string_is_attached_as_string(context, first, second):
    context.attach(second, first)


@step("the string {string} is logged")
def the_string_string_is_logged(context, first):
    context.attach(LOG, first)


@step("text with ANSI escapes is logged")
def text_with_ansi_escapes_is_logged(context):
    context.attach(LOG, RAINBOW)


@step("the following string is attached as {string}:")
def the_following_string_is_attached_as_string(context, first):
    context.attach(first, context.text)


@step("an array with {int} bytes is attached as {string}")
def an_array_with_int_bytes_is_attached_as_string(context, first, second):
    context.attach(second, bytes(range(first)))


@step("a PDF document is attached and renamed")
def a_pdf_document_is_attached_and_renamed(context):
    document = Path("features/document.pdf").read_bytes()
    context.attach("application/pdf; name=renamed.pdf", document)


@step("a link to {string} is attached")
def a_link_to_string_is_attached(context, first):
    context.attach("text/uri-list", first)


@step("the string {string} is attached as {string} before a failure")
def the_string_string_is_attached_as_string_before_a_failure(context, first, second):
    context.attach(second, first)
    raise RuntimeError("whoops")
