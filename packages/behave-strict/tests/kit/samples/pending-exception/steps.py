from behave import step
from behave.api.pending_step import StepNotImplementedError
from behave.cucumber_expression import use_step_matcher_for_cucumber_expressions

use_step_matcher_for_cucumber_expressions()


@step("an unimplemented pending step")
def an_unimplemented_pending_step(context):
    raise StepNotImplementedError("TODO")
