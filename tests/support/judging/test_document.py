"""Every response is held to the overview's own document, headers and all."""

from __future__ import annotations

from typing import Any

import pytest
from wiremock_strict import Contract
from wiremock_strict.under_test import undocumented

from support.judging.verdict import ANY_OTHER_PATH
from support.run import DOCUMENT
from tests.support.judging.exchanges import HEADERS, response

CONTRACT = Contract(DOCUMENT, closed=True)
ERROR = {**HEADERS, "content-type": "application/problem+json", "cache-control": "no-store"}
NOT_FOUND = (
    '{"type": "about:blank", "title": "Not Found", "status": 404, '
    '"detail": "There is nothing at this address.", "request_id": "id-1"%s}'
)


def problems(path: str = "/overview", **more: Any) -> list[str]:
    """Return what is wrong with a response, without its beginning."""
    if "headers" in more:
        more["headers"] = {"x-request-id": "id-1", **more["headers"]}
    found = undocumented(
        [response(url=f"http://h{path}", **more)], CONTRACT, otherwise=ANY_OTHER_PATH
    )
    return [problem.partition(f"http://h{path}: ")[2] for problem in found]


def test_a_documented_response_is_allowed() -> None:
    assert problems() == []
    assert problems(method="HEAD", text="") == []


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"text": "[]"}, 'the body: [] is not of type "object"'),
        ({"status": 418}, "status 418 is not documented"),
        ({"headers": {**HEADERS, "content-type": "text/plain"}}, "the content type is text/plain"),
        ({"headers": {**HEADERS, "vary": "Cookie"}}, "Vary"),
        ({"headers": {**HEADERS, "cache-control": "no-store"}}, "Cache-Control"),
        ({"headers": {**HEADERS, "x-powered-by": "x"}}, "there is no header x-powered-by"),
        ({"headers": {**HEADERS, "access-control-allow-origin": "*"}}, "there is no header access"),
        ({"path": "/nowhere"}, "status 200 is not documented"),
        ({"path": "/over/view", "status": 404, "headers": ERROR, "text": "{}"}, "the body: "),
    ],
)
def test_any_departure_is_a_problem(changes: dict[str, Any], problem: str) -> None:
    found = problems(**changes)
    assert [each for each in found if problem in each], found


def test_an_unknown_path_has_a_documented_error() -> None:
    assert problems(path="/over/view", status=404, headers=ERROR, text=NOT_FOUND % "") == []
    reason = NOT_FOUND % ', "reason": "refused"'
    assert problems(path="/over/view", status=404, headers=ERROR, text=reason) != []
