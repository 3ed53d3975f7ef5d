"""Which shard a run is: given in words, or read from the engine that is named."""

from __future__ import annotations

import re

import pytest
from behave_strict.shards.shard import Shard, read_shard


@pytest.mark.parametrize("text", ["1/1", "2/5", "5/5"])
def test_a_shard_is_a_number_of_a_total(text: str) -> None:
    assert read_shard(text, {}) == Shard(*map(int, text.split("/")))


@pytest.mark.parametrize(
    ("text", "what", "remedy"),
    [
        ("0/5", "there is no shard 0 of 5", "count from 1 to 5"),
        ("6/5", "there is no shard 6 of 5", "count from 1 to 5"),
        ("1/0", "there is no shard 1 of 0", "use a number and a total such as 2/5"),
        *(
            (text, f'"{text}" is not a shard',
             "use a number and a total such as 2/5, or gitlab or circleci")
            for text in ("x", "", "2", "2/", "/5", "-1/5", "2/5/7", "2 / 5", "²/5", "1.0/2", "true")
        ),
    ],
)  # fmt: skip
def test_anything_else_is_refused_in_words(text: str, what: str, remedy: str) -> None:
    with pytest.raises(ValueError, match=re.escape(what)) as refused:
        read_shard(text, {})
    assert refused.value.args == (what, remedy)


@pytest.mark.parametrize(("index", "number"), [("1", 1), ("5", 5)])
def test_gitlab_counts_from_one(index: str, number: int) -> None:
    environment = {"CI_NODE_INDEX": index, "CI_NODE_TOTAL": "5"}
    assert read_shard("gitlab", environment) == Shard(number, 5)


@pytest.mark.parametrize(("index", "number"), [("0", 1), ("4", 5)])
def test_circleci_counts_from_zero(index: str, number: int) -> None:
    environment = {"CIRCLE_NODE_INDEX": index, "CIRCLE_NODE_TOTAL": "5"}
    assert read_shard("circleci", environment) == Shard(number, 5)


@pytest.mark.parametrize(
    ("environment", "problem"),
    [
        ({}, "CI_NODE_INDEX is not set"),
        ({"CI_NODE_INDEX": "1"}, "CI_NODE_TOTAL is not set"),
        ({"CI_NODE_INDEX": "", "CI_NODE_TOTAL": "5"}, 'CI_NODE_INDEX is ""'),
        ({"CI_NODE_INDEX": "1", "CI_NODE_TOTAL": "many"}, 'CI_NODE_TOTAL is "many"'),
    ],
)
def test_an_engine_that_does_not_say_is_refused(environment: dict[str, str], problem: str) -> None:
    with pytest.raises(ValueError, match="gitlab does not say which") as refused:
        read_shard("gitlab", environment)
    what, remedy = refused.value.args
    assert what.endswith(problem)
    assert remedy == 'add "parallel: 5" to the job'


def test_a_number_beyond_the_engines_total_is_refused() -> None:
    with pytest.raises(ValueError, match="there is no shard 6 of 5"):
        read_shard("gitlab", {"CI_NODE_INDEX": "6", "CI_NODE_TOTAL": "5"})
