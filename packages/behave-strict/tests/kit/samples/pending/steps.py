from behave import step
from behave.api.pending_step import StepNotImplementedError
from behave.cucumber_expression import use_step_matcher_for_cucumber_expressions

use_step_matcher_for_cucumber_expressions()


@step("an implemented non-pending step")
def an_implemented_nonpending_step(context):
    pass


@step("an implemented step that is skipped")
def an_implemented_step_that_is_skipped(context):
    pass


@step("an unimplemented pending step")
def an_unimplemented_pending_step(context):
    raise StepNotImplementedError
