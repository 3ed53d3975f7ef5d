"""Features that hypothesis makes, legal and nearly so: no traceback, no hang, no two counts.

FEATURES=1000 tries as many; without it they are 200, the same each time.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from .legal import legal_features
from .nearly_legal import nearly_legal_features
from .project import play, write_project
from .reports import Count, by_console, by_junit, by_messages, by_page, coarse, red

MOST = int(os.environ.get("FEATURES") or 200)
RUNNERS = st.sampled_from(["Runner", "ReportingRunner"])

tried = settings(
    max_examples=MOST // 2,
    derandomize="FEATURES" not in os.environ,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A project whose feature is still to be written."""
    folder = tmp_path_factory.mktemp("made-up")
    write_project(folder)
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        patch.setenv("HOME", str(folder))
        yield folder


def played(project: Path, text: str, runner: str) -> Count:
    """Play a feature; return its count, which must be the same in every report."""
    (project / "features/a.feature").write_bytes(text.encode("utf-8", "surrogatepass"))
    code, output = play(runner)
    seen = f"{text!r}\nby {runner} exited with {code}:\n{output}"
    counts = by_console(output)
    assert code in (0, 1), seen
    assert "Traceback" not in output, seen
    assert by_junit() == counts, seen
    assert by_page() == counts, seen
    assert by_messages() == coarse(counts), seen
    assert set(red().values()) == {bool(code)}, f"{red()}\n{seen}"
    return counts


@tried
@given(text=nearly_legal_features(), runner=RUNNERS)
def test_a_nearly_legal_feature_is_played_or_refused(project: Path, text: str, runner: str) -> None:
    played(project, text, runner)


@tried
@given(text=legal_features(), runner=RUNNERS)
def test_a_legal_feature_is_played_and_counts_alike(project: Path, text: str, runner: str) -> None:
    assert played(project, text, runner), f"nothing was played of {text!r} by {runner}"
