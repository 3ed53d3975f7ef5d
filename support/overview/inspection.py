"""What every answer of the overview must hold to, whatever the scenario: in time, nothing internal."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from urllib.parse import urlsplit

from support.overview.answer import Answer

A_LITTLE = 1.0  # seconds over the deadline for all but waiting, on a busy machine too
# Stubbed failures carry this in their bodies: an overview that hands on what it was told shows it.
CANARY = "canary.internal"
# Exceptions as Python names them, the libraries that raise them, the marks of a traceback.
INSIDES = re.compile(
    r"\b[A-Z]\w+(?:Error|Exception|Timeout)\b|Traceback|\[?Errno|\bFile \"|/site-packages/"
    r"|\b(?:urllib3|werkzeug|waitress|jinja2|sqlalchemy|http\.client)\b",
)


class Inspection:
    """Looks at each answer of a run with the given deadline and secrets."""

    def __init__(self, deadline: float | None, addresses: Iterable[str], folders: Iterable[Path]) -> None:
        """`addresses` are URLs, and `folders` paths, that no shopper may come to know."""
        self._deadline = deadline
        self._secrets = {CANARY, *map(str, folders)}
        for address in addresses:
            self.keep_secret(address)

    def keep_secret(self, address: str) -> None:
        """Look out for a URL's host and port, too."""
        parts = urlsplit(address)
        self._secrets |= {parts.netloc, parts.hostname or parts.netloc}
        if parts.port:
            self._secrets.add(f"{parts.port}")

    def check(self, answer: Answer) -> None:
        """Raise AssertionError, with the answer, if it comes late or tells of the inside."""
        if self._deadline and answer.seconds > self._deadline + A_LITTLE:
            raise AssertionError(
                f"The overview took {answer.seconds:.2f} s; its deadline is {self._deadline:g} s.\n{answer}"
            )
        told = "\n".join([*(f"{name}: {value}" for name, value in answer.headers.items()), answer.text])
        leak = self._leak(told)
        if leak:
            raise AssertionError(f"The overview tells the shopper of its inside: {leak!r}\n{told}")

    def _leak(self, told: str) -> str | None:
        if insides := INSIDES.search(told):
            return insides[0]
        return next((s for s in self._secrets if re.search(rf"(?<!\w){re.escape(s)}(?!\w)", told)), None)
