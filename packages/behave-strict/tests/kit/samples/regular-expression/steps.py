from behave import step, use_step_matcher

use_step_matcher("re0")  # a regular expression, just as it is written


@step("^a (.*?)(?: and a (.*?))?(?: and a (.*?))?$")
def a_and_a_and_a(context, first, second, third):
    pass
