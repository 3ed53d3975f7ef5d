from behave import given, step
from behave.cucumber_expression import use_step_matcher_for_cucumber_expressions

use_step_matcher_for_cucumber_expressions()


@given("an ambiguous step")
def given_an_ambiguous_step(context):
    pass


@step("an ambiguous step")
def an_ambiguous_step(context):
    pass
