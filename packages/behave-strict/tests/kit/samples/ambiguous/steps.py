from behave import step, use_step_matcher

use_step_matcher("re0")  # a regular expression, just as it is written


@step("^a (.*?) with (.*?)$")
def a_with(context, first, second):
    pass


@step("^a step with (.*?)$")
def a_step_with(context, first):
    pass
