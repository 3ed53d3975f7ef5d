"""Secrets that a run knows stay out of its logs, reports and evidence."""

from __future__ import annotations

import shutil
from pathlib import Path

from tests.surroundings.program import BEHAVE, running

SECRET = "s3cr3t-of-this-test"
ENVIRONMENT = {
    "ACCEPTANCE_PRODUCTS_TOKEN": SECRET,
    "PRODUCTS_TOKEN": SECRET,
    "DATABASE_URL": f"postgresql://me:{SECRET}@127.0.0.1/products",
    "AWS_SECRET_ACCESS_KEY": SECRET,
    "http_proxy": f"http://me:{SECRET}@127.0.0.1:9",
}


def test_no_secret_of_a_run_is_in_its_reports(checkout: Path, tmp_path: Path) -> None:
    """Secrets are in the environment of a run that fails: none is in its output or reports."""
    feature = checkout / "features/narrowing.feature"
    feature.write_text(feature.read_text().replace('overview to "Books"', 'overview to "Home"', 1))
    command = [*BEHAVE, "-D", "products=stub", "features/narrowing.feature"]
    with running(command, tmp_path, cwd=checkout, **ENVIRONMENT) as run:
        assert run.ends() == 1
        assert "1 failed" in run.output
        assert SECRET not in run.output
    reports = [file for file in (checkout / "reports").rglob("*") if file.is_file()]
    assert {file.suffix for file in reports} >= {".html", ".ndjson", ".xml"}
    for file in [*reports, *(checkout / ".behave-strict").rglob("*.ndjson")]:
        assert SECRET.encode() not in file.read_bytes(), file
    shutil.rmtree(checkout / "reports")
