"""Coverage of a contract: only what was requested, and responded by the contract, counts."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from parcels.mappings import JSON, PARCEL, PROBLEM
from wiremock_strict import Contract, ContractError, Coverage, Entry
from wiremock_strict.under_test import Response

LIST = "GET /parcels"
ENTRY = Entry(
    method="GET",
    url="/v1/parcels",
    request_headers={"x-depot": "north"},
    request_body=b"",
    origins=["Given parcels"],
    status=200,
    response_headers={"content-type": JSON, "x-total": "0"},
    response_body=b"[]",
)


def missed(contract: Contract, *entries: Entry, operation: str = LIST) -> list[str]:
    """Return what these entries leave out of one operation."""
    coverage = Coverage(contract, [operation])
    coverage.count(entries)
    return [part.removeprefix(f"{operation}: ") for part in coverage.missed]


def test_without_requests_nothing_is_covered(contract: Contract) -> None:
    assert missed(contract) == [
        "header X-Depot", "header X-Depot=north", "header X-Depot=south",
        "status", "status=waiting", "status=moving", "status=delivered",
        "after", "limit", "limit 1", "limit 50", "heavy", "response 200", "response 4XX",
    ]  # fmt: skip


def test_what_is_requested_and_responded_is_covered(contract: Contract) -> None:
    asked = [
        replace(ENTRY, url="/v1/parcels?status=waiting&status=moving&limit=1&heavy=true"),
        replace(ENTRY, url="/v1/parcels?status=delivered&limit=50&after=2026-11-26"),
        replace(
            ENTRY,
            request_headers={"x-depot": "south"},
            status=404,
            response_headers={"content-type": PROBLEM},
            response_body=b'{"title": "x"}',
        ),
    ]
    assert missed(contract, *asked) == []


def test_the_response_to_another_method_is_documented_at_get(contract: Contract) -> None:
    refused = replace(
        ENTRY,
        method="PUT",
        url="/v1/parcels?limit=1",
        status=405,
        response_headers={"content-type": PROBLEM},
        response_body=b'{"title": "x"}',
    )
    assert "response 4XX" not in missed(contract, refused)
    assert "limit 1" in missed(contract, refused)


def test_all_parts_are_told_with_their_operation(contract: Contract) -> None:
    coverage = Coverage(contract, [LIST])
    coverage.count([ENTRY])
    assert coverage.all_parts["GET /parcels: response 200"]
    assert not coverage.all_parts["GET /parcels: limit 50"]


def test_what_cannot_be_provoked_is_left_out(contract: Contract) -> None:
    coverage = Coverage(contract, [LIST], unless=["4XX"])
    assert "GET /parcels: response 200" in coverage.missed
    assert "GET /parcels: response 4XX" not in coverage.missed


def test_a_response_of_the_service_under_test_counts(contract: Contract) -> None:
    headers = {"content-type": JSON, "x-total": "0"}
    response = Response("GET", f"http://h{ENTRY.url}", {"X-Depot": "north"}, 200, headers, "[]", 0)
    assert "response 200" not in missed(contract, response.entry)
    assert "header X-Depot=north" not in missed(contract, response.entry)


@pytest.mark.parametrize(
    ("entry", "part"),
    [
        (replace(ENTRY, response_body=b"{}"), "response 200"),
        (replace(ENTRY, response_headers={"content-type": JSON}), "response 200"),
        (replace(ENTRY, status=0), "response 200"),
        (replace(ENTRY, status=500), "response 4XX"),
        (replace(ENTRY, url="/v1/parcels?limit=2"), "limit 1"),
        (replace(ENTRY, url="/v1/parcels?limit=x"), "limit 1"),
        (replace(ENTRY, url="/v1/parcels?status=lost"), "status=waiting"),
        (replace(ENTRY, url="/v1/parcels/AB123"), "response 200"),
        (replace(ENTRY, method="POST"), "response 200"),
    ],
)
def test_what_is_not_by_the_contract_does_not_count(
    contract: Contract, entry: Entry, part: str
) -> None:
    assert part in missed(contract, entry)


def test_parameters_in_a_path_count(contract: Contract) -> None:
    entry = replace(ENTRY, url="/v1/parcels/AB123", response_body=json.dumps(PARCEL).encode())
    assert missed(contract, entry, operation="GET /parcels/{number}") == [
        "header X-Depot=south", "response 404", "response 503",
    ]  # fmt: skip


def test_coverage_of_several_operations_is_one_sentence(contract: Contract) -> None:
    coverage = Coverage(contract, ["GET /parcels/summary", "DELETE /parcels/{number}"])
    assert str(coverage) == (
        "Contract of GET /parcels/summary, DELETE /parcels/{number}: 0 of 6 parts exercised; "
        "never exercised: GET /parcels/summary: response 200; "
        "DELETE /parcels/{number}: header X-Depot; DELETE /parcels/{number}: header X-Depot=north; "
        "DELETE /parcels/{number}: header X-Depot=south; DELETE /parcels/{number}: number; "
        "DELETE /parcels/{number}: response 204."
    )
    coverage.count(
        [
            replace(
                ENTRY,
                url="/v1/parcels/summary",
                response_body=b"",
                response_headers={"content-type": "text/plain"},
            )
        ]
    )
    assert "1 of 6" in str(coverage)


def test_coverage_of_one_operation_names_it_once(contract: Contract) -> None:
    assert str(Coverage(contract, ["GET /parcels/summary"])) == (
        "Contract of GET /parcels/summary: 0 of 1 parts exercised; never exercised: response 200."
    )


def test_an_operation_that_is_not_there_is_refused(contract: Contract) -> None:
    with pytest.raises(ContractError, match="has no GET /letters"):
        Coverage(contract, ["GET /letters"])


def test_all_operations_are_covered_by_default(contract: Contract) -> None:
    parts = {part.partition(":")[0] for part in Coverage(contract).missed}
    assert parts == set(contract.operations)


def test_parts_can_be_put_together_with_other_runs(contract: Contract) -> None:
    coverage = Coverage(contract, ["DELETE /parcels/{number}"])
    coverage.count([replace(ENTRY, url="/v1/parcels/AB123", method="DELETE", status=204)])
    assert coverage.parts == {
        "DELETE /parcels/{number}": {
            "header X-Depot": True,
            "header X-Depot=north": True,
            "header X-Depot=south": False,
            "number": True,
            "response 204": False,
        }
    }
