"""The real pair, held to the overview's own document."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.schemathesis_runs import run_schemathesis
from tests.services import Service, serving


@pytest.fixture
def overview(tmp_path: Path) -> Iterator[Service]:
    """A running overview service in front of a products service with six products."""
    database = f"sqlite:///{tmp_path}/products.sqlite3"
    with (
        serving("products_service", DATABASE_URL=database) as products,
        serving("overview_service", PRODUCTS_URL=products.url, PRODUCTS_DEADLINE="20") as overview,
    ):
        yield overview


def test_schemathesis_finds_no_departure_from_the_document(
    overview: Service, tmp_path: Path
) -> None:
    run_schemathesis(overview.url, tmp_path, "--exclude-path", "/{path}")  # 404 is right there
    statuses = Counter(
        entry["status"] for entry in overview.log if entry.get("path") == "/overview"
    )
    assert (statuses[200] > 20, statuses[400] > 20) == (True, True), statuses
