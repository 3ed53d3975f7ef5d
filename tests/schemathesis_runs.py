"""Hold a running service to the document that it serves."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

# A redirect is a proper response to a proper request.
SETTINGS = """\
[checks]
positive_data_acceptance.expected-statuses = ["2xx", "302"]
"""


def run_schemathesis(url: str, folder: Path, *options: str) -> None:
    """Send requests that nobody thought of, and fail if a response is not as documented."""
    (folder / "schemathesis.toml").write_text(SETTINGS, encoding="utf-8")
    ended = subprocess.run(
        [
            *(sys.executable, "-m", "schemathesis.cli", "--no-color", "run"),
            *(f"{url}/openapi.yaml", "--phases", "coverage,fuzzing", "--generation-deterministic"),
            *options,
        ],
        check=False,
        cwd=folder,
        env={
            **os.environ,
            "SCHEMATHESIS_HOOKS": "schemathesis_hooks",
            "PYTHONPATH": str(Path(__file__).parent),
            "NO_PROXY": "*",
        },
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert ended.returncode == 0, ended.stdout + ended.stderr
