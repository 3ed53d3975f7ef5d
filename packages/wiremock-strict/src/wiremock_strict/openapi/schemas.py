"""The schemas of a document, compiled; what a value breaks, in sentences.

jsonschema-rs reads them as JSON Schema 2020-12, which OpenAPI 3.1 uses, with exact numbers.
"""

from __future__ import annotations

import json
from typing import Any, Literal

import jsonschema_rs

from wiremock_strict.openapi.closing import Closing
from wiremock_strict.openapi.document import Node

Direction = Literal["request", "response"]
COMPONENTS = "#/components/schemas/"
UNSUPPORTED = ("$id", "$anchor", "$dynamicRef", "$dynamicAnchor", "$recursiveRef")


class Schemas:
    """Compiles the schemas of one document, closed to fields that it does not name, or open."""

    def __init__(self, document: Node, closed: bool) -> None:
        components = document.get("components")
        schemas = components.raw("schemas") if components else None
        named = schemas.mapping() if schemas else {}
        if schemas:
            check_schema(schemas, below=True)
        self._closing = {
            direction: Closing(named, direction) if closed else None
            for direction in ("request", "response")
        }
        self._components = {
            direction: {"schemas": closing.components() if closing else named}
            for direction, closing in self._closing.items()
        }

    def compile(self, schema: Node, direction: Direction) -> Schema:
        """Compile one schema; raise ContractError if it is wrong or not supported."""
        check_schema(schema)
        closing = self._closing[direction]
        closed = closing.close(schema.value) if closing else schema.value
        if isinstance(closed, bool):
            closed = {} if closed else {"not": {}}
        try:
            return Schema({**closed, "components": self._components[direction]})
        except (ValueError, TypeError) as error:
            first = str(error).splitlines()[0]
            raise schema.error(f"this is no JSON Schema: {first}") from None


class Schema:
    """One compiled schema."""

    def __init__(self, schema: dict[str, Any]) -> None:
        self._validator = jsonschema_rs.Draft202012Validator(schema, validate_formats=True)

    def problems(self, value: Any, name: str) -> list[str]:
        """Say what is wrong with a value, with the path within it; `name` is for the whole."""
        errors = list(self._validator.iter_errors(value))
        # Where a part of a schema fails, nothing that it names counts as evaluated.
        telling = [error for error in errors if error.kind.name != "unevaluatedProperties"]
        return [
            f"{'/'.join(map(str, error.instance_path)) or name}: {_message(error)}"
            for error in telling or errors
        ]


def check_schema(schema: Node, below: bool = False) -> None:
    """Raise ContractError for a schema that refers to what is not there, or is not supported.

    `below`: a mapping of schemas, in which no name is a keyword.
    """
    for key, node in schema.members():
        if not below and key in UNSUPPORTED:
            raise node.error(f"{key} is not supported")
        if not below and key == "$ref":
            reference = str(node.value)
            if not reference.startswith(COMPONENTS) or "/" in reference.removeprefix(COMPONENTS):
                raise schema.error(
                    f"the reference {reference!r} is not supported: "
                    f"a schema may refer to {COMPONENTS}NAME only"
                )
            schema.target(reference)
        elif key not in ("enum", "const", "default", "example", "examples"):
            check_schema(node, below=not below and key in ("properties", "patternProperties"))


def _message(error: Any) -> str:
    """Say it in words of ours where jsonschema-rs thinks of schemas and not of contracts."""
    kind = error.kind
    if kind.name == "propertyNames":
        return f"the contract has no {json.dumps(kind.error.instance, ensure_ascii=False)}"
    if kind.name in ("additionalProperties", "unevaluatedProperties"):
        names = (json.dumps(name, ensure_ascii=False) for name in kind.unexpected)
        return f"the contract has no {' and no '.join(names)} here"
    if kind.name == "falseSchema":
        return "the contract does not allow this here"
    return str(error.message)
