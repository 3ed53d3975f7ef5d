"""What steps and hooks keep between them: every attribute that they put on behave's context."""

from __future__ import annotations

from typing import Any, Protocol

from support.overview.answer import Answer
from support.overview.api import Api
from support.overview.browser import WebPage
from support.overview.crowd import Crowd
from support.overview.view import View
from support.products.stub import StubbedProducts
from support.run import Run


class Context(Protocol):
    """The part of behave's context that this suite uses; the first six are behave's own."""

    abort: Any
    config: Any
    scenario: Any
    table: Any
    text: str
    attach: Any

    run: Run  # all that the run has open
    products: StubbedProducts  # the products port
    overview: Api | WebPage  # the view port
    web_page: WebPage  # the same in a browser, for what only the web page has
    program: Api  # asks the overview as programs do

    view: View  # what the last When showed the shopper
    first_view: View  # what a When of two looks showed first
    answer: Answer  # what the last When got a program
    crowd: Crowd  # what the last When got a crowd
