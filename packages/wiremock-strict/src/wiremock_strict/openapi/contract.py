"""A contract: an OpenAPI document that requests and responses are held to."""

from __future__ import annotations

import re
from collections.abc import Mapping
from os import PathLike
from pathlib import Path
from typing import NamedTuple
from urllib.parse import parse_qsl, unquote, urlsplit

from wiremock_strict.errors import ContractError
from wiremock_strict.openapi.document import Node, read_document
from wiremock_strict.openapi.operation import Operation
from wiremock_strict.openapi.schemas import Schemas

METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")


class Found(NamedTuple):
    """An operation that a request is for, and the values of the parameters in its path."""

    operation: Operation
    values: Mapping[str, str]


class Contract:
    """The requests and responses that an OpenAPI 3.1 document allows.

    `closed`: a field or a query parameter that the document does not name is a problem even where
    it allows others; so a contract can be open to new fields, and a test can still see that
    something drifts. An object of which the document names no field at all is free-form, and stays
    so. With closed=False only what the document says holds.

    Supported: references within the document; parameters in query, path, header and cookie, single
    or in lists; bodies in JSON or as text; response headers. Raises ContractError, with file and
    place, for a document that is wrong or needs more.
    """

    def __init__(self, file: str | PathLike[str], closed: bool = True) -> None:
        self.file = Path(file)
        document = read_document(self.file)
        schemas = Schemas(document, closed)
        self.base = _base_path(document)
        self._routes: dict[str, re.Pattern[str]] = {}
        self.operations: dict[str, Operation] = {}
        if document.get("paths") is None:
            raise document.error("'paths' is missing")
        for path, node in document.items("paths"):
            self._routes[path] = _route(path, node)
            for method in METHODS:
                if operation := node.get(method):
                    read = Operation(method.upper(), path, (node, operation), schemas, closed)
                    self.operations[read.name] = read

    def operation(self, method: str, path: str) -> Operation:
        """Return the operation with this path as the document writes it ("/parcels/{id}").

        Raises ContractError if there is none.
        """
        try:
            return self.operations[f"{method} {path}"]
        except KeyError:
            raise ContractError(
                f"{self.file} has no {method} {path}, only {', '.join(self.operations)}."
            ) from None

    def find(self, method: str, path: str) -> Found | None:
        """Return the operation that a request with this path is for, or None.

        A path without parameters comes before one with them.
        """
        found = []
        for template, pattern in self._routes.items():
            operation = self.operations.get(f"{method} {template}")
            match = pattern.fullmatch(path.removeprefix(self.base))
            if operation and match and path.startswith(self.base):
                values = zip(re.findall(r"\{(.+?)\}", template), match.groups(), strict=True)
                read = {name: unquote(value) for name, value in values}
                found.append(Found(operation, read))
        return min(found, key=lambda one: len(one.values), default=None)

    def request_problems(
        self,
        method: str,
        url: str,
        headers: Mapping[str, str] | None = None,
        body: bytes = b"",
    ) -> list[str]:
        """Say what the contract does not allow of a request, a sentence each.

        `url` is path and query as sent.
        """
        parts = urlsplit(url)
        found = self.find(method, parts.path)
        if found is None:
            return [self._no_operation(method, parts.path)]
        query = parse_qsl(parts.query, keep_blank_values=True)
        return found.operation.request_problems(found.values, query, _lower(headers), body)

    def response_problems(  # noqa: PLR0917  # that is what a response consists of
        self,
        method: str,
        path: str,
        status: int,
        content_type: str,
        body: bytes,
        headers: Mapping[str, str] | None = None,
    ) -> list[str]:
        """Say what the contract does not allow of a response, a sentence each.

        `path` is that of the request. Without `headers`, the documented ones are not looked at.
        """
        found = self.find(method, urlsplit(path).path)
        if found is None:
            return [self._no_operation(method, path)]
        named = None if headers is None else _lower(headers)
        return found.operation.response_problems(status, content_type, body, named)

    @staticmethod
    def _no_operation(method: str, path: str) -> str:
        return f"the contract has no {method} {path}"


def _lower(headers: Mapping[str, str] | None) -> dict[str, str]:
    return {name.lower(): value for name, value in (headers or {}).items()}


def _route(path: str, node: Node) -> re.Pattern[str]:
    if not path.startswith("/"):
        raise node.error("a path must begin with /")
    if node.get("servers"):
        raise node.error("servers of a path are not supported")
    parts = re.split(r"(\{.+?\})", path)
    return re.compile("".join("([^/]+)" if p[:1] == "{" else re.escape(p) for p in parts))


def _base_path(document: Node) -> str:
    """Return the path that the servers have in common; requests come with it."""
    urls = [server.text("url") for server in document.elements("servers")]
    paths = {urlsplit(url).path.rstrip("/") for url in urls}
    if len(paths) > 1 or any("{" in path for path in paths):
        raise document.error(
            f"servers with different paths are not supported: {', '.join(sorted(paths))}"
        )
    return paths.pop() if paths else ""
