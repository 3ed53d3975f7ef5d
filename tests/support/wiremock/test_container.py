"""WireMock in a container: how it is started where there is an engine, and how it is refused."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import closing
from typing import Any

import docker
import pytest
import requests
from docker.errors import DockerException, ImageNotFound

from support.errors import StartError
from support.wiremock import container as module
from support.wiremock.container import (
    IMAGE,
    WireMockContainer,
    WireMockContainerException,
    container,
)
from support.wiremock.server import ANYWHERE


@pytest.fixture
def engine() -> Iterator[docker.DockerClient]:
    """The container engine of this machine, if it has one, and the image."""
    try:
        engine = docker.from_env()
    except DockerException as error:
        pytest.skip(f"no container engine answers here: {error}")
    with closing(engine):
        if not engine.images.list(IMAGE):
            pytest.skip(f"the container engine here has no {IMAGE}")
        yield engine


@pytest.fixture
def no_engine(monkeypatch: pytest.MonkeyPatch) -> None:
    """An engine that is never asked anything: what the SDK's class would ask for is faked."""
    monkeypatch.setattr(WireMockContainer, "__init__", _init)
    monkeypatch.setattr(WireMockContainer, "with_kwargs", lambda ours, **_: ours)
    monkeypatch.setattr(WireMockContainer, "get_exposed_port", lambda *_: 32768)
    monkeypatch.setattr(WireMockContainer, "stop", _stop)
    STOPPED.clear()


STOPPED: list[WireMockContainer] = []


def _init(ours: Any, *_: object, **__: object) -> None:
    ours.wire_mock_args, ours.http_server_port, ours.secure = [], 8080, False


def _stop(ours: WireMockContainer) -> None:
    STOPPED.append(ours)


def refusal(monkeypatch: pytest.MonkeyPatch, error: Exception) -> str:
    """Return the sentence with which a start that ends in this error is refused."""

    def start(_: object) -> None:
        print("Request failed")
        raise error

    monkeypatch.setattr(WireMockContainer, "start", start)
    with pytest.raises(StartError) as refused, container([]):
        pass
    assert len(STOPPED) == 1
    return str(refused.value)


def test_it_answers_on_loopback_and_goes_with_the_run(
    engine: docker.DockerClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("testcontainers.core.config.testcontainers_config.ryuk_disabled", True)
    before = set(engine.containers.list(all=True))
    with container(ANYWHERE) as url:
        (ours,) = set(engine.containers.list(all=True)) - before
        assert requests.get(f"{url}/__admin/mappings", timeout=30).json()["mappings"] == []
        host = ours.attrs["HostConfig"]
        ports = ours.attrs["NetworkSettings"]["Ports"]["8080/tcp"]
        assert ports == [{"HostIp": "127.0.0.1", "HostPort": url.rpartition(":")[2]}]
        assert ours.attrs["Config"]["User"] == "1000:1000"
        assert host["CapDrop"] == ["ALL"]
        assert ours.attrs["Config"]["Cmd"][-len(ANYWHERE) :] == ANYWHERE
    assert set(engine.containers.list(all=True)) == before


def test_without_an_engine_it_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    def start(*_: object, **__: object) -> None:  # docker's own would leave a socket open
        raise DockerException("refused.\nand more")

    monkeypatch.setattr(WireMockContainer, "__init__", start)
    told = r"^No container engine answers \(refused\). Start one, or leave wiremock=embedded"
    with pytest.raises(StartError, match=told), container([]):
        pass


@pytest.mark.usefixtures("no_engine")
def test_one_that_does_not_answer_is_refused(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    told = refusal(monkeypatch, WireMockContainerException("Server does not appear to be running"))
    assert "does not answer at http://127.0.0.1:32768. Is the engine on another machine" in told
    assert capsys.readouterr().out == ""


@pytest.mark.usefixtures("no_engine")
@pytest.mark.parametrize(
    ("error", "told"),
    [
        (ImageNotFound("no such image\nand more"), f"The image {IMAGE} cannot be had or started"),
        (DockerException("pull of testcontainers/ryuk failed"), "TESTCONTAINERS_RYUK_DISABLED=tr"),
        (TimeoutError("it took too long"), "(it took too long)"),
        (requests.ConnectionError("gone"), "(gone)"),
    ],
)
def test_what_cannot_be_had_is_told(
    monkeypatch: pytest.MonkeyPatch, error: Exception, told: str
) -> None:
    sentence = refusal(monkeypatch, error)
    assert told in sentence
    assert sentence.endswith("or leave wiremock=embedded, which needs no container.")
    assert "and more" not in sentence


def test_the_image_is_of_the_version_that_npm_installs() -> None:
    from support.wiremock.java import JAR

    assert IMAGE.partition(":")[2] in JAR
    assert os.path.basename(JAR) == f"wiremock-standalone-{IMAGE.partition(':')[2]}.jar"
    assert module.PORT == 8080
