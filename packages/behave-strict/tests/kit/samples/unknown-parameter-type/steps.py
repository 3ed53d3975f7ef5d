from behave import step
from behave.cucumber_expression import use_step_matcher_for_cucumber_expressions

use_step_matcher_for_cucumber_expressions()


@step("{airport} is closed because of a strike")
def airport_is_closed_because_of_a_strike(context, first):
    pass
