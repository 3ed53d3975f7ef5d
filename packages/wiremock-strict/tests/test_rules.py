"""The rules that a journal is judged by: each finds what it is for, and nothing else."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from parcels.mappings import JSON, PARCEL, PROBLEM
from wiremock_strict import Contract, Entry, judge
from wiremock_strict.rules import off_contract, strangers, too_many_tries, unmatched, unused

GOOD = Entry(
    method="GET",
    url="/v1/parcels/AB123",
    request_headers={"x-request-id": "one", "x-depot": "north"},
    request_body=b"",
    origins=["Given a parcel"],
    status=200,
    response_headers={"content-type": JSON},
    response_body=json.dumps(PARCEL).encode(),
)
FAULT = replace(GOOD, status=0, response_headers={}, response_body=b"")
BUSY = replace(
    GOOD, status=503, response_headers={"content-type": PROBLEM}, response_body=b'{"title": "x"}'
)
UNMATCHED = replace(GOOD, origins=[], status=404, response_headers={"content-type": "text/plain"})


def named(entry: Entry, request_id: str) -> Entry:
    """Return the entry with another request ID; without one if it is empty."""
    headers = {"x-depot": "north", **({"x-request-id": request_id} if request_id else {})}
    return replace(entry, request_headers=headers)


# --- all together ---------------------------------------------------------------------------------


def test_a_good_test_has_no_problems(contract: Contract) -> None:
    assert judge([BUSY, GOOD], origins=GOOD.origins, contract=contract, requests=["one"]) == []


@pytest.mark.parametrize(
    ("entries", "origins", "problem"),
    [
        ([GOOD, UNMATCHED], GOOD.origins, "No stub matched this request: GET /v1/parcels/AB123"),
        ([GOOD], [*GOOD.origins, "Given more"], "No request used this stub: Given more"),
        ([], GOOD.origins, "No request used this stub: Given a parcel"),
        ([GOOD, GOOD], GOOD.origins, "One request was sent 2 times:"),
        ([named(GOOD, "two")], GOOD.origins, "This request belongs to nothing that the test sent:"),
        ([replace(GOOD, url="/v1/parcels/1")], GOOD.origins, "The contract does not allow the req"),
        ([replace(GOOD, response_body=b"{}")], GOOD.origins, "The contract does not allow the res"),
    ],
)
def test_each_rule_is_applied(
    contract: Contract, entries: list[Entry], origins: list[str], problem: str
) -> None:
    problems = judge(entries, origins=origins, contract=contract, requests=["one"])
    assert any(found.startswith(problem) for found in problems)


def test_the_same_problem_is_told_once() -> None:
    assert len(judge([UNMATCHED, named(UNMATCHED, "two")], origins=[])) == 1


def test_what_an_earlier_test_left_behind_judges_nobody(contract: Contract) -> None:
    late = named(UNMATCHED, "earlier")
    for requests in (["one"], None):
        problems = judge(
            [late, GOOD],
            origins=GOOD.origins,
            contract=contract,
            requests=requests,
            earlier=["earlier"],
        )
        assert problems == []
    assert judge([named(GOOD, "earlier")], origins=GOOD.origins, earlier=["earlier"]) == [
        "No request used this stub: Given a parcel"
    ]


def test_rules_can_be_switched_off(contract: Contract) -> None:
    assert judge([named(GOOD, "any")], origins=GOOD.origins) == []
    assert judge([GOOD] * 3, origins=GOOD.origins, most_tries=None) == []
    assert judge([replace(GOOD, url="/other")], origins=GOOD.origins) == []


# --- one by one -----------------------------------------------------------------------------------


def test_a_stubbed_404_is_not_unmatched() -> None:
    assert list(unmatched([replace(UNMATCHED, origins=["Given none"])])) == []


def test_a_stub_of_several_origins_uses_them_all() -> None:
    both = replace(GOOD, origins=["Given a parcel", "Given delays"])
    assert list(unused([both], ["Given delays", "Given a parcel"])) == []


def test_an_origin_that_was_set_twice_is_told_once() -> None:
    assert len(list(unused([], ["Given a parcel"] * 2))) == 1


def test_a_stranger_is_shown_with_its_id() -> None:
    assert list(strangers([named(GOOD, "x"), named(GOOD, ""), GOOD], ["one"], ["y"])) == [
        "This request belongs to nothing that the test sent: "
        "GET /v1/parcels/AB123 -> 200 (X-Request-ID: x)",
        "This request belongs to nothing that the test sent: "
        "GET /v1/parcels/AB123 -> 200 (no X-Request-ID)",
    ]


@pytest.mark.parametrize(
    ("entries", "problems"),
    [
        ([GOOD], 0),
        ([BUSY, GOOD], 0),
        ([FAULT, GOOD], 0),
        ([FAULT, BUSY], 0),
        ([GOOD, GOOD], 1),
        ([GOOD, BUSY], 1),
        ([BUSY, BUSY, GOOD], 1),
        ([BUSY, GOOD, GOOD], 1),
        ([UNMATCHED, GOOD], 1),
        ([GOOD, named(GOOD, "two")], 0),
        ([named(GOOD, "")] * 3, 0),
        ([GOOD, replace(GOOD, url="/v1/parcels/AB124")], 0),
        ([GOOD, replace(GOOD, method="DELETE")], 0),
        ([GOOD, replace(GOOD, request_body=b"x")], 0),
        ([replace(GOOD, url="/a?b=1&c=2"), replace(GOOD, url="/a?c=2&b=1")], 1),
    ],
)
def test_tries_are_counted_by_request(entries: list[Entry], problems: int) -> None:
    assert len(list(too_many_tries(entries))) == problems


def test_how_many_tries_and_after_what_can_be_set() -> None:
    assert list(too_many_tries([BUSY] * 3, most=3)) == []
    assert list(too_many_tries([GOOD] * 2, retried=[200])) == []
    (problem,) = too_many_tries([BUSY] * 2, retried=[0])
    assert problem == (
        "One request was sent 2 times:\n"
        "    GET /v1/parcels/AB123 -> 503\n"
        "    GET /v1/parcels/AB123 -> 503"
    )


@pytest.mark.parametrize(
    ("entry", "problem"),
    [
        (GOOD, None),
        (replace(GOOD, proxied=True), None),
        (replace(GOOD, method="PUT"), "the request PUT /v1/parcels/AB123: the contract has no PUT"),
        (replace(FAULT, request_headers={}), "header X-Depot is missing"),
        (FAULT, None),
        (UNMATCHED, None),
        (replace(GOOD, status=201), "to GET /v1/parcels/AB123 -> 201: status 201 is not documented"),
        (replace(GOOD, status=201, proxied=True), "status 201 is not documented"),
        (replace(GOOD, response_headers={}), "the content type is missing"),
        (replace(GOOD, response_body=b"{}"), '"number" is a required property'),
        (replace(GOOD, response_body=b"{}", breaks=None), None),
        (replace(GOOD, response_body=b"{}", breaks=True), None),
        (replace(GOOD, breaks=True), "allows this response, which was to break it: GET /v1/parcels"),
    ],
)  # fmt: skip
def test_requests_and_responses_are_held_to_the_contract(
    contract: Contract, entry: Entry, problem: str | None
) -> None:
    problems = list(off_contract([entry], contract))
    assert (problems == []) if problem is None else any(problem in found for found in problems)


def test_documented_response_headers_are_looked_at(contract: Contract) -> None:
    listing = replace(GOOD, url="/v1/parcels", response_body=b"[]")
    (problem,) = off_contract([listing], contract)
    assert problem.endswith("-> 200: header X-Total is missing")
