from behave import step
from behave.cucumber_expression import use_step_matcher_for_cucumber_expressions

use_step_matcher_for_cucumber_expressions()


@step("a normal step")
def a_normal_step(context):
    pass


@step("a step that skips")
def a_step_that_skips(context):
    context.scenario.skip()
