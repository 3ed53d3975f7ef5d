"""Responses are held to a contract: status, content type, headers and body, with the place."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from parcels.mappings import JSON, PARCEL, PROBLEM
from wiremock_strict import Contract

DETAIL = ("GET", "/v1/parcels/AB123")
OPENAPI = Path(__file__).parent / "parcels/openapi.yaml"


def detail(contract: Contract, body: bytes | str, status: int = 200, kind: str = JSON) -> list[str]:
    """Return the problems of a response to a request for one parcel."""
    data = body if isinstance(body, bytes) else body.encode()
    return contract.response_problems(*DETAIL, status, kind, data)


def parcel(**more: Any) -> str:
    """Return a parcel with further members, or without one that is None, as JSON."""
    members = {**PARCEL, **more}
    return json.dumps({name: value for name, value in members.items() if value is not None})


def weighing(weight: str) -> str:
    """Return a parcel with a weight as it is written."""
    return parcel().replace("1.5", weight)


# --- bodies ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "body",
    [
        parcel(),
        parcel(proof={"signature": "x"}),
        parcel(labels={"anything": "x"}),
        parcel(notes={"free": ["form"]}),
        parcel(to={"street": "x", "country": "no"}),
    ],
)
def test_a_body_by_the_contract_is_allowed(contract: Contract, body: str) -> None:
    assert detail(contract, body) == []


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        (parcel(number=None), 'the body: "number" is a required property'),
        (parcel(to=None), 'the body: "to" is a required property'),
        (parcel(status="lost"), 'status: "lost" is not one of "waiting", "moving" or "delivered"'),
        (parcel(to={"street": ""}), 'to/street: "" is shorter than 1 character'),
        (parcel(labels={"a": 1}), 'labels/a: 1 is not of type "string"'),
        ("[]", 'the body: [] is not of type "object"'),
        ("null", 'the body: null is not of type "object"'),
        (parcel(to={"street": "\ud800"}), "the body is not JSON: "),
        (parcel(notes={"\ud800": 1}), "the body is not JSON: "),
        (parcel(notes=["\ud800"]), "the body is not JSON: "),
        ('{"to": 1, "to": 2}', "the body is not JSON: 'to' is given twice"),
        ('{"by": 1, "to": 1, "to": 2}', "the body is not JSON: 'to' is given twice"),
        (weighing("NaN"), "the body is not JSON: NaN is no JSON number"),
        ("", "the body is not JSON: "),
        (parcel()[:-1], "the body is not JSON: "),
        (parcel() + "x", "the body is not JSON: "),
        ("\ufeff" + parcel(), "the body is not JSON: "),
        ("[" * 100_000 + "]" * 100_000, "the body is not JSON: "),
        (weighing("9" * 5_000), "the body is not JSON: "),
    ],
)
def test_a_problem_of_a_body_names_its_place(contract: Contract, body: str, problem: str) -> None:
    assert any(found.startswith(problem) for found in detail(contract, body))


def test_a_body_in_another_encoding_is_a_problem(contract: Contract) -> None:
    assert "the body is not JSON: " in detail(contract, parcel().encode("utf-16"))[0]


def test_places_in_lists_are_named(contract: Contract) -> None:
    body = f"[{parcel()}, {parcel(status='lost')}]".encode()
    (problem,) = contract.response_problems("GET", "/v1/parcels", 200, JSON, body)
    assert problem.startswith('1/status: "lost" is not one of')


# --- closed ---------------------------------------------------------------------------------------

UNNAMED = [
    (parcel(colour="red"), 'the body: the contract has no "colour"'),
    (parcel(to={"street": "x", "town": "y"}), 'to: the contract has no "town"'),
    (parcel(proof={"photo": "x", "by": "y"}), 'proof: the contract has no "by"'),
    (parcel(pin="1234"), "pin: the contract does not allow this here"),
]


@pytest.mark.parametrize(("body", "problem"), UNNAMED)
def test_a_field_that_is_not_named_is_a_problem(
    contract: Contract, body: str, problem: str
) -> None:
    assert detail(contract, body) == [problem]


def test_a_field_that_is_allowed_but_not_named_is_a_problem(contract: Contract) -> None:
    body = json.dumps({"title": "No", "detail": "x"})
    assert detail(contract, body, 404, PROBLEM) == ['the body: the contract has no "detail"']


def test_a_field_in_a_list_that_is_not_named_is_a_problem(contract: Contract) -> None:
    body = f"[{parcel(colour='red')}]".encode()
    found = contract.response_problems("GET", "/v1/parcels", 200, JSON, body)
    assert found == ['0: the contract has no "colour"']


@pytest.mark.parametrize("body", [body for body, _ in UNNAMED])
def test_an_open_contract_allows_other_fields(body: str) -> None:
    assert detail(Contract(OPENAPI, closed=False), body) == []


OPEN_A = "{$ref: '#/components/schemas/A'}"
OPEN_B = "{properties: {b: {properties: {c: {}}}}}"
DOCUMENT = """
openapi: 3.1.0
paths: {/a: {get: {responses: {"200": {content: {application/json: {schema: <schema>}}}}}}}
components:
  schemas:
    A: {type: object, properties: {a: {}}}
    Node: {type: object, properties: {next: {$ref: "#/components/schemas/Node"}}}
