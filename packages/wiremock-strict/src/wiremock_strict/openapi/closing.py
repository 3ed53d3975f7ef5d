"""Schemas closed to fields that they do not name, whatever they allow otherwise.

`unevaluatedProperties: false` says that (JSON Schema 2020-12, core 11.3): unlike
`additionalProperties` it sees what `allOf` and its like name beside it. It belongs where a schema
describes a whole value, so not into the parts of an `allOf`; what lies below is closed in turn.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

# Keywords whose schemas describe the same value as the schema that has them.
SAME_VALUE_LISTS = ("allOf", "anyOf", "oneOf")
SAME_VALUE_MAPS = ("dependentSchemas",)
SAME_VALUE = ("then", "else")
# Keywords whose schemas describe a value below. (Those of `not`, `if` and `contains` are
# conditions, which closing would change; `propertyNames` is about texts.)
BELOW_LISTS = ("prefixItems",)
BELOW_MAPS = ("properties", "patternProperties")
BELOW = ("items", "additionalProperties", "unevaluatedProperties", "unevaluatedItems")
COMPONENTS = "#/components/schemas/"
ONE_WAY = {"request": "readOnly", "response": "writeOnly"}  # what must not be sent that way


class Fields(NamedTuple):
    """The fields that a schema names; `others`: it has a schema for all others, too."""

    names: set[str]
    patterns: set[str]
    others: bool

    def schema(self) -> dict[str, Any]:
        """Return the schema of the names that an object may have."""
        patterns = [{"pattern": pattern} for pattern in sorted(self.patterns)]
        return {"anyOf": [{"enum": sorted(self.names)}, *patterns]}


class Closing:
    """Closes the schemas of one document for one direction, "request" or "response"."""

    def __init__(self, components: dict[str, Any], direction: str) -> None:
        self._components = components
        self._forbidden = ONE_WAY[direction]

    def components(self) -> dict[str, Any]:
        """Return the named schemas; where one describes a whole value is not known here."""
        return {name: self._below(schema) for name, schema in self._components.items()}

    def close(self, schema: Any) -> Any:
        """Close a schema that describes a whole value.

        `propertyNames` knows all the fields that are named anywhere, and says which one is not.
        `unevaluatedProperties` is stricter, as it knows which parts apply to a value; but where one
        of them fails it finds fault with all the rest.
        """
        closed = self._below(schema)
        fields = self._fields(schema, frozenset())
        if not isinstance(closed, dict) or not (fields.names or fields.patterns):
            return closed
        names = {"propertyNames": fields.schema()}
        parts = [*closed.get("allOf", []), *([] if fields.others else [names])]
        return {"unevaluatedProperties": False, **closed, **({"allOf": parts} if parts else {})}

    def _below(self, schema: Any) -> Any:
        """Close all that lies below a value, but not the value itself."""
        if not isinstance(schema, dict):
            return schema
        return {
            key: self._member(key, member)
            for key, member in self._without_one_way(schema).items()
            if not (key in BELOW[1:3] and member in (True, {}))
        }

    def _member(self, key: str, member: Any) -> Any:
        if key in (*BELOW, *BELOW_LISTS, *BELOW_MAPS):
            change = self.close
        elif key in (*SAME_VALUE, *SAME_VALUE_LISTS, *SAME_VALUE_MAPS):
            change = self._below
        else:
            return member
        if key in (*BELOW_LISTS, *SAME_VALUE_LISTS) and isinstance(member, list):
            return [change(schema) for schema in member]
        if key in (*BELOW_MAPS, *SAME_VALUE_MAPS) and isinstance(member, dict):
            return {name: change(schema) for name, schema in member.items()}
        return change(member)

    def _fields(self, schema: Any, seen: frozenset[str]) -> Fields:
        """Collect the fields that a schema names; one without any is free-form, and stays so."""
        fields = Fields(set(), set(), False)
        if not isinstance(schema, dict):
            return fields
        fields.names.update(schema.get("properties") or ())
        fields.patterns.update(schema.get("patternProperties") or ())
        others = any(schema.get(key) not in (None, True, False, {}) for key in BELOW[1:3])
        name = str(schema.get("$ref", "")).removeprefix(COMPONENTS)
        parts = [self._fields(part, seen) for part in _same_value(schema)]
        if name and name not in seen:
            parts.append(self._fields(self._components.get(name), seen | {name}))
        for part in parts:
            fields.names.update(part.names)
            fields.patterns.update(part.patterns)
        return fields._replace(others=others or any(part.others for part in parts))

    def _without_one_way(self, schema: dict[str, Any]) -> dict[str, Any]:
        """Forbid the properties that are never sent in this direction, and require none of them."""
        properties = schema.get("properties")
        if not isinstance(properties, dict):
            return schema
        never = {name for name, part in properties.items() if self._is_one_way(part)}
        if not never:
            return schema
        allowed = {name: name not in never and part for name, part in properties.items()}
        required = [name for name in schema.get("required", []) if name not in never]
        return {**schema, "properties": allowed, "required": required}

    def _is_one_way(self, schema: Any) -> bool:
        return isinstance(schema, dict) and schema.get(self._forbidden) is True


def _same_value(schema: dict[str, Any]) -> Iterator[Any]:
    """Yield the schemas beside this one that describe the same value."""
    for key in SAME_VALUE:
        yield schema.get(key)
    for key in SAME_VALUE_LISTS:
        yield from schema.get(key) or ()
    for key in SAME_VALUE_MAPS:
        yield from (schema.get(key) or {}).values()
