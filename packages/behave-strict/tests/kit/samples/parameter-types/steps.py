from typing import NamedTuple

from behave import step
from behave.cucumber_expression import (
    define_parameter_type_with,
    use_step_matcher_for_cucumber_expressions,
)

use_step_matcher_for_cucumber_expressions()


class Flight(NamedTuple):
    origin: str
    destination: str


def flight(origin, destination):
    return Flight(origin, destination)


define_parameter_type_with(
    "flight",
    regexp="([A-Z]{3})-([A-Z]{3})",
    type=Flight,
    transformer=flight,
)


@step("{flight} has been delayed")
def flight_has_been_delayed(context, first):
    assert (first.origin, first.destination) == ("LHR", "CDG")
