"""A service under test, as a process of ours."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from wiremock_strict.process import Process

SERVING = r"\b(?:on|at):? (https?://[\w.:\[\]-]+)"  # as Flask, uvicorn, Django and others say it


class Service(Process):
    """A server that says where it serves, such as "Running on http://127.0.0.1:5000".

    `serving` is the pattern of that, whose first group becomes `url`. Raises StartError, with the
    end of the output, if the server ends or stays silent.
    """

    def __init__(
        self,
        name: str,
        command: Sequence[str | Path],
        log: Path,
        environment: Mapping[str, str] | None = None,
        serving: str = SERVING,
    ) -> None:
        super().__init__(name, command, log, environment)
        self.url = self.wait_for(serving)

    def __enter__(self) -> Service:
        """Run for as long as the block lasts."""
        return self

    def __exit__(self, *_: object) -> None:
        """Stop, however the block ends."""
        self.stop()
