"""One operation of a contract: what it allows of a request, and of a response."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from http.cookies import CookieError, SimpleCookie

from wiremock_strict.openapi.content import Content
from wiremock_strict.openapi.document import Node
from wiremock_strict.openapi.parameters import Parameter, read_parameters
from wiremock_strict.openapi.schemas import Schemas

HEADERS_OF_HTTP = {"connection", "content-length", "content-type", "date"}


class Operation:
    """One operation. Its checks return a sentence for each problem.

    `name` is method and path ("GET /parcels/{id}"), `parameters` are all of them, and `statuses`
    the documented ones, as text ("200", "4XX", "default").
    """

    def __init__(
        self, method: str, path: str, nodes: tuple[Node, Node], schemas: Schemas, closed: bool
    ) -> None:
        path_node, node = nodes
        self.method, self.path, self.name = method, path, f"{method} {path}"
        self.parameters = read_parameters(path_node, node, schemas)
        self._closed = closed
        self._body = _RequestBody(node, schemas)
        self._responses = {
            status.upper() if status != "default" else status: _Response(status, response, schemas)
            for status, response in node.items("responses")
        }
        if not self._responses:
            raise node.error("an operation needs 'responses'")
        self.statuses = list(self._responses)

    def request_problems(
        self,
        values: Mapping[str, str],
        query: Sequence[tuple[str, str]],
        headers: Mapping[str, str],
        body: bytes,
    ) -> list[str]:
        """Say what is wrong with a request; `values` are those of the path."""
        given = self.given(values, query, headers)
        problems = list(self._unknown(query))
        for parameter in self.parameters:
            problems += parameter.problems(given[parameter.where, parameter.name.lower()])
        return problems + self._body.problems(headers.get("content-type", ""), body)

    def given(
        self,
        values: Mapping[str, str],
        query: Sequence[tuple[str, str]],
        headers: Mapping[str, str],
    ) -> dict[tuple[str, str], list[str]]:
        """Collect the values of a request by where they stand and by name, lower-case."""
        given: dict[tuple[str, str], list[str]] = defaultdict(list)
        known = {(p.where, p.name) for p in self.parameters}
        for where, pairs in (
            ("path", values.items()),
            ("query", query),
            ("header", headers.items()),
            ("cookie", _cookies(headers.get("cookie", ""))),
        ):
            for name, value in pairs:
                if where == "header" or (where, name) in known:
                    given[where, name.lower()].append(value)
        return given

    def documented(self, status: int) -> str | None:
        """Return the key under which a status is documented; None if it is not."""
        keys = (str(status), f"{status // 100}XX", "default") if status else ()
        return next((key for key in keys if key in self._responses), None)

    def unknown_headers(self, status: int, headers: Iterable[str]) -> list[str]:
        """Say which headers of a response the document does not name, beside those of HTTP.

        A proxy in front of the service may add some: this is for a service by itself.
        """
        key = self.documented(status)
        named = {*HEADERS_OF_HTTP, *(self._responses[key].header_names if key else ())}
        unknown = sorted({name.lower() for name in headers} - named)
        return [f"there is no header {name}" for name in unknown]

    def response_problems(
        self, status: int, content_type: str, body: bytes | None, headers: Mapping[str, str] | None
    ) -> list[str]:
        """Say what is wrong with a response; its body is not looked at if it is None."""
        key = self.documented(status)
        if key is None:
            return [f"status {status} is not documented, only {', '.join(self.statuses)}"]
        return self._responses[key].problems(
            status, content_type, None if self.method == "HEAD" else body, headers
        )

    def _unknown(self, query: Sequence[tuple[str, str]]) -> Iterator[str]:
        if not self._closed:
            return
        names = {p.name for p in self.parameters if p.where == "query"}
        for name in dict.fromkeys(name for name, _ in query):
            if name not in names:
                yield f"there is no parameter {name!r}"


class _RequestBody:
    def __init__(self, node: Node, schemas: Schemas) -> None:
        body = node.get("requestBody")
        self._required = body is not None and body.flag("required")
        self._content = Content(body, schemas, "request", "this request") if body else None

    def problems(self, content_type: str, body: bytes) -> list[str]:
        if not body:
            return ["the body is missing"] if self._required else []
        if not self._content:
            return ["this request has no body"]
        return self._content.problems(content_type, body)


class _Response:
    def __init__(self, status: str, node: Node, schemas: Schemas) -> None:
        article = "an" if status.startswith("8") else "a"
        self._content = Content(node, schemas, "response", f"{article} {status} response")
        self._headers = {
            name.lower(): _Header(name, header, schemas)
            for name, header in node.items("headers")
            if name.lower() != "content-type"
        }

    @property
    def header_names(self) -> Collection[str]:
        return self._headers.keys()

    def problems(
        self,
        status: int,
        content_type: str,
        body: bytes | None,
        headers: Mapping[str, str] | None,
    ) -> list[str]:
        problems = []
        if headers is not None:
            for name, header in self._headers.items():
                problems += header.problems(headers.get(name))
        if body is None:
            return problems
        if self._content:
            return problems + self._content.problems(content_type, body)
        return [*problems, f"a {status} response has no body"] if body else problems


class _Header:
    def __init__(self, name: str, node: Node, schemas: Schemas) -> None:
        self._parameter = Parameter(node.extended({"name": name, "in": "header"}), schemas)

    def problems(self, value: str | None) -> list[str]:
        return self._parameter.problems([] if value is None else [value])


def _cookies(header: str) -> list[tuple[str, str]]:
    try:
        return [(name, morsel.value) for name, morsel in SimpleCookie(header).items()]
    except CookieError:
        return []
