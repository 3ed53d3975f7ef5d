"""Java's cache: made once, by a command, and done without where it cannot be had."""

from __future__ import annotations

import os
import sys
import threading
from pathlib import Path

import pytest
from wiremock_strict import Process, StartError
from wiremock_strict.aot import KEPT, AotCache
from wiremock_strict.jar import find_jar
from wiremock_strict.java import Java, find_java
from wiremock_strict.options import LISTENS, LOOPBACK

RELEASE = 'IMPLEMENTOR="Somebody"\nJAVA_VERSION="{}"\nJAVA_VERSION_DATE="2025-09-16"\n'

# In place of Java: it says where it listens, responds until it is shut down, and writes its notes.
FAKE_JAVA = """
import sys
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

(notes,) = [a.split("=", 1)[1] for a in sys.argv if a.startswith("-XX:AOTCacheOutput=")]
with open(sys.argv[1], "a") as starts:
    print(*sys.argv[2:], file=starts)
behaviour = Path(sys.argv[1]).with_name("behaviour").read_text()
if behaviour == "refuses the option":
    sys.exit("Unrecognized VM option")
over = False


class Handler(BaseHTTPRequestHandler):
    def do_POST(self):
        global over
        over = self.path == "/__admin/shutdown"
        if behaviour == "hangs up":
            return
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    do_GET = do_POST


with HTTPServer(("127.0.0.1", 0), Handler) as server:
    print("port:   ", server.server_address[1], flush=True)
    while not over:
        server.handle_request()
if behaviour == "ends well":
    Path(notes).write_text("notes")
"""


class Fake:
    """A Java that records its own starts, and a jar."""

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
        """Return the cache as a run would see it."""
        java = Java(self.launcher, RELEASE.format(version))
        return AotCache(java, self.jar, self.folder / folder)

    def started(self) -> int:
        """Count its starts."""
        return len(self.starts.read_text().splitlines())


@pytest.fixture
def fake(tmp_path: Path) -> Fake:
    """A Java and a jar, in a folder whose name has a space."""
    folder = tmp_path / "a folder"
    folder.mkdir()
    return Fake(folder)


def test_it_is_made_once_and_used_from_then_on(fake: Fake) -> None:
    cache = fake.cache()
    assert cache.options() == []
    assert cache.make()
    assert cache.file.read_text() == "notes"
    assert not fake.cache().make()
    assert fake.cache().options() == [f"-XX:AOTCache={cache.file}"]
    assert fake.started() == 1


def test_two_that_make_it_at_once_make_it_once(fake: Fake) -> None:
    made: list[bool] = []
    threads = [threading.Thread(target=lambda: made.append(fake.cache().make())) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(made) == [False, False, False, True]
    assert fake.started() == 1


def test_it_is_made_by_the_command_that_uses_it(fake: Fake) -> None:
    fake.cache().make()
    words = fake.starts.read_text().split(" ")
    usual = Java(fake.launcher, "").command(fake.jar)[1:]
    assert [part for part in usual if " " not in part and part not in words] == []
    assert [option for option in LOOPBACK if option not in words] == []


def test_only_the_cache_is_left_in_its_folder(fake: Fake) -> None:
    cache = fake.cache()
    cache.folder.mkdir()
    (cache.folder / "killed.aot.part").write_text("left by a run that was killed")
    cache.make()
    assert sorted(file.name for file in cache.folder.iterdir()) == [cache.file.name, "lock"]


def test_it_is_made_anew_when_the_jar_changes(fake: Fake) -> None:
    before = fake.cache()
    before.make()
    fake.jar.write_bytes(b"raj")  # of the same size
    os.utime(fake.jar, ns=(1, 1))
    assert fake.cache().options() == []
    assert fake.cache().make()
    assert fake.cache().file != before.file


def test_it_is_made_anew_when_java_changes(fake: Fake) -> None:
    fake.cache("25.0.1").make()
    assert fake.cache("25.0.2").options() == []
    elsewhere = Java(fake.folder / "other java", RELEASE.format("25.0.1"))
    assert AotCache(elsewhere, fake.jar, fake.folder / "cache").options() == []


def test_old_ones_are_removed(fake: Fake) -> None:
    for number in range(KEPT + 2):
        cache = fake.cache(f"25.0.{number}")
        cache.make()
        os.utime(cache.file, (number, number))
    names = {file.name for file in (fake.folder / "cache").glob("*.aot")}
    assert names == {fake.cache(f"25.0.{number}").file.name for number in range(2, KEPT + 2)}


@pytest.mark.parametrize("version", ["24.0.2", "21.0.5", "1.8.0_402", "", "x"])
def test_an_older_java_is_not_asked(fake: Fake, version: str) -> None:
    with pytest.raises(StartError, match=r"^Java 25 or newer is needed, and this is \d+\.$"):
        fake.cache(version).make()
    assert fake.started() == 0


@pytest.mark.parametrize(
    ("how", "reason"),
    [
        ("refuses the option", "WireMock ended while starting"),
        ("writes nothing", "Java wrote no cache"),
        ("hangs up", "WireMock did not respond: ConnectionError"),
    ],
)
def test_a_java_that_cannot_make_it_is_an_error(fake: Fake, how: str, reason: str) -> None:
    fake.behaves(how)
    with pytest.raises(StartError, match=reason):
        fake.cache().make()
    assert list((fake.folder / "cache").glob("*.aot*")) == []
    fake.behaves("ends well")
    assert fake.cache().make()  # nothing stands in the way of the next one


def test_a_folder_that_cannot_be_made_is_an_error(fake: Fake) -> None:
    (fake.folder / "cache").write_text("a file stands in the way")
    with pytest.raises(StartError, match=r"cannot be written \(.*\)\. Set WIREMOCK_STRICT_CACHE"):
        fake.cache().make()
    with pytest.raises(StartError, match="cannot be written"):
        fake.cache(folder="cache/below").make()
    assert fake.started() == 0


# --- with the real Java ---------------------------------------------------------------------------


def test_the_real_java_makes_it_and_starts_by_it(tmp_path: Path) -> None:
    cache = AotCache(find_java(), find_jar(), tmp_path / "cache")
    try:
        assert cache.make()
        assert cache.file.stat().st_size > 10_000_000
        # With AOTMode=on, Java ends rather than start without the cache.
        only_so = find_java().command(find_jar(), "-XX:AOTMode=on", *cache.options())
        server = Process("WireMock", [*only_so, *LOOPBACK], tmp_path / "log", Java.environment())
        try:
            assert int(server.wait_for(LISTENS)) > 0
            assert "[warning]" not in server.output()
        finally:
            server.stop()
    finally:
        cache.file.unlink(missing_ok=True)  # 43 MB
