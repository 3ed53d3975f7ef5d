"""What an OpenAPI document allows of one operation: questions and answers are held against it.

Knows OpenAPI 3.1 as far as our documents go: parameters in the query, JSON bodies, references
within the document. Its schemas are JSON Schema (2020-12), which jsonschema-rs reads; numbers are
exact.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import jsonschema_rs
import yaml

from wiremock_strict.errors import WireMockStrictError


class Operation:
    """One operation of a contract. What its checks return is what is wrong, a sentence each.

    `parameters` has the schema of each query parameter, `statuses` the documented ones as text.
    """

    def __init__(self, file: Path, method: str, path: str) -> None:
        """Read it; raises WireMockStrictError if the document has no such operation."""
        self.name = f"{method} {path}"
        try:
            self._document = yaml.safe_load(file.read_text(encoding="utf-8"))
            operation = self._document["paths"][path][method.lower()]
            self.parameters = {
                parameter["name"]: self._resolve(parameter["schema"])
                for parameter in map(self._resolve, operation.get("parameters", []))
                if parameter["in"] == "query"
            }
            self._bodies = {
                str(status): self._validators(self._resolve(answer))
                for status, answer in operation["responses"].items()
            }
            self._query = self._validator(
                {"type": "object", "properties": self.parameters, "additionalProperties": False}
            )
        except (OSError, KeyError, TypeError, yaml.YAMLError, ValueError) as error:
            raise WireMockStrictError(
                f"{file} does not describe {self.name} as OpenAPI: {error!r}"
            ) from None
        self.statuses = list(self._bodies)

    def problems_of_question(self, query: Sequence[tuple[str, str]]) -> list[str]:
        """What is wrong with the parameters of a request."""
        counts = Counter(name for name, _ in query)
        repeated = [f"{name} is given {n} times" for name, n in counts.items() if n > 1]
        values = {name: self._typed(name, value) for name, value in query}
        return repeated + describe(self._query.iter_errors(values))

    def problems_of_answer(self, status: int, content_type: str, body: bytes) -> list[str]:
        """What is wrong with an answer: its status, its content type, its body."""
        if str(status) not in self._bodies:
            return [f"status {status} is not documented (it has {', '.join(self.statuses)})"]
        validators = self._bodies[str(status)]
        kind, _, parameters = (part.strip().lower() for part in content_type.partition(";"))
        if kind not in validators or parameters not in ("", "charset=utf-8"):
            said = f"is {content_type}" if content_type else "is missing"
            return [f"content type {said} (a {status} has {', '.join(validators)})"]
        try:
            value = json.loads(body.decode("utf-8"), parse_float=Decimal, parse_constant=_no_number)
            return describe(validators[kind].iter_errors(value))
        except (ValueError, RecursionError) as error:  # half a surrogate pair, for one, shows late
            return [f"the body is not JSON: {error}"]

    def _typed(self, name: str, text: str) -> int | str:
        """A parameter's value as its schema's type reads it, or as text."""
        wants_number = self.parameters.get(name, {}).get("type") == "integer"
        return int(text) if wants_number and re.fullmatch("[0-9]{1,18}", text) else text

    def _validators(self, answer: Any) -> dict[str, Any]:
        """A validator for each content type of a documented answer."""
        return {
            kind.lower(): self._validator(content["schema"])
            for kind, content in answer.get("content", {}).items()
        }

    def _validator(self, schema: dict[str, Any]) -> Any:
        """Compile a schema that may refer to the document's components."""
        components = self._document.get("components", {})
        return jsonschema_rs.Draft202012Validator({**schema, "components": components})

    def _resolve(self, node: Any) -> Any:
        """Follow a reference within the document."""
        while "$ref" in node:
            steps = node["$ref"].removeprefix("#/").split("/")
            node = self._document
            for step in steps:
                node = node[step]
        return node


def describe(errors: Iterable[Any]) -> list[str]:
    """Name the place of each error, and what jsonschema-rs says of it."""
    return [
        f"{'/'.join(map(str, error.instance_path)) or 'the whole'}: {error.message}"
        for error in errors
    ]


def _no_number(name: str) -> None:
    raise ValueError(f"{name} is no JSON number")
