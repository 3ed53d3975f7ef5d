"""Requests are held to a contract: path, query, headers and body."""

from __future__ import annotations

from pathlib import Path

import pytest
from parcels.mappings import JSON
from wiremock_strict import Contract

OPENAPI = Path(__file__).parent / "parcels/openapi.yaml"
NORTH = {"X-Depot": "north"}


def listing(contract: Contract, query: str = "", headers: dict[str, str] = NORTH) -> list[str]:
    """Return the problems of a request for the list."""
    return contract.request_problems("GET", f"/v1/parcels{query}", headers)


@pytest.mark.parametrize(
    "query",
    [
        "",
        "?status=moving",
        "?status=moving&status=waiting",
        "?after=2026-11-26&limit=50&heavy=true",
    ],
)
def test_a_request_by_the_contract_is_allowed(contract: Contract, query: str) -> None:
    assert listing(contract, query) == []


@pytest.mark.parametrize(
    ("query", "problem"),
    [
        ("?colour=red", "there is no parameter 'colour'"),
        ("?Status=moving", "there is no parameter 'Status'"),
        ("?status=moving&status=lost", '1: "lost" is not one of'),
        ("?after=yesterday", 'after: "yesterday" is not a "date"'),
        ("?limit=0", "limit: 0 is less than the minimum of 1"),
        ("?limit=51", "limit: 51 is greater than the maximum of 50"),
        ("?limit=-1", "limit: -1 is less than the minimum of 1"),
        ("?limit=1&limit=2", "limit is given 2 times"),
        ("?heavy=yes", 'heavy: "yes" is not of type "boolean"'),
        *(
            (f"?limit={text}", 'is not of type "integer"')
            for text in ("", "1.0", "%201", "1_0", "0x1", "1e0", "%EF%BC%91", "9" * 5_000)
        ),
    ],
)
def test_a_query_against_the_contract_is_a_problem(
    contract: Contract, query: str, problem: str
) -> None:
    (found,) = listing(contract, query)
    assert problem in found


def test_each_problem_is_told(contract: Contract) -> None:
    assert len(listing(contract, "?colour=red&limit=0&limit=1&heavy=", {})) == 4


def test_an_open_contract_allows_other_parameters() -> None:
    opened = Contract(OPENAPI, closed=False)
    assert listing(opened, "?colour=red") == []
    assert listing(opened, "?limit=0") != []


@pytest.mark.parametrize(
    ("headers", "problems"),
    [
        ({"x-depot": "south", "User-Agent": "x", "Accept": "x/y"}, []),
        ({}, ["header X-Depot is missing"]),
        ({"X-Depot": "west"}, ['header X-Depot: "west" is not one of "north" or "south"']),
    ],
)
def test_headers_are_held_to_the_contract(
    contract: Contract, headers: dict[str, str], problems: list[str]
) -> None:
    assert listing(contract, "", headers) == problems


def test_parameters_in_the_path_are_held_to_it(contract: Contract) -> None:
    assert contract.request_problems("GET", "/v1/parcels/AB%3123", NORTH) == []
    (problem,) = contract.request_problems("GET", "/v1/parcels/ab", NORTH)
    assert problem.startswith('number: "ab" does not match')


def test_a_path_without_parameters_comes_first(contract: Contract) -> None:
    assert contract.request_problems("GET", "/v1/parcels/summary") == []


@pytest.mark.parametrize(
    "path", ["/v1/parcels/", "/v1/parcels/AB123/x", "/parcels", "/v1/v1/parcels"]
)
def test_a_path_that_is_not_documented_is_a_problem(contract: Contract, path: str) -> None:
    assert contract.request_problems("GET", path, NORTH) == [f"the contract has no GET {path}"]


def test_a_method_that_is_not_documented_is_a_problem(contract: Contract) -> None:
    assert contract.request_problems("PUT", "/v1/parcels", NORTH) == [
        "the contract has no PUT /v1/parcels"
    ]


