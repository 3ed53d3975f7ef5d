"""The attributes that steps and hooks put on behave's context: all of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

from behave_strict.not_yet import NotYet
from wiremock_strict import Footprint
from wiremock_strict.under_test import Response

from support.overview.crowd import Crowd
from support.overview.port import View
from support.play import Play
from support.run import Run


class Context(Protocol):
    """The part of behave's context that this suite uses; the first six are behave's own."""

    config: Any
    scenario: Any
    table: Any
    text: Any
    attach: Callable[[str, str | bytes], None]
    add_cleanup: Callable[..., None]

    run: Run  # everything that the run has open
    play: Play  # the scenario as it is played, a new one each time

    view: View  # what the last When showed the shopper
    first_view: View  # what a When of two looks showed first
    response: Response  # what the last When brought a program
    get_response: Response  # what a When of GET and HEAD brought first
    crowd: Crowd  # what the last When brought a crowd
    footprint: Footprint  # what the overview service held when the crowd came


def begin(context: Any) -> None:
    """Leave nothing of the scenario before to be looked at."""
    context.view = NotYet(
        "No shopper has looked at the overview. If a program has requested it, "
        'use a sentence about its response, such as "the response has status 200".'
    )
    context.first_view = NotYet('The When must be "the shopper opens the overview twice".')
    context.response = NotYet(
        "No program has requested anything. If a shopper has opened the overview, "
        'use a sentence about what they see, such as "the shopper sees".'
    )
    context.get_response = NotYet('The When must be "a program uses GET and HEAD on the overview".')
    context.crowd = NotYet("No shoppers have come at once; the When must be about many of them.")
    context.footprint = NotYet(
        'The When must be one with "while a monitor checks the overview\'s health".'
    )
