from behave import step
from behave.cucumber_expression import use_step_matcher_for_cucumber_expressions

use_step_matcher_for_cucumber_expressions()


@step("there are {int} cucumbers")
def there_are_int_cucumbers(context, first):
    context.count = first


@step("I eat {int} cucumbers")
def i_eat_int_cucumbers(context, first):
    context.count -= first


@step("I should have {int} cucumbers")
def i_should_have_int_cucumbers(context, first):
    assert context.count == first
