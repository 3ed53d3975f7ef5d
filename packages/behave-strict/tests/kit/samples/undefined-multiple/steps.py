from behave import step
from behave.cucumber_expression import use_step_matcher_for_cucumber_expressions

use_step_matcher_for_cucumber_expressions()


@step("an implemented step")
def an_implemented_step(context):
    pass


@step("a step that will be skipped")
def a_step_that_will_be_skipped(context):
    pass
