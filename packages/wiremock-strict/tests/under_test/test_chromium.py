"""Finding and starting a browser, and saying so where there is none."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic
from zipfile import ZipFile

import pytest
from wiremock_strict import FaultSocket, Script, StartError
from wiremock_strict.under_test import Chromium, chromium, received
from wiremock_strict.under_test.chromium import candidates


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The only folder on PATH, where no browser is; Playwright has none either."""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("PLAYWRIGHT_BROWSERS_PATH", str(tmp_path))
    monkeypatch.setattr(chromium, "ON_MACOS", [])
    return tmp_path


def put(folder: Path, name: str, last_words: str = "") -> str:
    """Put a program there that ends at once, as no browser does."""
    program = folder / name
    program.write_text(f"#!/bin/sh\n/bin/cat >&2 <<'END'\n{last_words}\nEND\nexit 3\n")
    program.chmod(0o755)
    return str(program)


@pytest.mark.parametrize("wanted", ["auto", "required"])
def test_the_machines_browsers_come_first(path: Path, wanted: str) -> None:
    assert candidates(wanted) == [None]
    chrome = put(path, "google-chrome")
    assert candidates(wanted) == [chrome, None]
    chromium_here = put(path, "chromium")
    assert candidates(wanted) == [chromium_here, chrome, None]


def test_an_application_on_macos_is_found(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = put(path, "Chromium App")
    monkeypatch.setattr(chromium, "ON_MACOS", [app, str(path / "none")])
    assert candidates("auto") == [app, None]


def test_a_path_is_the_only_candidate(path: Path) -> None:
    put(path, "chromium")
    assert candidates("/opt/my browser") == ["/opt/my browser"]


def test_a_driver_that_does_not_start_is_named(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLAYWRIGHT_NODEJS_PATH", put(path, "node"))
    with closing(Chromium("auto", "http://127.0.0.1")) as none:
        for _ in range(2):
            with pytest.raises(
                StartError, match="Playwright, which drives browsers, does not start"
            ):
                none.started()


def test_without_a_browser_the_remedy_is_named(path: Path) -> None:
    with closing(Chromium("auto", "http://127.0.0.1")) as none:
        with pytest.raises(StartError, match="no browser is here; to get one, install Chrom"):
            none.started()
        put(path, "chromium")  # too late: every scenario of a run has the same reason
        with pytest.raises(StartError, match="no browser is here"):
            none.started()


@pytest.mark.parametrize(
    ("last_words", "named"),
    [
        ("", ""),
        (
            "a browser: 9: [: 25325260800: unexpected operator\n"
            "[80:80:1126/142818.825:FATAL:singleton.cc:315] Socket path too long: /tmp/x.\n"
            "[1126/142818.841:ERROR:file_io.cc:145] open /sys/cpu: No such file",
            ", which says: Socket path too long: /tmp/x.",
        ),
        (
            "starting\na browser: error while loading shared libraries: libnss3.so: cannot open",
            ", which says: a browser: error while loading shared libraries: libnss3.so: cannot open",
        ),
        ("Segmentation fault", ", which says: Segmentation fault"),
    ],
)
def test_a_browser_that_does_not_start_is_named(path: Path, last_words: str, named: str) -> None:
    broken = put(path, "a browser", last_words)
    with (
        closing(Chromium(broken, "http://127.0.0.1")) as none,
        pytest.raises(StartError, match=re.escape(f"(tried: {broken}{named}); to get one")),
    ):
        none.started()


@pytest.fixture
def here() -> Iterator[Chromium]:
    """The browser of this machine, for those tests that need a real one."""
    with closing(Chromium("auto", "http://127.0.0.1")) as chromium_here:
        try:
            chromium_here.started()
        except StartError as reason:
            pytest.skip(str(reason))
        yield chromium_here


def test_one_browser_serves_every_test(here: Chromium) -> None:
    first = here.started()
    assert here.started() is first
    assert first.is_connected()
    here.close()
    assert not first.is_connected()


def test_no_file_of_a_browser_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    with TemporaryDirectory(dir="/tmp") as folder:  # Chromium needs a short path
        monkeypatch.setattr("tempfile.tempdir", folder)
        with closing(Chromium("auto", "http://127.0.0.1")) as browser:
            try:
                context = browser.started().new_context()
            except StartError as reason:
                pytest.skip(str(reason))
            context.tracing.start(snapshots=True, screenshots=True)
            context.new_page().goto("about:blank")
            assert list(Path(folder).iterdir())
        assert list(Path(folder).iterdir()) == []


def test_traces_that_nobody_wants_can_be_dropped(
    here: Chromium, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    context = here.started().new_context()
    context.route("**", lambda route: route.fulfill(body="<h1>Parcels</h1>"))
    context.tracing.start(snapshots=True)
    sizes = []
    for number in range(3):
        context.tracing.start_chunk()
        context.new_page().goto(f"http://127.0.0.1:9/parcels/{number}")
        context.tracing.stop_chunk()
        assert here._traces
        assert _requests_in(here._traces)
        sizes.append(len(list(here._traces.glob("*.trace"))))
        here.drop_traces()
        assert list(here._traces.glob("*.trace")) == []
        assert not _requests_in(here._traces)
    assert sizes[-1] <= 2
    context.tracing.start_chunk()
    context.new_page().goto("http://127.0.0.1:9/parcels/last")
    context.tracing.stop_chunk(path=tmp_path / "trace.zip")
    with ZipFile(tmp_path / "trace.zip") as kept:
        assert b"/parcels/last" in kept.read("trace.trace")
        assert re.findall(rb"/parcels/(\w+)", kept.read("trace.network")) == [b"last"]


def _requests_in(traces: Path) -> bytes:
    return b"".join(file.read_bytes() for file in traces.glob("*.network"))


def test_what_a_browser_receives_can_be_kept(here: Chromium) -> None:
    with closing(FaultSocket()) as parcels:
        page = b"<p>\xc3\x89tretat"
        head = b"HTTP/1.1 404 Not Found\r\nContent-Type: text/html; charset=utf-8\r\nX-Place: a\r\n"
        parcels.play(Script([head + b"Content-Length: %d\r\n\r\n" % len(page), 0.2, page]))
        began = monotonic()
        got = here.started().new_page().goto(f"{parcels.url}/parcels/7?a=%C3%A9")
        assert got
        kept = received(got, "parcel-7", began)
    assert (kept.method, kept.status, kept.text) == ("GET", 404, "<p>\u00c9tretat")
    assert (kept.path, kept.query) == ("/parcels/7", [("a", "\u00e9")])
    assert kept.headers["x-place"] == "a"
    assert kept.request_ids == {"parcel-7"}
    assert 0.2 <= kept.seconds <= monotonic() - began
