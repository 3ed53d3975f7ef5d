"""Shares of what a run has covered are put together."""

from __future__ import annotations

import pytest
from behave_strict.covered import join, read_covered, sentence


def test_what_one_share_exercised_was_exercised() -> None:
    shares = [{"A": {"x": True, "y": False}}, {"A": {"x": False, "y": False}, "B": {"z": True}}]
    assert join(shares) == {"A": {"x": True, "y": False}, "B": {"z": True}}


def test_it_is_said_in_a_sentence() -> None:
    assert sentence({"x": True}) == "1 of 1 parts exercised"
    assert sentence({"x": True, "y": False, "z": False}) == (
        "1 of 3 parts exercised; never exercised: y; z"
    )


@pytest.mark.parametrize("text", ["", "{", "[1]", '{"A": 1}', "null"])
def test_what_cannot_be_read_covers_nothing(text: str) -> None:
    assert read_covered(text) == {}