@pytest.mark.parametrize(
    ("body", "kind", "problem"),
    [
        (b'{"to": {"street": "x"}, "weight": 0.07}', JSON, None),
        (b'{"to": {"street": "x"}, "weight": 1, "pin": "1"}', JSON, None),
        (b'{"to": {"street": "x"}, "weight": 1, "number": "1"}', JSON, "number: the contract does"),
        (b'{"to": {"street": "x"}, "weight": 1, "colour": 1}', JSON, 'has no "colour"'),
        (b'{"weight": 1}', JSON, '"to" is a required property'),
        (b'{"to": {"street": "x"}, "weight": 0.075}', JSON, "0.075 is not a multiple of 0.01"),
        (b"to=x", "application/x-www-form-urlencoded", "this request has application/json"),
        (b"{", JSON, "the body is not JSON"),
        (b"", JSON, "the body is missing"),
    ],
)
def test_a_body_is_held_to_the_contract(
    contract: Contract, body: bytes, kind: str, problem: str | None
) -> None:
    headers = {**NORTH, "Content-Type": kind}
    found = contract.request_problems("POST", "/v1/parcels", headers, body)
    assert (found == []) if problem is None else (problem in "\n".join(found))


def test_a_body_that_is_not_documented_is_a_problem(contract: Contract) -> None:
    found = contract.request_problems("GET", "/v1/parcels", NORTH, b"{}")
    assert found == ["this request has no body"]


# --- ways to write a parameter --------------------------------------------------------------------


def parameter(folder: Path, text: str) -> Contract:
    """Make a contract with one parameter."""
    file = folder / "openapi.yaml"
    file.write_text(
        "openapi: 3.1.0\npaths: {'/a/{p}': {get: "
        f"{{parameters: [{text}], responses: {{'200': {{}}}}}}}}}}\n"
    )
    return Contract(file)


@pytest.mark.parametrize(
    ("text", "url", "headers", "allowed"),
    [
        ("{name: p, in: path, schema: {type: array, items: {type: integer}}}", "/a/1,2", {}, True),
        ("{name: p, in: path, schema: {type: array, items: {type: integer}}}", "/a/1,x", {}, False),
        ("{name: q, in: query, explode: false, schema: {type: array, items: {type: integer}}}", "/a/x?q=1,2", {}, True),
        ("{name: q, in: query, explode: false, schema: {type: array, items: {type: integer}}}", "/a/x?q=1,y", {}, False),
        ("{name: q, in: query, style: pipeDelimited, schema: {type: array, maxItems: 1}}", "/a/x?q=1|2", {}, False),
        ("{name: q, in: query, schema: {type: [integer, string], maximum: 3, maxLength: 2}}", "/a/x?q=ab", {}, True),
        ("{name: q, in: query, schema: {anyOf: [{type: integer}, {const: all}]}}", "/a/x?q=all", {}, True),
        ("{name: q, in: query, schema: {anyOf: [{type: integer}, {const: all}]}}", "/a/x?q=1", {}, True),
        ("{name: q, in: query, schema: {anyOf: [{type: integer}, {const: all}]}}", "/a/x?q=x", {}, False),
        ("{name: q, in: query, schema: {type: number, multipleOf: 0.01}}", "/a/x?q=0.07", {}, True),
        ("{name: q, in: query, schema: {type: number, multipleOf: 0.01}}", "/a/x?q=0.071", {}, False),
        ("{name: c, in: cookie, required: true, schema: {enum: [a]}}", "/a/x", {"Cookie": "b=1; c=a"}, True),
        ("{name: c, in: cookie, required: true, schema: {enum: [a]}}", "/a/x", {"Cookie": "c=b"}, False),
        ("{name: c, in: cookie, required: true, schema: {enum: [a]}}", "/a/x", {}, False),
        ("{name: Accept, in: header, required: true, schema: {const: x}}", "/a/x", {}, True),
    ],
)  # fmt: skip
def test_parameters_may_be_written_in_several_ways(
    tmp_path: Path, text: str, url: str, headers: dict[str, str], allowed: bool
) -> None:
    assert (parameter(tmp_path, text).request_problems("GET", url, headers) == []) is allowed
