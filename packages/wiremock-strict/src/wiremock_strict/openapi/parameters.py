"""The parameters of an operation: what they may be, and what is wrong with those of a request."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from wiremock_strict.openapi.document import Node
from wiremock_strict.openapi.schemas import Schemas

STYLES = {"query": "form", "cookie": "form", "path": "simple", "header": "simple"}  # by default
SEPARATORS = {"form": ",", "simple": ",", "spaceDelimited": " ", "pipeDelimited": "|"}
NOT_PARAMETERS = ("accept", "content-type", "authorization")  # OpenAPI 3.1, "Parameter Object"
INTEGER = re.compile("-?[0-9]{1,1000}")
NUMBER = re.compile(r"-?[0-9]{1,1000}(?:\.[0-9]{1,1000})?(?:[eE][-+]?[0-9]{1,4})?")


class Parameter:
    """One parameter; `where` is "query", "path", "header" or "cookie".

    `schema` is that of the value, or of each value if it takes many, with references followed.
    """

    def __init__(self, node: Node, schemas: Schemas) -> None:
        self.name, self.where = node.text("name"), node.text("in")
        if self.where not in STYLES:
            raise node.error(f"'in' must be one of {', '.join(STYLES)}")
        self.required = node.flag("required")
        raw = node.raw("schema")
        if raw is None:
            raise node.error("a parameter without a schema is not supported")
        self._compiled = schemas.compile(raw, "request")
        schema = raw.followed()
        self._types = _types(schema)
        if "object" in self._types:
            raise node.error("a parameter that is an object is not supported")
        self._takes_many = "array" in self._types
        items = schema.get("items") if self._takes_many else schema
        self.schema: dict[str, Any] = items.mapping() if items else {}
        self._item_types = _types(items) if items else {"string"}
        self._read_style(node)

    @property
    def label(self) -> str:
        """The name as messages say it."""
        return self.name if self.where in ("query", "path") else f"{self.where} {self.name}"

    def values(self, given: Sequence[str]) -> list[str]:
        """Split what was given into single values."""
        if not self._takes_many or self._explode:
            return list(given)
        return [value for text in given for value in text.split(self._separator)]

    def problems(self, given: Sequence[str]) -> list[str]:
        """Say what is wrong with the values of a request; `given` is as often as it was sent."""
        if not given:
            return [f"{self.label} is missing"] if self.required else []
        if self._takes_many:
            several = [_read(value, self._item_types)[0] for value in self.values(given)]
            return self._compiled.problems(several, self.label)
        if len(given) > 1:
            return [f"{self.label} is given {len(given)} times"]
        found = [
            self._compiled.problems(reading, self.label)
            for reading in _read(given[0], self._item_types)
        ]
        return min(found, key=len)

    def _read_style(self, node: Node) -> None:
        style = node.text("style", STYLES[self.where])
        if style not in SEPARATORS:
            raise node.error(f"the style {style} is not supported")
        self._explode = node.flag("explode", style == "form") and self.where == "query"
        self._separator = SEPARATORS[style]


def read_parameters(path: Node, operation: Node, schemas: Schemas) -> list[Parameter]:
    """Read the parameters of a path and of one of its operations, which wins."""
    nodes = [*path.elements("parameters"), *operation.elements("parameters")]
    found = [Parameter(node, schemas) for node in nodes]
    unique = {(parameter.where, parameter.name.lower()): parameter for parameter in found}
    return [
        parameter
        for (where, name), parameter in unique.items()
        if not (where == "header" and name in NOT_PARAMETERS)
    ]


def _types(schema: Node) -> set[str]:
    """Find the types that a value may have; empty if the schema does not say."""
    if not isinstance(schema.value, dict):
        return set()
    kind = schema.value.get("type", [])
    types = set(kind) if isinstance(kind, list) else {str(kind)}
    for key in ("allOf", "anyOf", "oneOf"):
        for part in schema.elements(key):
            types |= _types(part)
    return types


def _read(text: str, types: set[str]) -> list[Any]:
    """Read a value in each way that its types allow; as a text if in none."""
    readings: list[Any] = []
    if "integer" in types and INTEGER.fullmatch(text):
        readings.append(int(text))
    if "number" in types and NUMBER.fullmatch(text):
        readings.append(Decimal(text))
    if "boolean" in types and text in ("true", "false"):
        readings.append(text == "true")
    if not readings or "string" in types or not types:
        readings.append(text)
    return readings
