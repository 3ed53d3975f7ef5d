"""Where a run is, and what it may write."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path

import pytest
from wiremock_strict.cache import cache_folder

from tests.surroundings.conftest import copy_checkout
from tests.surroundings.kernel import within
from tests.surroundings.program import BEHAVE, SHORT, assert_readable, running

RUN = (*BEHAVE, *SHORT)


def test_a_full_disk_under_reports_is_red(tmp_path: Path, checkout: Path) -> None:
    """A full disk under reports/: the run is red, and names what it could not write."""
    (checkout / "reports").mkdir()
    script = f"mount -t tmpfs -o size=16k tmpfs '{checkout}/reports'"
    with running(within(script, RUN), tmp_path, cwd=checkout) as run:
        assert run.ends() == 1, run.output
        assert_readable(run.output)
        assert "reports/" in run.output
        run.leaves_nothing()


def test_a_full_temporary_folder_is_no_riddle(tmp_path: Path, checkout: Path) -> None:
    """A full disk under TMPDIR: the run passes, or says in a sentence what it lacks."""
    (tmp_path / "tmp").mkdir()
    script = (
        f"mount -t tmpfs -o size=4k tmpfs '{tmp_path}/tmp'; printf %4096d 0 > '{tmp_path}/tmp/full'"
    )
    with running(within(script, RUN), tmp_path, cwd=checkout) as run:
        assert run.ends() in (0, 1)
        assert_readable(run.output)
        run.leaves_nothing()


def test_a_checkout_that_is_read_only_is_explained(tmp_path: Path, checkout: Path) -> None:
    """A read-only checkout: the run says in a sentence that it cannot write its reports."""
    script = f"mount --bind '{checkout}' '{checkout}' && mount -o remount,ro,bind '{checkout}'"
    script += f" && cd '{checkout}'"
    with running(within(script, RUN), tmp_path, cwd=checkout) as run:
        assert run.ends() == 1, run.output
        assert_readable(run.output)
        assert "Read-only" in run.output
        run.leaves_nothing()


def test_no_home_is_no_hindrance(tmp_path: Path, checkout: Path) -> None:
    """A HOME that is not there, and a cache elsewhere: the run passes."""
    cache = str(cache_folder())
    nowhere = str(tmp_path / "nowhere")
    with running(RUN, tmp_path, cwd=checkout, HOME=nowhere, WIREMOCK_STRICT_CACHE=cache) as run:
        assert run.ends() == 0, run.output
        run.leaves_nothing()
    with running(RUN, tmp_path, cwd=checkout, HOME=nowhere) as run:
        assert run.ends() == 1
        assert_readable(run.output)
        assert "wiremock-strict install" in run.output


@pytest.mark.parametrize("name", ["a b", 'it\'s "so"', "100% 50%20s", "\U0001f600 \u00e9"])
def test_a_path_may_have_any_characters(tmp_path: Path, name: str) -> None:
    """A path with spaces, quotes, % and an emoji: the run passes."""
    checkout = copy_checkout(tmp_path / name)
    temporary = tmp_path / name / "temporary"
    temporary.mkdir()
    with running(RUN, tmp_path, cwd=checkout, TMPDIR=str(temporary)) as run:
        assert run.ends() == 0, run.output
        run.leaves_nothing()
    assert list(temporary.iterdir()) == []


def test_two_runs_in_one_checkout_do_no_harm(tmp_path: Path, checkout: Path) -> None:
    """Two runs in one checkout at once: both pass, and each report is whole."""
    with ExitStack() as stack:
        runs = []
        for name in ("one", "two"):
            (tmp_path / name).mkdir()
            runs.append(stack.enter_context(running(RUN, tmp_path / name, cwd=checkout)))
        for run in runs:
            assert run.ends() == 0, run.output
            run.leaves_nothing()
    (page,) = (checkout / "reports").rglob("*.html")
    assert page.read_text("utf-8").rstrip().endswith("</html>")


def test_standard_output_may_be_closed(tmp_path: Path, checkout: Path) -> None:
    """Standard output is closed: the run ends by what the features say."""
    with running(["sh", "-c", 'exec "$@" >&-', "sh", *RUN], tmp_path, cwd=checkout) as run:
        assert run.ends() in (0, 1)
        assert_readable(run.output)
        run.leaves_nothing()


def test_a_terminal_of_twenty_columns_is_enough(tmp_path: Path, checkout: Path) -> None:
    """A terminal of 20 columns: the run passes."""
    command = ["script", "--quiet", "--return", "--command", " ".join(RUN), "/dev/null"]
    sized = ["sh", "-c", 'stty cols 20 2>/dev/null; exec "$@"', "sh", *command]
    with running(sized, tmp_path, cwd=checkout, COLUMNS="20", TERM="xterm") as run:
        assert run.ends() == 0, run.output
        assert_readable(run.output)
        run.leaves_nothing()
