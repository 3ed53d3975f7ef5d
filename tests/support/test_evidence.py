"""What a failed scenario leaves behind: a piece for each thing that there is to tell."""

from __future__ import annotations

from collections.abc import Sequence
from types import SimpleNamespace
from typing import Any

from support.errors import OutOfReachError
from support.evidence import LONG, gather
from support.exchange import Exchange
from support.overview.answer import Answer

ASKED = Answer(
    "GET", "http://h/overview?page=2", {"X-Request-ID": "id-1"}, 503, {}, '{"detail": "No."}', 0.25
)
MATCHED = Exchange("GET", "/products?page=2", {}, ["a Given"], 200, {}, '{"é": 1}'.encode())
FAULTY = Exchange("GET", "/products", {}, ["a Given"], 0, {}, b"")
UNMATCHED = Exchange("GET", "/products?colour=red", {}, [], 404, {}, b"\xff")


def evidence(
    answers: Sequence[Answer] = (),
    exchanges: Sequence[Exchange] = (),
    near_misses: Sequence[str] = (),
    late: Sequence[Exchange] = (),
    log: Any = lambda request_id: [],
    problems: Sequence[str] = (),
) -> dict[str, str]:
    """Return the pieces of evidence by title."""
    run = SimpleNamespace(
        answers=answers,
        late=late,
        products=SimpleNamespace(exchanges=lambda: exchanges, near_misses=lambda: near_misses),
        services=SimpleNamespace(log_of=log),
    )
    pieces = list(gather(run, list(problems)))  # type: ignore[arg-type]
    assert all(kind.startswith('text/plain; name="') for kind, _ in pieces)
    return {
        kind.removeprefix('text/plain; name="').removesuffix('"'): text for kind, text in pieces
    }


def test_where_nothing_happened_nothing_is_told() -> None:
    assert evidence() == {}


def test_what_is_wrong_comes_first() -> None:
    told = evidence([ASKED], [MATCHED], problems=["One thing.", "Another."])
    assert next(iter(told.items())) == ("What is wrong beside the steps", "One thing.\nAnother.")


def test_the_shoppers_question_is_told_with_its_answer_and_a_line_to_ask_again() -> None:
    told = evidence([ASKED])
    assert told["The shopper's questions"] == (
        'GET http://h/overview?page=2 answered 503 in 0.25 s\n{"detail": "No."}'
    )
    assert told["Ask again"] == "curl -i -H 'X-Request-ID: id-1' 'http://h/overview?page=2'"


def test_the_conversation_with_the_products_service_is_told_in_order() -> None:
    told = evidence(exchanges=[MATCHED, FAULTY, UNMATCHED])
    assert told["The conversation with the products service"] == (
        'GET /products?page=2 answered 200\n    {"é": 1}\n'
        "GET /products met with a fault\n    \n"
        "GET /products?colour=red matched nothing\n    \ufffd"
    )


def test_a_long_answer_is_cut() -> None:
    long = Exchange("GET", "/products", {}, ["a Given"], 200, {}, b"x" * 3_000_000)
    told = evidence(exchanges=[long])["The conversation with the products service"]
    assert told.count("x") == LONG


def test_near_misses_and_the_log_of_each_question_are_told() -> None:
    told = evidence([ASKED, ASKED], near_misses=["one", "two"], log=lambda name: [f"log of {name}"])
    assert told["Near misses"] == "one\ntwo"
    assert told["The overview's log"] == "log of id-1\nlog of id-1"


def test_a_log_that_is_out_of_sight_is_told_with_the_reason() -> None:
    def out_of_sight(request_id: str) -> list[str]:
        raise OutOfReachError("the overview service runs elsewhere")

    told = evidence([ASKED], log=out_of_sight)
    assert told["The overview's log"] == "(the overview service runs elsewhere)"


def test_a_late_request_is_named_as_such() -> None:
    late = Exchange("GET", "/products?page=2", {}, ["Given"], 200, {}, b"")
    told = evidence(late=[late])
    assert told["Late requests, of earlier scenarios"] == "GET /products?page=2 answered 200"
