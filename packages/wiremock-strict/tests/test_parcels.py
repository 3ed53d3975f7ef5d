"""A whole test as a user writes it: a front desk, its stubs, and what is found afterwards."""

from __future__ import annotations

import json

import pytest
from parcels.desk import Desk
from parcels.mappings import JSON, PARCEL, listing, stub, unavailable
from parcels.raw import ask
from wiremock_strict import Contract, Coverage, Stubs

HEADERS = {"X-Request-ID": "one"}


def say(desk: Desk, path: str) -> str:
    """Return what the desk says."""
    return ask(desk.url, path, headers=HEADERS).body.decode()


def test_a_list(stubs: Stubs, desk: Desk) -> None:
    stubs.set([listing({**PARCEL, "status": "waiting"})])
    assert say(desk, "/waiting") == "1 waiting"
    assert stubs.judge(requests=["one"]) == []


def test_a_detail(stubs: Stubs, desk: Desk) -> None:
    stubs.set([stub()])
    assert say(desk, "/where/AB123") == "AB123 is moving"
    assert stubs.judge(requests=["one"]) == []


def test_a_post(stubs: Stubs, desk: Desk, contract: Contract) -> None:
    taken = stub("/v1/parcels", PARCEL, 201, JSON, "POST", {"Location": "/v1/parcels/AB123"})
    stubs.set([taken])
    body = json.dumps({"to": {"street": "Elm Row"}, "weight": 1.5}).encode()
    assert ask(desk.url, "/send", "POST", HEADERS, body).body == b"taken in as AB123"
    assert stubs.judge(requests=["one"]) == []
    coverage = Coverage(contract, ["POST /parcels"])
    coverage.count(stubs.journal())
    assert coverage.missed == [
        "POST /parcels: header X-Depot=south",
        "POST /parcels: response default",
    ]


def test_a_second_try(stubs: Stubs, desk: Desk) -> None:
    chain = {"scenario_name": "busy", "required_scenario_state": "Started"}
    first = unavailable()
    for name, value in {**chain, "new_scenario_state": "free"}.items():
        setattr(first, name, value)
    stubs.set([stub()])
    stubs.set([first])
    assert say(desk, "/where/AB123") == "AB123 is moving"
    assert stubs.judge(requests=["one"]) == []
    assert stubs.judge(requests=["one"], most_tries=1) != []
    ask(desk.url, "/where/AB123", "GET", HEADERS)
    assert any("3 times" in problem for problem in stubs.judge(requests=["one"]))


@pytest.mark.parametrize(
    ("path", "problem"),
    [
        ("/where/AB124", "No stub matched this request: GET /v1/parcels/AB124"),
        ("/where/zz", "The contract does not allow the request GET /v1/parcels/zz: number:"),
        ("/where/AB124", "No request used this stub: Given a parcel"),
    ],
)
def test_a_wrong_request_is_found(stubs: Stubs, desk: Desk, path: str, problem: str) -> None:
    stubs.set([stub()], origin="Given a parcel")
    say(desk, path)
    assert any(found.startswith(problem) for found in stubs.judge(requests=["one"]))


def test_a_post_off_the_contract_is_found(stubs: Stubs, desk: Desk) -> None:
    taken = stub("/v1/parcels", PARCEL, 201, JSON, "POST", {"Location": "/v1/parcels/AB123"})
    stubs.set([taken])
    ask(desk.url, "/send", "POST", HEADERS, b'{"to": {"street": ""}, "weight": 0.001}')
    assert stubs.judge(requests=["one"]) == [
        "The contract does not allow the request POST /v1/parcels: "
        'to/street: "" is shorter than 1 character',
        "The contract does not allow the request POST /v1/parcels: "
        "weight: 0.001 is not a multiple of 0.01",
    ]
