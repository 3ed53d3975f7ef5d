from behave import step, use_step_matcher
from behave.api.pending_step import StepNotImplementedError

use_step_matcher("re0")  # a regular expression, just as it is written


@step("^a step$")
def a_step(context):
    pass


@step("^a failing step$")
def a_failing_step(context):
    raise RuntimeError("whoops")


@step("^a pending step$")
def a_pending_step(context):
    raise StepNotImplementedError


@step("^a skipped step$")
def a_skipped_step(context):
    context.scenario.skip()


@step("^an ambiguous (.*?)$")
def an_ambiguous(context, first):
    pass


@step("^(.*?) ambiguous step$")
def ambiguous_step(context, first):
    pass
