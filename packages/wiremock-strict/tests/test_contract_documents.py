"""Which documents make a contract, and what is said of the others."""

from __future__ import annotations

from pathlib import Path

import pytest
from wiremock_strict import Contract, ContractError

HEAD = "openapi: 3.1.0\n"
RESPONSES = "responses: {'200': {}}"


def refusal(folder: Path, text: str) -> str:
    """Return the sentence with which a document is refused, without the file."""
    file = folder / "openapi.yaml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(ContractError) as refused:
        Contract(file)
    sentence = str(refused.value)
    assert sentence.startswith(str(file))
    return sentence.removeprefix(str(file))


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", ": this is no OpenAPI document: it has no 'openapi: 3.1.0'"),
        ("- no\n", ": this is no OpenAPI document"),
        ("a: [\n", " is neither YAML nor JSON: "),
        ("\x00", " is neither YAML nor JSON: "),
        ("openapi: 3.0.3\npaths: {}\n", ": only OpenAPI 3.1 is supported, and this is 3.0.3"),
        ("swagger: '2.0'\n", ": this is no OpenAPI document"),
        (HEAD, ": 'paths' is missing"),
        (HEAD + "paths: []\n", ", at paths: this must be a mapping"),
        (HEAD + "paths: {a: {}}\n", ", at paths > a: a path must begin with /"),
        (
            HEAD + "paths: {/a: {get: {}}}\n",
            ", at paths > /a > get: an operation needs 'responses'",
        ),
        (HEAD + "paths: {/a: {get: 1}}\n", ", at paths > /a > get: this must be a mapping"),
        (HEAD + "paths: {/a: {}, /a: {}}\n", " is neither YAML nor JSON: '/a' is given twice"),
    ],
)
def test_what_is_no_openapi_is_refused_with_its_place(
    tmp_path: Path, text: str, problem: str
) -> None:
    assert refusal(tmp_path, text).startswith(problem)


def test_a_file_that_cannot_be_read_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ContractError, match=r"none\.yaml cannot be read: No such file"):
        Contract(tmp_path / "none.yaml")
    (tmp_path / "bytes").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(ContractError, match="is neither YAML nor JSON"):
        Contract(tmp_path / "bytes")


@pytest.mark.parametrize(
    ("parameter", "problem"),
    [
        ("{name: a, in: query}", "parameters > 0: a parameter without a schema is not supported"),
        ("{name: a, in: body, schema: {}}", "parameters > 0: 'in' must be one of query, cookie, path, header"),
        ("{in: query, schema: {}}", "parameters > 0: 'name' must be a text"),
        ("{name: a, in: query, required: 1, schema: {}}", "'required' must be true or false"),
        ("{name: a, in: query, schema: {type: object}}", "that is an object is not supported"),
        ("{name: a, in: query, style: deepObject, schema: {}}", "style deepObject is not supported"),
        ("{name: a, in: query, schema: {type: nonsense}}", "schema: this is no JSON Schema: "),
        ("{name: a, in: query, schema: {pattern: '('}}", "schema: this is no JSON Schema: "),
        ("{name: a, in: query, schema: {$ref: '#/components/schemas/No'}}", "refers to nothing"),
        ("{name: a, in: query, schema: {$ref: '#/paths'}}", "is not supported: a schema may refer"),
        ("{name: a, in: query, schema: {$id: x}}", "schema > $id: $id is not supported"),
        ("{name: a, in: query, schema: {items: {$dynamicRef: x}}}", "$dynamicRef is not supported"),
        ("{$ref: '#/components/parameters/No'}", "#/components/parameters/No refers to nothing"),
        ("{$ref: 'other.yaml#/a'}", "only those within the document are"),
        ("{$ref: '#/paths/~1a/get/parameters/0'}", "refers to itself"),
    ],
)  # fmt: skip
def test_what_is_wrong_or_not_supported_is_named_with_its_place(
    tmp_path: Path, parameter: str, problem: str
) -> None:
    text = f"{HEAD}paths: {{/a: {{get: {{parameters: [{parameter}], {RESPONSES}}}}}}}\n"
    said = refusal(tmp_path, text)
    assert said.startswith(", at paths > /a > get > parameters > 0")
    assert problem in said


@pytest.mark.parametrize(
    ("rest", "problem"),
    [
        ("components: {schemas: {A: {$ref: 'x.yaml'}}}", "components > schemas > A: the reference"),
        ("servers: [{url: /v1}, {url: /v2}]", "servers with different paths are not supported: /v1, /v2"),
        ("servers: [{url: 'http://h/{base}'}]", "servers with different paths are not supported"),
        ("servers: 1", "at servers: this must be a list"),
    ],
)  # fmt: skip
def test_the_rest_of_a_document_is_looked_at(tmp_path: Path, rest: str, problem: str) -> None:
    assert problem in refusal(tmp_path, f"{HEAD}paths: {{/a: {{get: {{{RESPONSES}}}}}}}\n{rest}\n")


def test_a_schema_for_other_content_is_refused_when_it_is_needed(tmp_path: Path) -> None:
    file = tmp_path / "openapi.yaml"
    content = "{image/png: {}, text/csv: {schema: {type: string}}, a/b: {schema: {type: object}}}"
    file.write_text(f"{HEAD}paths: {{/a: {{get: {{responses: {{200: {{content: {content}}}}}}}}}}}")
    contract = Contract(file)
    assert contract.response_problems("GET", "/a", 200, "image/png", b"\xff") == []
    assert contract.response_problems("GET", "/a", 200, "text/csv", b"a,b") == []
    with pytest.raises(ContractError, match=r"> a/b: a schema is supported for JSON and text only"):
        contract.response_problems("GET", "/a", 200, "a/b", b"")


def test_plain_values_are_read_as_yaml_1_2_does(tmp_path: Path) -> None:
    """In YAML 1.1 "no" is false and a date is a date."""
    file = tmp_path / "openapi.yaml"
    enum = "[no, on, 2026-11-26, 1e1, 0.1, true, null, 12]"
    file.write_text(
        f"{HEAD}paths: {{/a: {{get: {{parameters: "
        f"[{{name: q, in: query, schema: {{enum: {enum}}}}}], {RESPONSES}}}}}}}"
    )
    (parameter,) = Contract(file).operation("GET", "/a").parameters
    assert list(map(str, parameter.schema["enum"])) == [
        "no", "on", "2026-11-26", "1E+1", "0.1", "True", "None", "12",
    ]  # fmt: skip


def test_a_document_may_be_json(tmp_path: Path) -> None:
    file = tmp_path / "openapi.json"
    file.write_text('{"openapi": "3.1.0", "paths": {"/a": {"get": {"responses": {"200": {}}}}}}')
    assert list(Contract(file).operations) == ["GET /a"]


def test_an_operation_is_found_by_name(contract: Contract) -> None:
    operation = contract.operation("GET", "/parcels")
    assert operation.name == "GET /parcels"
    assert [parameter.name for parameter in operation.parameters] == [
        "X-Depot", "status", "after", "limit", "heavy",
    ]  # fmt: skip
    assert operation.statuses == ["200", "4XX"]
    with pytest.raises(ContractError, match=r"has no GET /letters, only GET /parcels, POST"):
        contract.operation("GET", "/letters")
