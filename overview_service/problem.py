"""Problem details for programs (RFC 9457), the error page for shoppers."""

from __future__ import annotations

import json
from http import HTTPStatus

from flask import Response, g, render_template

from overview_service import negotiation

UNAVAILABLE = "Products are unavailable right now. Please try again in a moment."
OUR_FAULT = "Something went wrong on our side. Please try again in a moment."
SENTENCES = {
    404: "There is nothing at this address.",
    405: "This address can only be read.",
    406: "The overview comes as application/json or as text/html.",
}
HEADINGS = {
    400: "This overview cannot be shown",
    404: "Not found",
    502: "No products right now",
    503: "No products right now",
    504: "No products right now",
}


def response(status: int, sentence: str, **members: str) -> Response:
    """Answer with a problem: its status, a sentence for the shopper, and extension members."""
    if negotiation.accepted() == negotiation.PAGE:
        return Response(_page(status, sentence), status, mimetype=negotiation.PAGE)
    problem = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": sentence,
        **members,
        "request_id": g.request_id,
    }
    return Response(json.dumps(problem), status, mimetype="application/problem+json")


def _page(status: int, sentence: str) -> str:
    return render_template(
        "problem.html",
        heading=HEADINGS.get(status, "Something went wrong"),
        sentence=sentence,
        worth_repeating=status >= 500,
    )
