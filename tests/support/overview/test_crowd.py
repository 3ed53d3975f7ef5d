"""A crowd of shoppers, and what a monitor saw while they waited."""

from __future__ import annotations

import pytest
from wiremock_strict.under_test import Response

from support.overview.crowd import Crowd
from tests.support.judging.exchanges import response


def took(began: float, ended: float) -> Response:
    """Return a response to a request from one second to another."""
    return response(began=began, seconds=ended - began)


SHOPPERS = [took(began, 9.0) for began in range(10)]  # nine of the ten wait from second 9 on


@pytest.mark.parametrize(
    ("began", "ended", "counts"),
    [(3, 8, False), (9, 9, True), (9, 9.5, False), (8.9, 9, False), (10, 11, False)],
)
def test_only_a_look_while_nearly_all_waited_counts(
    began: float, ended: float, counts: bool
) -> None:
    look = took(began, ended)
    assert Crowd(SHOPPERS, [look]).health_meanwhile() == [look] * counts


def test_responses_are_told_apart_by_a_header() -> None:
    busy = response(headers={"retry-after": "1"})
    crowd = Crowd([response(), busy])
    assert crowd.with_header("retry-after", "1") == [busy]
    assert crowd.with_header("retry-after", None) == [response()]
