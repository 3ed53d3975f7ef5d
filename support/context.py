"""What steps and hooks keep between them: every attribute that they put on behave's context."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

from support.overview.crowd import Crowd
from support.overview.port import View
from support.overview.response import Response
from support.play import Play
from support.run import Run
from support.under_test.service import Footprint


class Context(Protocol):
    """The part of behave's context that this suite uses; the first five are behave's own."""

    config: Any
    scenario: Any
    table: Any
    attach: Callable[[str, str | bytes], None]
    add_cleanup: Callable[..., None]

    run: Run  # everything that the run has open
    play: Play  # the scenario as it is played, a new one each time

    view: View  # what the last When showed the shopper
    first_view: View  # what a When of two looks showed first
    response: Response  # what the last When brought a program
    crowd: Crowd  # what the last When brought a crowd
    footprint: Footprint  # what the overview service held when the crowd came
