"""The system that a run finds: its limits, network, clock and locale."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.surroundings.kernel import not_tried, within
from tests.surroundings.program import BEHAVE, SHORT, assert_readable, running

RUN = (*BEHAVE, *SHORT)


def passes(command: list[str], folder: Path, checkout: Path, **environment: str) -> None:
    """Run the features; they must pass, and leave nothing."""
    with running(command, folder, cwd=checkout, **environment) as run:
        assert run.ends() == 0, run.output
        assert_readable(run.output)
        run.leaves_nothing()


def test_few_open_files_are_enough_or_explained(tmp_path: Path, checkout: Path) -> None:
    """`ulimit -n 64`: the run passes, or says in a sentence what it lacks."""
    command = ["sh", "-c", 'ulimit -n 64; exec "$@"', "sh", *RUN]
    with running(command, tmp_path, cwd=checkout) as run:
        assert run.ends() in (0, 1)
        assert_readable(run.output)
        run.leaves_nothing()


def test_no_ipv6_is_no_hindrance(tmp_path: Path, checkout: Path) -> None:
    """No IPv6, and no network but loopback: the run passes."""
    script = "ip link set lo up\necho 1 > /proc/sys/net/ipv6/conf/all/disable_ipv6"
    passes(within(script, RUN, network=True), tmp_path, checkout)


def test_localhost_may_be_ipv6(tmp_path: Path, checkout: Path) -> None:
    """localhost means ::1 only: the run passes."""
    hosts = tmp_path / "hosts"
    hosts.write_text("::1 localhost\n")
    passes(within(f"mount --bind '{hosts}' /etc/hosts", RUN), tmp_path, checkout)


@pytest.mark.parametrize("locale", ["C", "POSIX", "no_SUCH.locale"])
def test_no_locale_is_needed(tmp_path: Path, checkout: Path, locale: str) -> None:
    """LANG=C, or a locale that is not there: the run passes."""
    passes(list(RUN), tmp_path, checkout, LANG=locale, LC_ALL=locale, PYTHONUTF8="0")


@pytest.mark.parametrize("charset", ["UTF-8", "ISO-8859-9"])
def test_a_turkish_locale_is_no_hindrance(tmp_path: Path, checkout: Path, charset: str) -> None:
    """A Turkish locale, whose i has two forms: the run passes."""
    if not shutil.which("localedef"):
        not_tried("localedef is not installed")
    locale = f"tr_TR.{charset}"
    command = ["localedef", "-i", "tr_TR", "-f", charset, str(tmp_path / locale)]
    made = subprocess.run(command, check=False, capture_output=True, text=True)
    if made.returncode:
        not_tried(f"localedef: {made.stderr.strip()}")
    passes(list(RUN), tmp_path, checkout, LOCPATH=str(tmp_path), LANG=locale, LC_ALL=locale)
