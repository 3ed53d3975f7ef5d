"""WireMock in a container: how it is started where there is an engine, and how it is refused."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from typing import Any
from urllib.parse import urlsplit

import docker
import pytest
import requests
from docker.errors import APIError, DockerException, ImageNotFound, NotFound
from testcontainers.core.labels import LABEL_SESSION_ID, SESSION_ID
from wiremock_strict.container import IMAGE, container
from wiremock_strict.errors import StartError
from wiremock_strict.java import JAR
from wiremock_strict.nobody import Nobody
from wiremock_strict.server import ANYWHERE

from support.run import open_run
from support.settings import Settings


class Engine:
    """An engine and the one container that it makes, as Testcontainers asks them."""

    id = short_id = "made"

    def __init__(self) -> None:
        self.client, self.attrs = self, dict[str, Any]()
        self.made, self.removed = dict[str, Any](), 0
        self.failure: Exception | None = None
        self.status, self.output, self.published = "running", b"port:      8080\n", 0

    def create(self, image: str, **options: Any) -> Engine:
        if self.failure:
            raise self.failure
        self.made = {"image": image, **options}
        return self

    def start(self, _: Engine) -> None:
        """Nothing starts."""

    def port(self, *_: object) -> str:
        return str(self.published)

    def logs(self, stdout: bool = True, stderr: bool = True) -> bytes:
        return self.output if stdout else b""

    def remove(self, **_: object) -> None:
        self.removed += 1

    def reload(self) -> None:
        """It is what it is."""

    close = reload


@pytest.fixture
def engine(monkeypatch: pytest.MonkeyPatch, wiremock_url: str) -> Engine:
    """An engine that makes nothing; its container's port is that of another server."""
    engine = Engine()
    engine.published = urlsplit(wiremock_url).port or 0
    monkeypatch.setattr("testcontainers.core.container.DockerClient", lambda: engine)
    monkeypatch.setattr("testcontainers.core.config.testcontainers_config.ryuk_disabled", True)
    return engine


def refusal() -> str:
    """Return the sentence with which the container is refused."""
    with pytest.raises(StartError) as refused, container([]):
        pass
    return str(refused.value)


# --- an engine that is there ----------------------------------------------------------------------


@pytest.fixture
def real_engine(monkeypatch: pytest.MonkeyPatch) -> Iterator[docker.DockerClient]:
    """The container engine of this machine, if it has one, and the image."""
    # Asked by command: the package leaves a socket open where nobody answers.
    command = shutil.which("docker")
    if (
        not command
        or subprocess.run([command, "info"], check=False, capture_output=True).returncode
    ):
        pytest.skip("no container engine answers here")
    monkeypatch.setattr("testcontainers.core.config.testcontainers_config.ryuk_disabled", True)
    with closing(docker.from_env()) as engine:
        if not engine.images.list(IMAGE):
            pytest.skip(f"the container engine here has no {IMAGE}")
        yield engine


def test_it_answers_on_loopback_and_goes_with_the_run(real_engine: docker.DockerClient) -> None:
    with container(ANYWHERE) as url:
        port = url.removeprefix("http://127.0.0.1:")
        (ours,) = real_engine.containers.list(filters={"publish": f"{port}/tcp"})
        assert requests.get(f"{url}/__admin/mappings", timeout=30).json()["mappings"] == []
        published = ours.attrs["NetworkSettings"]["Ports"]["8080/tcp"]
        assert published == [{"HostIp": "127.0.0.1", "HostPort": port}]
        assert ours.attrs["Config"]["User"] == "1000:1000"
        assert ours.attrs["HostConfig"]["CapDrop"] == ["ALL"]
        assert ours.attrs["Config"]["Cmd"] == ["--port", "8080", *ANYWHERE]
    with pytest.raises(NotFound):
        ours.reload()


def test_one_that_ends_at_once_is_told_with_its_last_words(
    real_engine: docker.DockerClient,
) -> None:
    told = "now exited. It said last:\n    "
    with pytest.raises(StartError, match=told), container(["--port", "none"]):
        pass
    ours = {"label": f"{LABEL_SESSION_ID}={SESSION_ID}"}
    assert real_engine.containers.list(all=True, filters=ours) == []


