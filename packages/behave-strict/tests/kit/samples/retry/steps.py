from collections import Counter

from behave import step
from behave.cucumber_expression import use_step_matcher_for_cucumber_expressions

use_step_matcher_for_cucumber_expressions()

calls = Counter()


def fail_before(number, name):
    calls[name] += 1
    if calls[name] < number:
        raise RuntimeError("Exception in step")


@step("a step that always passes")
def a_step_that_always_passes(context):
    pass


@step("a step that passes the second time")
def a_step_that_passes_the_second_time(context):
    fail_before(2, "second")


@step("a step that passes the third time")
def a_step_that_passes_the_third_time(context):
    fail_before(3, "third")


@step("a step that always fails")
def a_step_that_always_fails(context):
    raise RuntimeError("Exception in step")
