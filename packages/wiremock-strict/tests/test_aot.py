"""The AOT cache: made once, used from then on, and done without where it cannot be had."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from wiremock_strict.aot import AotCache
from wiremock_strict.java import Java, find_jar, find_java
from wiremock_strict.process import Process
from wiremock_strict.server import OPTIONS

RELEASE = 'IMPLEMENTOR="Somebody"\nJAVA_VERSION="{}"\nJAVA_VERSION_DATE="2025-09-16"\n'
PORT = r"(?m)^port:\s+(\d+)"

# In place of Java: it says where it listens, takes one request, writes its notes, and ends.
FAKE_JAVA = """
import socket, sys
from pathlib import Path
(notes,) = [a.split("=", 1)[1] for a in sys.argv if a.startswith("-XX:AOTCacheOutput=")]
with open(sys.argv[1], "a") as starts:
    print(*sys.argv[2:], file=starts)
behaviour = Path(sys.argv[1]).with_name("behaviour").read_text()
if behaviour == "refuses the option":
    sys.exit("Unrecognized VM option")
listening = socket.create_server(("127.0.0.1", 0))
print("port:   ", listening.getsockname()[1], flush=True)
connection, _ = listening.accept()
assert connection.recv(65536).startswith(b"POST /__admin/shutdown")
connection.sendall(b"HTTP/1.1 200 OK\\r\\nContent-Length: 0\\r\\nConnection: close\\r\\n\\r\\n")
connection.close()
if behaviour == "ends well":
    Path(notes).write_text("notes")
"""


class Fake:
    """A Java that notes its own starts, and a jar."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.jar = folder / "wiremock.jar"
        self.jar.write_bytes(b"jar")
        self.launcher = folder / "java"
        self.starts = folder / "starts"
        self.starts.touch()
        (folder / "fake.py").write_text(FAKE_JAVA, encoding="utf-8")
        self.launcher.write_text(
            f'#!/bin/sh\nexec "{sys.executable}" -IS "{folder}/fake.py" "{self.starts}" "$@"\n'
        )
        self.launcher.chmod(0o755)
        self.behaves("ends well")

    def behaves(self, how: str) -> None:
        """Let it behave so from now on."""
        (self.folder / "behaviour").write_text(how)

    def cache(self, version: str = "25.0.1", folder: str = "cache") -> AotCache:
        """Return the cache as a new run would see it."""
        java = Java(self.launcher, RELEASE.format(version))
        return AotCache(java, self.jar, self.folder / folder)

    def make(self, version: str = "25.0.1", folder: str = "cache") -> AotCache:
        """Make the cache, if it is to be made, and wait for it."""
        cache = self.cache(version, folder)
        cache.make(["--port", "0"], self.folder)
        cache.close()
        return cache

    def started(self) -> int:
        """Tell how often it was started."""
        return len(self.starts.read_text().splitlines())


@pytest.fixture
def fake(tmp_path: Path) -> Fake:
    """A Java and a jar, in a folder whose name has a space."""
    folder = tmp_path / "a folder"
    folder.mkdir()
    return Fake(folder)


def test_it_is_made_once_and_used_from_then_on(fake: Fake) -> None:
    assert fake.cache().options() == []
    made = fake.make()
    assert made.file.read_text() == "notes"
    assert fake.make().options() == [f"-XX:AOTCache={made.file}"]
    assert fake.started() == 1


def test_it_is_made_by_the_command_that_will_use_it(fake: Fake) -> None:
    fake.make()
    asked = fake.starts.read_text().split(" ")
    usual = Java(fake.launcher, "").command(fake.jar)[1:]
    assert [part for part in usual if " " not in part and part not in asked] == []
    assert asked[-2:] == ["--port", "0\n"]


def test_nothing_else_is_left_in_its_folder(fake: Fake) -> None:
    cache = fake.make()
    assert list((fake.folder / "cache").iterdir()) == [cache.file]


def test_it_is_made_anew_when_the_jar_changes(fake: Fake) -> None:
    before = fake.make()
    fake.jar.write_bytes(b"another jar")
    assert fake.cache().options() == []
    after = fake.make()
    assert (after.file != before.file, after.file.is_file(), fake.started()) == (True, True, 2)


def test_it_is_made_anew_when_the_jar_is_replaced_by_one_of_the_same_size(fake: Fake) -> None:
    fake.make()
    fake.jar.write_bytes(b"raj")
    os.utime(fake.jar, ns=(1, 1))
    assert fake.cache().options() == []


def test_it_is_made_anew_when_java_changes(fake: Fake) -> None:
    fake.make("25.0.1")
    assert fake.cache("25.0.2").options() == []
    assert fake.make("26").options() != []
    assert fake.started() == 2
    elsewhere = Java(fake.folder / "other java", RELEASE.format("25.0.1"))
    assert AotCache(elsewhere, fake.jar, fake.folder / "cache").options() == []


@pytest.mark.parametrize("version", ["24.0.2", "21.0.5", "17", "1.8.0_402", "", "x"])
def test_an_older_java_or_one_that_does_not_tell_is_not_asked_to_make_it(
    fake: Fake, version: str
) -> None:
    assert fake.make(version).options() == []
    assert fake.started() == 0
    assert not (fake.folder / "cache").exists()


def test_a_java_without_a_release_file_is_not_asked_to_make_it(fake: Fake) -> None:
    cache = AotCache(Java(fake.launcher, ""), fake.jar, fake.folder / "cache")
    cache.make([], fake.folder)
    cache.close()
    assert fake.started() == 0


@pytest.mark.parametrize("how", ["refuses the option", "writes nothing"])
def test_a_java_that_cannot_make_it_is_done_without(fake: Fake, how: str) -> None:
    fake.behaves(how)
    assert fake.make().options() == []
    assert list((fake.folder / "cache").iterdir()) == []
    fake.behaves("ends well")
    assert fake.make().options() != []  # nothing stands in the way of the next run


def test_a_folder_that_cannot_be_made_is_done_without(fake: Fake) -> None:
    (fake.folder / "cache").write_text("a file stands in the way")
    assert fake.make().options() == []
    assert fake.make(folder="cache/below").options() == []
    assert fake.started() == 0


def test_a_folder_that_cannot_be_written_is_done_without(
    fake: Fake, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where the tests are run by root, who may write everywhere."""

    def refuse(*_: object) -> None:
        raise PermissionError("read-only")

    monkeypatch.setattr("wiremock_strict.aot.shutil.move", refuse)
    assert fake.make().options() == []
    assert list((fake.folder / "cache").iterdir()) == []


def test_to_close_one_that_was_not_made_is_nothing(fake: Fake) -> None:
    fake.cache().close()


# --- with the real Java ---------------------------------------------------------------------------


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AotCache]:
    """A cache that the real Java has made of the real WireMock."""
    folder = tmp_path_factory.mktemp("aot")
    cache = AotCache(find_java(), find_jar(None), folder / "cache")
    cache.make([*OPTIONS, "--root-dir", str(folder)], folder)
    cache.close()
    yield cache
    cache.file.unlink(missing_ok=True)  # 43 MB


def test_the_real_java_makes_it_and_starts_by_it(made: AotCache, tmp_path: Path) -> None:
    assert made.file.stat().st_size > 10_000_000
    # With AOTMode=on, Java ends rather than start without the cache.
    only_so = find_java().command(find_jar(None), "-XX:AOTMode=on", *made.options())
    server = Process("WireMock", [*only_so, *OPTIONS], tmp_path / "log", Java.environment())
    try:
        assert int(server.wait_for(PORT)) > 0
        assert "[warning]" not in server.output()
    finally:
        server.stop()
