"""The overview's own document, to which every response in every scenario is held."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from urllib.parse import urlsplit

from wiremock_strict import Contract

from support.overview.response import Response

ANY_OTHER_PATH = "/unknown"  # the document has one path for all that lead nowhere


def undocumented(responses: Iterable[Response], document: Contract, closed: bool) -> Iterator[str]:
    """Find responses that the document does not allow.

    `closed`: nor may they have headers that it does not name. A proxy may add some. A request with
    a line break in a header is left out: the server may refuse it before the overview sees it.
    """
    for response in responses:
        if not any("\n" in value for value in response.request_headers.values()):
            for problem in _departures(response, document, closed):
                request = f"{response.method} {response.url}"
                yield f"The overview's document does not allow the response to {request}: {problem}"


def _departures(response: Response, document: Contract, closed: bool) -> Iterator[str]:
    path = urlsplit(response.url).path
    found = document.find("GET", path) or document.find("GET", ANY_OTHER_PATH)
    if found is None:
        yield f"it has no path {path}"
        return
    content_type, body = response.headers.get("content-type", ""), response.text.encode()
    without_body = response.method == "HEAD"
    yield from found.operation.response_problems(
        response.status, content_type, None if without_body else body, response.headers
    )
    if closed:
        yield from found.operation.unknown_headers(response.status, response.headers)
