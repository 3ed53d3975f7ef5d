"""A mount or a network of a run's own. Where the kernel refuses one, the test says so."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Sequence

import pytest


def not_tried(reason: str) -> None:
    """Skip this test, unless CI is to have what it needs."""
    if os.environ.get("CI"):
        pytest.fail(f"CI is to have this: {reason}")
    pytest.skip(f"not tried here: {reason}")


def within(script: str, command: Sequence[str], *, network: bool = False) -> list[str]:
    """Return the command to run within namespaces of its own, after a script has prepared them."""
    namespaces = ["unshare", "--map-root-user", "--mount", *(["--net"] if network else [])]
    prepared = [*namespaces, "sh", "-ec", f'{script}\nexec "$@"', "sh"]
    tried = subprocess.run([*prepared, "true"], check=False, capture_output=True, text=True)
    if tried.returncode:
        not_tried(f"the kernel refuses: {tried.stderr.strip()}")
    return [*prepared, *command]
