"""The real pair, held to the overview's own contract by requests that nobody thought of."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from wiremock_strict.nobody import Nobody

from support.overview.service import Limits, OwnOverviewServices
from support.products.service import products_service
from support.settings import Settings

HERE = Path(__file__).parent
# The front door's response to a sound question is a redirect.
SETTINGS = """\
[checks]
positive_data_acceptance.expected-statuses = ["2xx", "302"]
"""


@pytest.fixture
def overview_url(tmp_path: Path) -> Iterator[str]:
    """A running overview service, in front of a running products service with six products."""
    with (
        products_service(Settings(products="live"), tmp_path) as products,
        closing(Nobody()) as nobody,
        closing(OwnOverviewServices(tmp_path, proxy=nobody.url)) as services,
    ):
        yield services.asking(products.url, Limits(deadline=20))


def test_schemathesis_finds_no_departure_from_the_document(
    overview_url: str, tmp_path: Path
) -> None:
    (tmp_path / "schemathesis.toml").write_text(SETTINGS, encoding="utf-8")
    ended = subprocess.run(
        [
            *(sys.executable, "-m", "schemathesis.cli", "--no-color", "run"),
            *(f"{overview_url}/openapi.yaml", "--phases", "coverage,fuzzing"),
            "--generation-deterministic",
        ],
        check=False,
        cwd=tmp_path,
        env={
            **os.environ,
            "SCHEMATHESIS_HOOKS": "overview_hooks",
            "PYTHONPATH": str(HERE),
            "NO_PROXY": "*",
        },
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert ended.returncode == 0, ended.stdout + ended.stderr
    lines = [json.loads(line) for line in (tmp_path / "overview-1.log").read_text().splitlines()]
    statuses = Counter(line["status"] for line in lines if line.get("path") == "/overview")
    assert (statuses[200] > 20, statuses[400] > 20) == (True, True), statuses