# --- an engine that is not ------------------------------------------------------------------------


def test_it_is_confined_and_reached_without_a_proxy(
    engine: Engine, monkeypatch: pytest.MonkeyPatch, wiremock_url: str
) -> None:
    with closing(Nobody()) as nobody:
        for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
            monkeypatch.setenv(name, nobody.url)
        with container(["--an-option", "1"]) as url:
            assert url == wiremock_url
            assert engine.removed == 0
    assert engine.removed == 1
    assert engine.made["image"] == IMAGE
    assert engine.made["command"] == "--port 8080 --an-option 1"
    assert engine.made["ports"] == {"8080": ("127.0.0.1", None)}
    assert engine.made["user"] == "1000:1000"


@pytest.mark.usefixtures("engine")
def test_where_it_is_reached_does_not_hang_on_where_we_are(
    monkeypatch: pytest.MonkeyPatch, wiremock_url: str
) -> None:
    """Within a container the SDK would ask elsewhere, in one mode at a port of somebody else."""
    monkeypatch.setenv("WIREMOCK_DIND", "1")
    with container([]) as url:
        assert url == wiremock_url


def test_it_goes_when_the_run_is_interrupted(engine: Engine) -> None:
    with pytest.raises(KeyboardInterrupt), container([]):
        raise KeyboardInterrupt
    assert engine.removed == 1


def test_one_that_somebody_has_removed_is_no_error(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(**_: object) -> None:
        raise NotFound("No such container")

    monkeypatch.setattr(engine, "remove", gone)
    with container([]):
        pass


def test_without_an_engine_it_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse() -> None:  # docker's own would leave a socket open
        raise DockerException("refused.\nand more")

    monkeypatch.setattr("testcontainers.core.container.DockerClient", refuse)
    assert refusal() == (
        "No container engine answers (refused). Start one, "
        "or leave wiremock=embedded, which needs no container."
    )


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (ImageNotFound("none.\nand more"), f"The image {IMAGE} cannot be had or started (none). "),
        (requests.ConnectionError("gone"), f"The image {IMAGE} cannot be had or started (gone). "),
        (RuntimeError("unheard of"), f"The image {IMAGE} cannot be had or started (unheard of). "),
        (APIError("pull of testcontainers/ryuk failed"), "TESTCONTAINERS_RYUK_DISABLED=true, "),
    ],
)
def test_what_cannot_be_had_is_told(engine: Engine, error: Exception, told: str) -> None:
    engine.failure = error
    sentence = refusal()
    assert told in sentence
    assert sentence.endswith("or leave wiremock=embedded, which needs no container.")
    assert "and more" not in sentence


def test_one_that_says_nothing_is_given_up(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("wiremock_strict.container.PATIENCE", 0)
    engine.output = b""
    assert refusal() == (
        "WireMock does not start in its container, now running. It said last:\n    (nothing)"
    )
    assert engine.removed == 1


def test_one_that_does_not_answer_is_refused(engine: Engine) -> None:
    with closing(Nobody()) as nobody:
        engine.published = urlsplit(nobody.url).port or 0
        assert refusal() == (
            f"WireMock's container does not answer at {nobody.url}. Is the engine on another "
            "machine, or is this a container? Then give wiremock a URL, "
            "or leave wiremock=embedded, which needs no container."
        )
    assert engine.removed == 1


def test_without_testcontainers_it_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "wiremock_strict.container")
    monkeypatch.setitem(sys.modules, "wiremock.testing.testcontainer", None)
    told = r"^wiremock=container needs .+, which is not installed: `make clean acceptance` brings"
    with pytest.raises(StartError, match=told), open_run(Settings(wiremock="container")):
        pass


def test_the_image_is_of_the_version_that_npm_installs() -> None:
    assert f"wiremock-standalone-{IMAGE.partition(':')[2]}.jar" in JAR
