from behave import step
from behave.cucumber_expression import use_step_matcher_for_cucumber_expressions

use_step_matcher_for_cucumber_expressions()


@step("a step with a data table a doc string")
def a_step_with_a_data_table_a_doc_string(context):
    assert context.table
    assert context.text


@step("a step with a doc string a data table")
def a_step_with_a_doc_string_a_data_table(context):
    assert context.table
    assert context.text
