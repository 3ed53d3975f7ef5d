"""A contract that is a valid document, and a service that keeps to it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
import yaml
from flask.testing import FlaskClient
from openapi_spec_validator import validate

import products_service
from tests.products_service.clients import TOKEN
from tests.schemathesis_runs import run_schemathesis
from tests.services import Service

CONTRACT = Path(products_service.__file__).with_name("openapi.yaml")
DOCUMENT = yaml.safe_load(CONTRACT.read_text(encoding="utf-8"))


def test_the_document_is_valid_openapi_3_1() -> None:
    assert DOCUMENT["openapi"].startswith("3.1.")
    validate(DOCUMENT)


def test_the_document_is_served_as_it_is(sqlite_client: FlaskClient) -> None:
    response = sqlite_client.get("/openapi.yaml")
    assert (response.status_code, response.content_type) == (200, "application/yaml")
    assert response.data == CONTRACT.read_bytes()


def test_the_document_names_every_parameter_and_its_bounds() -> None:
    """Nobody tries what the document leaves out, not even schemathesis."""
    declared = DOCUMENT["components"]["parameters"]
    listed = [DOCUMENT["paths"]["/products"]["get"]["parameters"][n]["$ref"] for n in range(5)]
    assert [reference.rsplit("/", 1)[1] for reference in listed] == list(declared)
    assert {item["name"]: item["schema"] for item in declared.values()} == {
        "category": {"type": "string", "minLength": 1},
        "sort_by": {"type": "string", "enum": ["name", "price", "category"]},
        "sort_order": {"type": "string", "enum": ["asc", "desc"]},
        "page": {"type": "integer", "minimum": 1, "maximum": 1_000_000, "default": 1},
        "page_size": {"type": "integer", "minimum": 1, "maximum": 100, "default": 20},
    }


@pytest.mark.parametrize(
    ("method", "statuses"),
    [
        ("get", ["200", "400", "503"]),
        ("put", ["204", "400", "401", "403", "413", "415", "503"]),
    ],
)
def test_every_documented_error_is_problem_details(method: str, statuses: list[str]) -> None:
    responses = DOCUMENT["paths"]["/products"][method]["responses"]
    assert list(responses) == statuses
    for status in statuses[1:]:
        name = responses[status].get("$ref", "").rsplit("/", 1)[-1]
        response = DOCUMENT["components"]["responses"].get(name, responses[status])
        schema = response["content"]["application/problem+json"]["schema"]
        assert schema == {"$ref": "#/components/schemas/Problem"}


def media_types(node: Any, place: str = "#") -> Iterator[tuple[str, dict[str, Any]]]:
    if isinstance(node, dict):
        if "schema" in node and ("example" in node or "examples" in node):
            yield place, node
        for key, value in node.items():
            yield from media_types(value, f"{place}/{key}")


@pytest.mark.parametrize(
    "media_type", [pytest.param(node, id=place) for place, node in media_types(DOCUMENT)]
)
def test_every_example_is_allowed_by_its_schema(media_type: dict[str, Any]) -> None:
    validator = jsonschema_rs.Draft202012Validator({**DOCUMENT, **media_type["schema"]})
    examples = [item["value"] for item in media_type.get("examples", {}).values()]
    examples += [media_type["example"]] if "example" in media_type else []
    for example in examples:
        validator.validate(example)


@pytest.mark.parametrize("method", ["GET", "PUT"])
def test_schemathesis_finds_no_departure_from_the_contract(
    start_service: Callable[..., Service], tmp_path: Path, method: str
) -> None:
    """Each method has a service of its own, so that there are products to read."""
    service = start_service()
    run_schemathesis(
        service.url,
        tmp_path,
        *("--include-method", method, "--header", f"Authorization: Bearer {TOKEN}"),
    )
    statuses = [entry["status"] for entry in service.log if entry.get("path") == "/products"]
    assert statuses.count(200 if method == "GET" else 204) > 20
    assert statuses.count(400) > 20


def test_the_process_serves_the_contract(start_service: Callable[..., Service]) -> None:
    assert start_service().get("/openapi.yaml").content == CONTRACT.read_bytes()
