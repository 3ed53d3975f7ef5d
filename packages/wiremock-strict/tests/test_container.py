"""WireMock in a container: how it is started where there is an engine, and how it is refused."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import closing
from typing import Any
from urllib.parse import urlsplit

import docker
import pytest
import requests
from docker.errors import APIError, DockerException, ImageNotFound, NotFound
from testcontainers.core.labels import LABEL_SESSION_ID, SESSION_ID
from wiremock_strict import RefusedPort, StartError, WireMock
from wiremock_strict.container import IMAGE, container
from wiremock_strict.jar import VERSION
from wiremock_strict.options import ANYWHERE


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
        """Start nothing."""

    def port(self, *_: object) -> str:
        return str(self.published)

    def logs(self, stdout: bool = True, stderr: bool = True) -> bytes:
        return self.output if stdout else b""

    def remove(self, **_: object) -> None:
        self.removed += 1

    def reload(self) -> None:
        """Stay as it is."""

    close = reload


@pytest.fixture
def engine(monkeypatch: pytest.MonkeyPatch, server: WireMock) -> Engine:
    """An engine that makes nothing; its container's port is that of another server."""
    engine = Engine()
    engine.published = urlsplit(server.url).port or 0
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
        pytest.skip("no container engine responds here")
    monkeypatch.setattr("testcontainers.core.config.testcontainers_config.ryuk_disabled", True)
    with closing(docker.from_env()) as engine:
        if not engine.images.list(IMAGE):
            pytest.skip(f"the container engine here has no {IMAGE}")
        yield engine


def test_it_listens_on_loopback_and_ends_with_its_block(real_engine: docker.DockerClient) -> None:
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


def test_a_failed_start_shows_the_last_words(
    real_engine: docker.DockerClient,
) -> None:
    told = "now exited. Its last words:\n    "
    with pytest.raises(StartError, match=told), container(["--port", "none"]):
        pass
    ours = {"label": f"{LABEL_SESSION_ID}={SESSION_ID}"}
    assert real_engine.containers.list(all=True, filters=ours) == []


# --- an engine that is not ------------------------------------------------------------------------


def test_it_is_confined_and_reached_without_a_proxy(
    engine: Engine, monkeypatch: pytest.MonkeyPatch, server: WireMock
) -> None:
    with closing(RefusedPort()) as refused:
        for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
            monkeypatch.setenv(name, refused.url)
        with container(["--an-option", "1"]) as url:
            assert url == server.url
            assert engine.removed == 0
    assert engine.removed == 1
    assert engine.made["image"] == IMAGE
    assert engine.made["command"] == "--port 8080 --an-option 1"
    assert engine.made["ports"] == {"8080": ("127.0.0.1", None)}
    assert engine.made["user"] == "1000:1000"


@pytest.mark.usefixtures("engine")
def test_its_address_does_not_depend_on_ours(
    monkeypatch: pytest.MonkeyPatch, server: WireMock
) -> None:
    """Within a container the SDK would ask elsewhere, in one mode at a foreign port."""
    monkeypatch.setenv("WIREMOCK_DIND", "1")
    with container([]) as url:
        assert url == server.url


def test_it_ends_when_its_block_is_interrupted(engine: Engine) -> None:
    with pytest.raises(KeyboardInterrupt), container([]):
        raise KeyboardInterrupt
    assert engine.removed == 1


def test_a_container_that_is_gone_is_no_error(
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
        "No container engine responds (refused). Start one, "
        "or use an embedded server, which needs no container."
    )


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (ImageNotFound("none.\nand more"), f"The image {IMAGE} cannot be started (none). "),
        (requests.ConnectionError("gone"), f"The image {IMAGE} cannot be started (gone). "),
        (RuntimeError("unheard of"), f"The image {IMAGE} cannot be started (unheard of). "),
        (APIError("pull of testcontainers/ryuk failed"), "TESTCONTAINERS_RYUK_DISABLED=true, "),
    ],
)
def test_a_failure_of_the_engine_is_one_sentence(
    engine: Engine, error: Exception, said: str
) -> None:
    engine.failure = error
    sentence = refusal()
    assert said in sentence
    assert sentence.endswith("or use an embedded server, which needs no container.")
    assert "and more" not in sentence


def test_a_silent_server_is_given_up(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("wiremock_strict.container.PATIENCE", 0)
    engine.output = b""
    assert refusal() == (
        "WireMock does not start in its container, now running. Its last words:\n    (nothing)"
    )
    assert engine.removed == 1


def test_a_server_out_of_reach_is_refused(engine: Engine) -> None:
    with closing(RefusedPort()) as refused:
        engine.published = urlsplit(refused.url).port or 0
        assert refusal() == (
            f"WireMock's container does not respond at {refused.url}. Is the engine on another "
            "machine, or is this a container? Then start a server yourself and give its URL, "
            "or use an embedded server, which needs no container."
        )
    assert engine.removed == 1


def test_the_image_is_of_the_version_that_is_installed() -> None:
    assert IMAGE.endswith(f":{VERSION}")
