"""Hold stubs to the contract as they are set.

A stub's response is held if it is literal (neither a template, a file, a fault nor a proxy's) and
if its request pattern tells which operation it is for. The rest is held when the journal is judged.
"""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from wiremock_strict.errors import StubError
from wiremock_strict.journal import lower
from wiremock_strict.openapi.contract import Contract
from wiremock_strict.openapi.operation import Operation

TEMPLATED = "response-template"
NOT_LITERAL = ("fault", "proxyBaseUrl", "bodyFileName")
LITERAL_PATHS = ("url", "urlPath", "urlPathTemplate")
PATTERNS = ("urlPattern", "urlPathPattern")
# For parameters in a path, to find out which operations a pattern is for.
SAMPLES = ("1", "a", "A1", "00000000-0000-0000-0000-000000000000", "2000-01-01")


class Response(NamedTuple):
    """A response as a stub holds it."""

    status: int
    headers: Mapping[str, str]
    body: bytes


def hold(stub: Mapping[str, Any], contract: Contract, origin: str, breaks: bool | str) -> None:
    """Hold one stub (WireMock's JSON) to the contract; raises StubError as `check` does."""
    __tracebackhide__ = True
    response = literal_response(stub.get("response") or {})
    targets = list(_targets(stub.get("request") or {}, contract))
    if response is None or not targets:
        return
    found = [_problems(target, response, contract) for target in targets]
    check(min(found, key=len), origin, breaks)


def check(problems: Sequence[str], origin: str, breaks: bool | str) -> None:
    """Raise StubError unless a response has just the problems that it is to have.

    `breaks`: none, any (True), or some in one place and no other, such as "items/0/price".
    """
    __tracebackhide__ = True
    place = breaks if isinstance(breaks, str) else ""
    meant = (f"{place}: ", f"{place} ") if place else "" if breaks else ()
    if others := [problem for problem in problems if not problem.startswith(meant)]:
        lines = "".join(f"\n    {problem}" for problem in others)
        raise StubError(f"The contract does not allow what this stubs: {origin}{lines}")
    if breaks and not problems:
        where = f" in {place}" if place else ""
        raise StubError(f"The contract allows what should break it{where}: {origin}")


def literal_response(response: Mapping[str, Any]) -> Response | None:
    """Return the response that a stub will send, or None if that cannot be known from the stub."""
    if any(response.get(key) for key in NOT_LITERAL):
        return None
    if TEMPLATED in (response.get("transformers") or []):
        return None
    if "base64Body" in response:
        body = base64.b64decode(response["base64Body"])
    elif "jsonBody" in response:
        body = json.dumps(response["jsonBody"]).encode()
    else:
        body = str(response.get("body", "")).encode()
    return Response(response.get("status", 200), lower(response.get("headers") or {}), body)


def _problems(target: tuple[str, str], response: Response, contract: Contract) -> list[str]:
    method, path = target
    return contract.response_problems(
        method,
        path,
        response.status,
        response.headers.get("content-type", ""),
        response.body,
        response.headers,
    )


def _targets(request: Mapping[str, Any], contract: Contract) -> Iterator[tuple[str, str]]:
    """Yield method and path of each operation that a stub's request pattern is for.

    A path that is written out is one even if the contract has no such operation.
    """
    method = request.get("method", "ANY")
    operations = [one for one in contract.operations.values() if method in ("ANY", one.method)]
    path = next((urlsplit(request[key]).path for key in LITERAL_PATHS if key in request), None)
    if path is not None:
        found = [one.method for one in operations if contract.find(one.method, path)]
        yield from ((one, path) for one in found or [method])
        return
    pattern = next((request[key] for key in PATTERNS if key in request), ".*")
    for operation in operations:
        paths = list(_paths(operation, contract))
        if any(_fits(pattern, one) for one in paths) or _is_alike(
            pattern, contract.base + operation.path
        ):
            yield operation.method, paths[0]


def _is_alike(pattern: str, template: str) -> bool:
    """Tell whether a pattern has the segments of a path, whatever it says of its parameters."""
    parts, segments = pattern.split("/"), template.split("/")
    return len(parts) == len(segments) and all(
        segment.startswith("{") or _fits(part, segment)
        for part, segment in zip(parts, segments, strict=True)
    )


def _fits(pattern: str, text: str) -> bool:
    try:
        return re.fullmatch(pattern, text) is not None
    except re.error:  # Java has patterns that Python does not know
        return False


def _paths(operation: Operation, contract: Contract) -> Iterator[str]:
    """Yield paths that are for this operation."""
    parts = re.split(r"\{.+?\}", operation.path)
    for values in product(SAMPLES, repeat=len(parts) - 1):
        joined = [text for pair in zip(parts, (*values, ""), strict=True) for text in pair]
        yield contract.base + "".join(joined)
