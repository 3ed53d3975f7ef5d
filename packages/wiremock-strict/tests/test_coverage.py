"""How much of the contract a run exercised: nothing counts that was not asked or answered."""

from __future__ import annotations

import pytest
from wiremock_strict.contract import Operation
from wiremock_strict.coverage import Coverage
from wiremock_strict.exchange import Exchange

EMPTY = b'{"products": [], "total": 0, "categories": []}'
PROBLEM = b'{"type": "about:blank", "title": "T", "status": 400, "detail": "No."}'


def exchange(
    query: str = "", status: int = 200, kind: str = "application/json", body: bytes = EMPTY
) -> Exchange:
    """Return a question and its answer."""
    return Exchange(
        "GET", f"/products{query}", {}, ["a Given"], status, {"content-type": kind}, body
    )


def missed(coverage: Coverage) -> list[str]:
    """Return what the coverage says that no scenario exercised."""
    return str(coverage).rstrip(".").partition("exercised: ")[2].split(", ")


def told(contract: Operation, *exchanges: Exchange) -> str:
    """Return what the coverage says of these exchanges."""
    coverage = Coverage(contract)
    coverage.count(exchanges)
    return str(coverage)


def test_a_run_that_asked_nothing_has_covered_nothing(contract: Operation) -> None:
    assert told(contract) == (
        "Contract of GET /products: 0 of 18 parts exercised; no scenario exercised: "
        "category, category of length 1, sort_by, sort_by=name, sort_by=price, sort_by=category, "
        "sort_order, sort_order=asc, sort_order=desc, page, page 1, page 1000000, "
        "page_size, page_size 1, page_size 100, answer 200, answer 400, answer 503."
    )


def test_a_run_that_asked_everything_has_covered_everything(contract: Operation) -> None:
    problem = "application/problem+json"
    exchanges = [
        exchange("?category=B&sort_by=name&sort_order=asc&page=1&page_size=1"),
        exchange("?sort_by=price&sort_order=desc&page=1000000&page_size=100"),
        exchange("?sort_by=category"),
        exchange("?page=0", 400, problem, PROBLEM),
        exchange("", 503, problem, PROBLEM.replace(b"400", b"503")),
    ]
    assert told(contract, *exchanges) == "Contract of GET /products: 18 of 18 parts exercised."


@pytest.mark.parametrize(
    ("query", "exercised"),
    [
        ("", set()),
        ("?category=Books", {"category"}),
        ("?category=%C3%A9", {"category", "category of length 1"}),
        ("?sort_by=price", {"sort_by", "sort_by=price"}),
        ("?sort_by=weight", {"sort_by"}),
        ("?page=1", {"page", "page 1"}),
        ("?page=2", {"page"}),
        ("?page=10", {"page"}),
        ("?page_size=100", {"page_size", "page_size 100"}),
        ("?colour=name", set()),
    ],
)
def test_a_question_counts_for_what_it_asked_and_no_more(
    contract: Operation, query: str, exercised: set[str]
) -> None:
    coverage = Coverage(contract)
    everything = missed(coverage)
    coverage.count([exchange(query)])
    assert set(everything) - set(missed(coverage)) == {"answer 200", *exercised}


@pytest.mark.parametrize(
    "answer",
    [
        exchange(body=b"[]"),
        exchange(kind="text/plain"),
        exchange(status=0, body=b""),
        exchange(status=404),
        exchange(status=503, kind="text/plain", body=b"gone"),
    ],
)
def test_an_answer_against_the_contract_does_not_count(
    contract: Operation, answer: Exchange
) -> None:
    assert {"answer 200", "answer 400", "answer 503"} <= set(missed_after(contract, answer))


def missed_after(contract: Operation, answer: Exchange) -> list[str]:
    """Return what is missing after this one exchange."""
    coverage = Coverage(contract)
    coverage.count([answer])
    return missed(coverage)


def test_scenarios_add_up(contract: Operation) -> None:
    coverage = Coverage(contract)
    coverage.count([exchange("?page=1")])
    coverage.count([exchange("?page_size=1")])
    coverage.count([])
    assert {"page 1", "page_size 1"}.isdisjoint(missed(coverage))
    assert "5 of 18" in str(coverage)
