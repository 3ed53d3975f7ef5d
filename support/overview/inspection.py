"""What every answer of the overview must hold to in every scenario: in time, nothing internal."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from urllib.parse import urlsplit

from support.overview.answer import Answer
from support.products.faults import CANARY

A_LITTLE = 1.0  # seconds over the deadline for all but waiting, on a busy machine too
# Exceptions as Python names them, the libraries that raise them, the marks of a traceback.
INSIDES = re.compile(
    r"\b[A-Z]\w+(?:Error|Exception|Timeout)\b|Traceback|\[?Errno|\bFile \"|/site-packages/"
    r"|\b(?:urllib3|werkzeug|waitress|jinja2|sqlalchemy|http\.client)\b",
)


class Inspection:
    """Looks at each answer of a run.

    `addresses` are URLs, and `folders` paths, that no shopper may come to know.
    """

    def __init__(self, addresses: Iterable[str], folders: Iterable[Path]) -> None:
        self._secrets = {CANARY, *map(str, folders)}
        for address in addresses:
            parts = urlsplit(address)
            self._secrets |= {
                str(part) for part in (parts.netloc, parts.hostname, parts.port) if part
            }

    def check(self, answer: Answer, deadline: float) -> None:
        """Raise AssertionError, with the answer, if it comes late or tells of the inside."""
        if answer.seconds > deadline + A_LITTLE:
            raise AssertionError(
                f"The overview took {answer.seconds:.2f} s of {deadline:g} s that it has.\n{answer}"
            )
        # A length may be the same number as a port.
        headers = [f"{n}: {value}" for n, value in answer.headers.items() if n != "content-length"]
        told = "\n".join([*headers, answer.text])
        leak = self._leak(told)
        if leak:
            raise AssertionError(f"The overview tells the shopper of its inside: {leak!r}\n{told}")

    def _leak(self, told: str) -> str | None:
        if insides := INSIDES.search(told):
            return insides[0]
        there = (secret for secret in self._secrets if secret in told)  # cheap, and nearly none
        return next((s for s in there if re.search(rf"(?<!\w){re.escape(s)}(?!\w)", told)), None)
