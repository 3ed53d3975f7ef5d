"""What must hold at the end of every scenario: each check with what it finds and what it leaves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from wiremock_strict.contract import Operation
from wiremock_strict.exchange import Exchange

from support.overview.answer import Answer
from support.strictness import Scenario, problems

EMPTY = b'{"products": [], "total": 0, "categories": []}'
GIVEN = "Given the products service offers: (x.feature:3)"


def exchange(query: str = "", name: str = "mine-1", status: int = 200) -> Exchange:
    """Return a question that a Given answered."""
    kind = {"content-type": "application/json"}
    return Exchange(
        "GET", f"/products{query}", {"x-request-id": name}, [GIVEN], status, kind, EMPTY
    )


def answer(query: str = "", name: str = "mine-1", echoed: str | None = None) -> Answer:
    """Return what the overview answered to a question of ours."""
    asked_with = {"X-Request-ID": name} if name else {}
    headers = {"x-request-id": name if echoed is None else echoed}
    return Answer("GET", f"http://h/overview{query}", asked_with, 200, headers, "{}", 0.1)


def wrong(
    contract: Operation,
    exchanges: Sequence[Exchange],
    givens: Sequence[str] = (GIVEN,),
    answers: Sequence[Answer] | None = None,
    earlier: Sequence[str] = (),
) -> list[str]:
    """Return what is wrong with a scenario in which this happened."""
    return problems(
        Scenario(exchanges, givens, [answer()] if answers is None else answers, set(earlier)),
        contract,
    )


def test_a_sound_scenario_has_no_problems(contract: Operation) -> None:
    assert wrong(contract, [exchange()]) == []


def test_a_scenario_that_asks_and_gives_nothing_has_no_problems(contract: Operation) -> None:
    assert wrong(contract, [], [], []) == []


# --- strangers ------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["yours-1", ""])
def test_a_question_that_nobody_named_is_told(contract: Operation, name: str) -> None:
    told = wrong(contract, [exchange(), exchange(name=name)])
    assert told == [
        f"No question of ours led to GET /products answered 200 (X-Request-ID: {name or 'none'})."
    ]


def test_a_question_that_the_overview_named_is_known(contract: Operation) -> None:
    named_by_the_overview = answer(name="", echoed="made-1")
    assert wrong(contract, [exchange(name="made-1")], answers=[named_by_the_overview]) == []
    renamed = answer(name="no good name", echoed="made-2")
    assert wrong(contract, [exchange(name="made-2")], answers=[renamed]) == []


@pytest.mark.parametrize("query", ["", "?colour=red", "?page=0"])
@pytest.mark.parametrize("matched", [True, False])
def test_a_late_question_of_an_earlier_scenario_judges_nobody(
    contract: Operation, query: str, matched: bool
) -> None:
    late = replace(exchange(query, name="earlier-1"), givens=[GIVEN] if matched else [])
    asked_again = [late] * 3
    assert wrong(contract, [exchange(), *asked_again], earlier=["earlier-1"]) == []


def test_a_late_question_of_an_earlier_scenario_does_not_use_a_given(contract: Operation) -> None:
    told = wrong(contract, [exchange(name="earlier-1")], answers=[], earlier=["earlier-1"])
    assert len(told) == 1
    assert "Nothing was asked of this" in told[0]


# --- unmatched, unused ----------------------------------------------------------------------------


def test_a_question_that_no_given_answers_is_told(contract: Operation) -> None:
    unmatched = replace(exchange("?page=2"), givens=[], status=404)
    told = wrong(contract, [exchange("?page=2"), unmatched], answers=[answer("?page=2")])
    assert "The overview asked what no Given answers: GET /products?page=2" in told


def test_a_given_that_nothing_was_asked_of_is_told(contract: Operation) -> None:
    unused = "Given the products service is a teapot (x.feature:9)"
    assert wrong(contract, [exchange()], [GIVEN, unused]) == [
        f"Nothing was asked of this, so the scenario is the same without it: {unused}"
    ]


def test_a_stub_that_two_givens_made_uses_both(contract: Operation) -> None:
    both = replace(exchange(), givens=[GIVEN, "Given it is slow"])
    assert wrong(contract, [both], [GIVEN, "Given it is slow"]) == []


# --- too often ------------------------------------------------------------------------------------


@pytest.mark.parametrize("status", [0, 502, 503, 504])
def test_a_second_try_after_an_outage_is_in_order(contract: Operation, status: int) -> None:
    assert wrong(contract, [exchange(status=status), exchange()]) == []


@pytest.mark.parametrize("status", [200, 400, 404, 429, 500, 501])
def test_a_second_try_after_anything_else_is_told(contract: Operation, status: int) -> None:
    (told,) = wrong(contract, [exchange(status=status), exchange()])
    assert told == (
        "For one question the overview asked 2 times:\n"
        f"    GET /products answered {status}\n    GET /products answered 200"
    )


def test_a_third_try_is_told(contract: Operation) -> None:
    (told,) = wrong(contract, [exchange(status=0), exchange(status=503), exchange()])
    assert told.startswith("For one question the overview asked 3 times:\n    GET /products met wi")


def test_a_try_for_each_of_two_questions_is_in_order(contract: Operation) -> None:
    exchanges = [exchange(name="mine-1"), exchange(name="mine-2")]
    assert wrong(contract, exchanges, answers=[answer(), answer(name="mine-2")]) == []


# --- other choices --------------------------------------------------------------------------------


def test_the_shoppers_choices_are_passed_on_in_any_order_and_encoding(contract: Operation) -> None:
    chosen = answer("?category=R%26D+%2F+Toys&page=1&utm_source=mail")
    asked = exchange("?page=1&category=R%26D%20/%20Toys")
    assert wrong(contract, [asked], answers=[chosen]) == []


@pytest.mark.parametrize(
    ("chosen", "asked", "told"),
    [
        ("?page=2", "", "The shopper chose page=2, and the overview asked for nothing: /products"),
        ("", "?page_size=20", "The shopper chose nothing, and the overview asked for page_size=20"),
        ("?sort_by=name", "?sort_by=price", "chose sort_by=name, and the overview asked for sort_"),
        ("?category=Books", "?category=books", "chose category=Books, and the overview asked for"),
        ("?category=caf%C3%A9", "?category=caf%C3%83%C2%A9", "asked for category=cafÃ©"),
        ("?category=a%2Bb", "?category=a+b", "The shopper chose category=a+b, and the overview as"),
    ],
)
def test_another_question_than_the_shoppers_is_told(
    contract: Operation, chosen: str, asked: str, told: str
) -> None:
    (problem,) = wrong(contract, [exchange(asked)], answers=[answer(chosen)])
    assert told in problem


def test_each_question_is_held_to_its_own_choices(contract: Operation) -> None:
    answers = [answer("?page=1"), answer("?page=2", name="mine-2")]
    crossed = [exchange("?page=2"), exchange("?page=1", name="mine-2")]
    assert len(wrong(contract, crossed, answers=answers)) == 2
    straight = [exchange("?page=1"), exchange("?page=2", name="mine-2")]
    assert wrong(contract, straight, answers=answers) == []


# --- the contract ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "told"),
    [
        (
            "?colour=red",
            "The contract does not allow the question /products?colour=red: the whole:",
        ),
        ("?page_size=0", "page_size: 0 is less than the minimum of 1"),
        ("?page=1&page=1", "page is given 2 times"),
        ("?category=", 'category: "" is shorter than 1 character'),
    ],
)
def test_a_question_against_the_contract_is_told(
    contract: Operation, query: str, told: str
) -> None:
    assert told in "\n".join(wrong(contract, [exchange(query)], answers=[answer(query)]))


@pytest.mark.parametrize(
    ("method", "url"),
    [("PUT", "/products"), ("HEAD", "/products"), ("GET", "/products/"), ("GET", "//products")],
)
def test_another_method_or_path_is_told(contract: Operation, method: str, url: str) -> None:
    odd = replace(exchange(), method=method, url=url)
    (told,) = wrong(contract, [odd])
    assert told.startswith(f"The contract has no {method} ")


def test_an_answer_of_the_live_service_against_the_contract_is_told(contract: Operation) -> None:
    live = replace(exchange(), body=b"[]", live=True)
    assert wrong(contract, [live]) == [
        'The contract does not allow the answer to /products: the whole: [] is not of type "object"'
    ]
    assert wrong(contract, [replace(live, body=EMPTY)]) == []
    (told,) = wrong(contract, [replace(live, status=500, body=b"")])
    assert "status 500 is not documented" in told


def test_a_stubbed_answer_was_held_to_the_contract_when_it_was_set(contract: Operation) -> None:
    assert wrong(contract, [replace(exchange(), body=b"[]")]) == []
