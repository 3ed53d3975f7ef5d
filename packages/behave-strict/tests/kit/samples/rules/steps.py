from behave import step
from behave.cucumber_expression import use_step_matcher_for_cucumber_expressions

use_step_matcher_for_cucumber_expressions()


@step("the customer has {int} cents")
def the_customer_has_int_cents(context, first):
    context.money = first


@step("there are chocolate bars in stock")
def there_are_chocolate_bars_in_stock(context):
    context.stock = ["Mars"]


@step("there are no chocolate bars in stock")
def there_are_no_chocolate_bars_in_stock(context):
    context.stock = []


@step("the customer tries to buy a {int} cent chocolate bar")
def the_customer_tries_to_buy_a_int_cent_chocolate_bar(context, first):
    context.sold = bool(context.stock) and context.money >= first


@step("the sale should not happen")
def the_sale_should_not_happen(context):
    assert not context.sold


@step("the sale should happen")
def the_sale_should_happen(context):
    assert context.sold
