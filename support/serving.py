"""The services of this repository as processes of ours."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path

from wiremock_strict import Process

SERVING = r"Serving on (http://[^\s\"]+)"


def start(name: str, log: Path, environment: Mapping[str, str]) -> tuple[Process, str]:
    """Start the "overview" or "products" service, and return it with its URL when it serves.

    Raises StartError.
    """
    command = [sys.executable, "-m", f"{name}_service"]
    process = Process(f"The {name} service", command, log, environment)
    return process, process.wait_for(SERVING)
