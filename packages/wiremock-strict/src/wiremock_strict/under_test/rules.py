"""Rules that any service's responses can be judged by; each yields a sentence per problem."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from os import PathLike
from urllib.parse import urlsplit

from wiremock_strict.openapi.contract import Contract
from wiremock_strict.under_test.response import Response

# Exceptions as Python names them, the libraries that raise them, the marks of a traceback.
INSIDES = re.compile(
    r"\b[A-Z]\w+(?:Error|Exception|Timeout)\b|Traceback|\[?Errno|\bFile \"|/site-packages/"
    r"|\b(?:urllib3|werkzeug|waitress|jinja2|sqlalchemy|http\.client)\b",
)


def undocumented(
    responses: Iterable[Response],
    document: Contract,
    closed: bool = True,
    otherwise: str | None = None,
) -> Iterator[str]:
    """Find responses that the service's own document does not allow.

    `closed`: nor may they have headers that it does not name; a proxy may add some. `otherwise` is
    a path of the document that stands for all paths that lead nowhere. A request with a line break
    in a header is left out: the server may refuse it before the service sees it.
    """
    for response in responses:
        if not any("\n" in value for value in response.request_headers.values()):
            for problem in _departures(response, document, closed, otherwise):
                request = f"{response.method} {response.url}"
                yield f"The service's document does not allow the response to {request}: {problem}"


def _departures(
    response: Response, document: Contract, closed: bool, otherwise: str | None
) -> Iterator[str]:
    path = response.path
    found = document.find(response.method, path) or document.find("GET", path)
    if found is None and otherwise:
        found = document.find("GET", otherwise)
    if found is None:
        yield f"it has no path {path}"
        return
    content_type = response.headers.get("content-type", "")
    body = None if response.method == "HEAD" else response.text.encode()
    yield from found.operation.response_problems(
        response.status, content_type, body, response.headers
    )
    if closed:
        yield from found.operation.unknown_headers(response.status, response.headers)


def leaks(responses: Iterable[Response], hidden: Iterable[str]) -> Iterator[str]:
    """Find responses that leak internal details of a service in Python, or what is to be hidden."""
    for response in responses:
        # A length may be the same number as a port.
        headers = [f"{n}: {v}" for n, v in response.headers.items() if n != "content-length"]
        text = "\n".join([*headers, response.text])
        if leak := _leak(text, hidden):
            request = f"{response.method} {response.url}"
            yield f"A response leaks internal details: {leak!r}, to {request}\n{text}"


def _leak(text: str, hidden: Iterable[str]) -> str | None:
    if insides := INSIDES.search(text):
        return insides[0]
    found = (secret for secret in hidden if secret in text)  # cheap, and nearly none
    return next((s for s in found if re.search(rf"(?<!\w){re.escape(s)}(?!\w)", text)), None)


def secrets(urls: Iterable[str], folders: Iterable[str | PathLike[str]]) -> set[str]:
    """Return what no caller may come to know of these URLs and folders."""
    parts = [urlsplit(url) for url in urls]
    hosts = {str(part) for url in parts for part in (url.netloc, url.hostname, url.port) if part}
    return {*map(str, folders), *hosts}
