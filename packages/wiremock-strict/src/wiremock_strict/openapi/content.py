"""The bodies that a request or a response may have, by content type."""

from __future__ import annotations

from email.message import Message
from typing import Any

from wiremock_strict.errors import ContractError
from wiremock_strict.openapi.document import Node
from wiremock_strict.openapi.exact_json import read_json
from wiremock_strict.openapi.schemas import Direction, Schema, Schemas


class Content:
    """The `content` of a request body or a response.

    `owner` is what has it, as messages say it: "a 200", "this request".
    """

    def __init__(self, node: Node, schemas: Schemas, direction: Direction, owner: str) -> None:
        self._owner = owner
        self._kinds = {
            kind.partition(";")[0].strip().lower(): _schema(kind, media, schemas, direction)
            for kind, media in node.items("content")
        }

    def __bool__(self) -> bool:
        """Tell whether there is to be a body at all."""
        return bool(self._kinds)

    def problems(self, content_type: str, body: bytes) -> list[str]:
        """Say what is wrong with a body and its content type.

        Raises ContractError if the schema for this type is not supported.
        """
        kind, charset = _parse(content_type)
        documented = self._documented(kind)
        if documented is None or charset not in ("", "utf-8"):
            said = f"is {content_type}" if content_type else "is missing"
            return [f"the content type {said}, and {self._owner} has {', '.join(self._kinds)}"]
        schema = self._kinds[documented]
        if isinstance(schema, ContractError):
            raise schema
        return [] if schema is None else _body_problems(kind, schema, body)

    def _documented(self, kind: str) -> str | None:
        ranges = (kind, f"{kind.partition('/')[0]}/*", "*/*") if kind else ()
        return next((name for name in ranges if name in self._kinds), None)


def is_json(kind: str) -> bool:
    """Tell whether a content type is JSON (RFC 6839, 3.1)."""
    return kind == "application/json" or kind.endswith("+json")


def _schema(
    kind: str, media: Node, schemas: Schemas, direction: Direction
) -> Schema | ContractError | None:
    """Compile the schema of one content type.

    None if any body will do; an error, for when a body is to be held to it, if it is not supported.
    """
    schema = media.raw("schema")
    if schema is None:
        return None
    name = kind.partition(";")[0].strip().lower()
    if is_json(name) or "*" in name or name.startswith("text/"):
        return schemas.compile(schema, direction)
    if isinstance(schema.value, dict) and schema.value.get("type") in ("string", None):
        return None  # bytes, of which a schema says nothing
    return media.error("a schema is supported for JSON and text only")


def _body_problems(kind: str, schema: Schema, body: bytes) -> list[str]:
    try:
        value: Any = read_json(body) if is_json(kind) else body.decode("utf-8")
        return schema.problems(value, "the body")
    except (ValueError, RecursionError) as error:
        return [f"the body is not {'JSON' if is_json(kind) else 'UTF-8'}: {error}"]


def _parse(content_type: str) -> tuple[str, str]:
    message = Message()
    message["Content-Type"] = content_type
    kind = content_type.partition(";")[0].strip().lower()
    return kind, str(message.get_param("charset", "")).lower()