"""


def schema_problems(folder: Path, schema: str, value: Any) -> list[str]:
    """Return the problems of a value by a schema, closed; <A> and <B> in it are two open ones."""
    written = schema.replace("<A>", OPEN_A).replace("<B>", OPEN_B)
    file = folder / "openapi.yaml"
    file.write_text(DOCUMENT.replace("<schema>", written))
    body = json.dumps(value).encode()
    return Contract(file).response_problems("GET", "/a", 200, JSON, body)


@pytest.mark.parametrize(
    ("schema", "allowed", "refused"),
    [
        ("<A>", {"a": 1}, {"x": 1}),
        ("{allOf: [<A>, <B>]}", {"a": 1, "b": {"c": 1}}, {"a": 1, "x": 1}),
        ("{allOf: [<A>, <B>]}", {"a": 1}, {"b": {"x": 1}}),
        ("{allOf: [{allOf: [<A>]}, <B>]}", {"a": 1, "b": {}}, {"x": 1}),
        ("{anyOf: [<A>, <B>]}", {"a": 1, "b": {}}, {"a": 1, "x": 1}),
        ("{anyOf: [<A>, {type: array, items: <B>}]}", [{"b": {}}], [{"x": 1}]),
        ("{type: [object, 'null'], properties: {a: <A>}}", {"a": {"a": 1}}, {"a": {"x": 1}}),
        ("{prefixItems: [<A>], items: <B>}", [{"a": 1}, {"b": {}}], [{"b": {}}]),
        ("{prefixItems: [<A>], items: <B>}", [{"a": 1}], [{"a": 1}, {"a": 1}]),
        ("{patternProperties: {'^p': <A>}}", {"p1": {"a": 1}}, {"p1": {"x": 1}}),
        ("{additionalProperties: <A>}", {"any": {"a": 1}}, {"any": {"x": 1}}),
        ("{properties: {a: {}}, additionalProperties: true}", {"a": 1}, {"x": 1}),
        ("{properties: {a: {}}, unevaluatedProperties: {}}", {"a": 1}, {"x": 1}),
        ("{properties: {a: {}}, additionalProperties: {type: string}}", {"x": "y"}, {"x": 1}),
        (
            "{if: {required: [a]}, then: {properties: {a: {}, b: {}}}, else: {properties: {c: {}}}}",
            {"a": 1, "b": 2},
            {"c": 1, "b": 2},
        ),
        (
            "{anyOf: [{properties: {a: {type: string}}, additionalProperties: true}, "
            "{properties: {b: {type: integer}}}]}",
            {"a": "x"},
            {"a": "x", "b": "y"},
        ),
        ("{if: {required: [a]}, else: {properties: {c: <A>}}}", {"c": {"a": 1}}, {"c": {"x": 1}}),
        (
            "{properties: {a: {}}, dependentSchemas: {a: {properties: {b: {}}}}}",
            {"a": 1, "b": 2},
            {"b": 2},
        ),
        ("{properties: {a: {}}, not: {required: [b], properties: {b: {}}}}", {"a": 1}, {"c": 1}),
        (
            "{properties: {next: {$ref: '#/components/schemas/Node'}}}",
            {"next": {}},
            {"next": {"x": 1}},
        ),
        (
            "{$ref: '#/components/schemas/Node'}",
            {"next": {"next": {}}},
            {"next": {"next": {"x": 1}}},
        ),
        ("{type: array, contains: {properties: {a: {const: 1}}}}", [{"a": 1, "x": 2}], []),
    ],
)
def test_closing_reaches_into_every_keyword(
    tmp_path: Path, schema: str, allowed: Any, refused: Any
) -> None:
    assert schema_problems(tmp_path, schema, allowed) == []
    assert schema_problems(tmp_path, schema, refused) != []


@pytest.mark.parametrize("schema", ["{}", "true", "{type: object}", "{additionalProperties: true}"])
def test_an_object_without_named_fields_is_free_form(tmp_path: Path, schema: str) -> None:
    assert schema_problems(tmp_path, schema, {"any": {"thing": 1}}) == []


# --- exact numbers --------------------------------------------------------------------------------


def test_no_multiple_is_missed_or_made_up(contract: Contract) -> None:
    """Whether a binary float is a multiple of 0.01 is a matter of luck."""
    weights = [f"{cents // 100}.{cents % 100:02}" for cents in range(1, 1_000_000_000, 10_000_019)]
    weights += [f"{cents // 100}.{cents % 100:02}" for cents in range(1, 200)]
    assert [weight for weight in weights if detail(contract, weighing(weight))] == []
    assert [weight for weight in weights if not detail(contract, weighing(weight + "1"))] == []


@pytest.mark.parametrize(
    ("weight", "problem"),
    [
        ("0.07000000000000000001", "weight: 0.07000000000000000001 is not a multiple of 0.01"),
        ("0.001", "weight: 0.001 is not a multiple of 0.01"),
        ("0", "weight: 0 is less than or equal to the minimum of 0"),
        ("-1", "weight: -1 is less than or equal to the minimum of 0"),
        ('"1.5"', 'weight: "1.5" is not of type "number"'),
        ("true", 'weight: true is not of type "number"'),
    ],
)
def test_a_wrong_number_is_shown_as_written(contract: Contract, weight: str, problem: str) -> None:
    assert detail(contract, weighing(weight)) == [problem]


# --- status, content type, headers ----------------------------------------------------------------


@pytest.mark.parametrize("status", [201, 204, 400, 500])
def test_a_status_that_is_not_documented_is_a_problem(contract: Contract, status: int) -> None:
    assert detail(contract, parcel(), status) == [
        f"status {status} is not documented, only 200, 404, 503"
    ]


def test_a_range_of_statuses_and_the_default_are_documented(contract: Contract) -> None:
    body = b'{"title": "No"}'
    for status in (400, 404, 499):
        assert contract.response_problems("GET", "/v1/parcels", status, PROBLEM, body) == []
    assert contract.response_problems("GET", "/v1/parcels", 500, PROBLEM, body) != []
    assert contract.response_problems("POST", "/v1/parcels", 500, PROBLEM, body) == []
    assert contract.response_problems("POST", "/v1/parcels", 0, PROBLEM, body) != []


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("", "is missing"),
        ("text/plain", "is text/plain"),
        (PROBLEM, f"is {PROBLEM}"),
        ("application/json; charset=utf-16", "is application/json; charset=utf-16"),
        ("json", "is json"),
    ],
)
def test_a_wrong_content_type_is_a_problem(contract: Contract, kind: str, said: str) -> None:
    assert detail(contract, parcel(), kind=kind) == [
        f"the content type {said}, and a 200 response has application/json"
    ]


@pytest.mark.parametrize("kind", ["Application/JSON", 'application/json; charset="UTF-8"'])
def test_a_content_type_may_be_written_otherwise(contract: Contract, kind: str) -> None:
    assert detail(contract, parcel(), kind=kind) == []


def test_a_text_is_held_to_its_schema(contract: Contract) -> None:
    def problems(text: bytes) -> list[str]:
        url = "/v1/parcels/summary"
        return contract.response_problems("GET", url, 200, "text/plain; charset=utf-8", text)

    assert problems("zwölf".encode()) == []
    assert "is longer than 40 characters" in problems(b"x" * 41)[0]
    assert problems(b"\xff")[0].startswith("the body is not UTF-8: ")


def test_a_body_where_none_is_documented_is_a_problem(contract: Contract) -> None:
    assert contract.response_problems("DELETE", "/v1/parcels/AB123", 204, "", b"") == []
    assert contract.response_problems("DELETE", "/v1/parcels/AB123", 204, JSON, b"{}") == [
        "a 204 response has no body"
    ]


def test_documented_headers_are_held_to_their_schema(contract: Contract) -> None:
    def problems(headers: dict[str, str] | None) -> list[str]:
        return contract.response_problems("GET", "/v1/parcels", 200, JSON, b"[]", headers)

    assert problems({"X-Total": "0", "X-Other": "x"}) == []
    assert problems({}) == ["header X-Total is missing"]
    assert problems({"x-total": "-1"}) == ["header X-Total: -1 is less than the minimum of 0"]
    assert problems({"x-total": "many"}) == ['header X-Total: "many" is not of type "integer"']
    assert problems(None) == []


def test_a_path_that_is_not_documented_is_a_problem(contract: Contract) -> None:
    assert contract.response_problems("GET", "/parcels", 200, JSON, b"[]") == [
        "the contract has no GET /parcels"
    ]


def test_a_header_that_is_not_documented_is_named(contract: Contract) -> None:
    operation = contract.operation("GET", "/parcels")
    known = ["X-Total", "content-type", "Content-Length", "Date", "Connection"]
    assert operation.unknown_headers(200, known) == []
    assert operation.unknown_headers(200, [*known, "X-Powered-By"]) == [
        "there is no header x-powered-by"
    ]
    assert operation.unknown_headers(299, ["X-Total"]) == ["there is no header x-total"]
