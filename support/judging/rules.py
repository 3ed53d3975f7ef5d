"""The rules of this shop, beside those of wiremock-strict: each yields a sentence per problem."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

from wiremock_strict import Entry

from support.overview.response import Response
from support.products.fault_kinds import CANARY

SLACK = 5.0  # seconds over the deadline; the service's own tests are stricter
SLACK_IN_A_CROWD = 0.1  # more for each request of a scenario: a busy machine takes turns
# Exceptions as Python names them, the libraries that raise them, the marks of a traceback.
INSIDES = re.compile(
    r"\b[A-Z]\w+(?:Error|Exception|Timeout)\b|Traceback|\[?Errno|\bFile \"|/site-packages/"
    r"|\b(?:urllib3|werkzeug|waitress|jinja2|sqlalchemy|http\.client)\b",
)


def other_choices(entries: Iterable[Entry], responses: Iterable[Response]) -> Iterator[str]:
    """Find requests whose parameters are not just the choices of the shopper."""
    choices = {name: response.choices for response in responses for name in response.request_ids}
    for entry in entries:
        chosen = choices.get(entry.request_id)
        if chosen is not None and sorted(entry.query) != sorted(chosen):
            yield (
                f"The shopper chose {_list(chosen)}, "
                f"but the overview asked for {_list(entry.query)}: {entry.url}"
            )


def _list(choices: Iterable[tuple[str, str]]) -> str:
    return ", ".join(f"{name}={value}" for name, value in choices) or "nothing"


def not_live(entries: Iterable[Entry], offer: str) -> Iterator[str]:
    """Find requests for this offer that the real products service did not serve."""
    for entry in entries:
        if offer in entry.origins and not entry.proxied:
            yield f"The real products service did not serve {entry.method} {entry.url}: {offer}"


def late(responses: Iterable[Response], deadline: float) -> Iterator[str]:
    """Find responses that took grossly longer than the deadline."""
    responses = list(responses)
    crowd = sum(urlsplit(response.url).path == "/overview" for response in responses)
    allowed = deadline + SLACK + SLACK_IN_A_CROWD * crowd
    for response in responses:
        if response.seconds > allowed:
            yield f"The overview took too long; its deadline is {deadline:g} s: {response}"


def leaks(responses: Iterable[Response], secrets: Iterable[str]) -> Iterator[str]:
    """Find responses that leak internal details, or one of the secrets."""
    for response in responses:
        # A length may be the same number as a port.
        headers = [f"{n}: {v}" for n, v in response.headers.items() if n != "content-length"]
        text = "\n".join([*headers, response.text])
        if leak := _leak(text, secrets):
            request = f"{response.method} {response.url}"
            yield f"The overview leaks internal details: {leak!r}, to {request}\n{text}"


def _leak(text: str, secrets: Iterable[str]) -> str | None:
    if insides := INSIDES.search(text):
        return insides[0]
    found = (secret for secret in secrets if secret in text)  # cheap, and nearly none
    return next((s for s in found if re.search(rf"(?<!\w){re.escape(s)}(?!\w)", text)), None)


def secrets(urls: Iterable[str], folders: Iterable[Path]) -> set[str]:
    """Return what no shopper may come to know of these URLs and folders."""
    parts = [urlsplit(url) for url in urls]
    hosts = {str(part) for url in parts for part in (url.netloc, url.hostname, url.port) if part}
    return {CANARY, *map(str, folders), *hosts}
