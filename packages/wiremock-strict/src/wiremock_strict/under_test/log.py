"""The log of a service since a test began."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any


class Log:
    """The log of a service, from now on."""

    def __init__(self, file: Path) -> None:
        self._file, self._begin = file, file.stat().st_size

    def text(self) -> str:
        """Read everything that was logged since."""
        with self._file.open("rb") as log:
            log.seek(self._begin)
            return log.read().decode("utf-8", "replace")

    def entries(self, request_id: str) -> list[dict[str, Any]]:
        """Read the entries about one request, of a log that has a line of JSON for each."""
        lines = self.text().split("\n")
        return [json.loads(line) for line in lines if f'"{request_id}"' in line]
