from behave import step
from behave.cucumber_expression import use_step_matcher_for_cucumber_expressions

use_step_matcher_for_cucumber_expressions()


def rows(table):
    return [table.headings, *(row.cells for row in table)]


@step("the following table is transposed:")
def the_following_table_is_transposed(context):
    context.transposed = [list(each) for each in zip(*rows(context.table), strict=True)]


@step("it should be:")
def it_should_be(context):
    assert context.transposed == rows(context.table)
