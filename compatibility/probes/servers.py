"""WireMockServer and wiremock_container: the SDK's own ways to start a server."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import socket
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import docker
import requests
import wiremock.server
from testcontainers.core.config import testcontainers_config
from wiremock.server.exceptions import (
    WireMockServerAlreadyStartedError,
    WireMockServerNotStartedError,
)

from compatibility.jars import version_of
from compatibility.probe import MISSING, UNTRIED, Finding, expect, probe
from compatibility.server import Server

UNMATCHED = 200  # requests that nothing matches; the server writes some lines about each
QUICK = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"
STUB = '{"request": {"url": "/file"}, "response": {"status": 203}}'


@contextlib.contextmanager
def _server(server: Server, first: str = "", **options: Any) -> Iterator[Any]:
    """Yield a WireMockServer, not yet started, for the jar under test; it stays on loopback.

    `java_path` is a script of ours that runs `first` before it becomes Java. The server ends with
    the block.
    """
    with tempfile.TemporaryDirectory(prefix="probe-") as folder:
        java, pid = Path(folder, "java"), Path(folder, "pid")
        record = f'echo $$ >{pid}; echo "$@" >{folder}/options'
        bind = 'case "$*" in *--bind-address*) ;; *) set -- "$@" --bind-address 127.0.0.1 ;; esac'
        start = f'exec "{server.java}" {QUICK} "$@"'
        java.write_text("\n".join(["#!/bin/sh", record, first, bind, start, ""]))
        java.chmod(0o700)
        patient = {"max_attempts": 120}  # a busy machine is no finding
        options = {"jar_path": str(server.jar), "root_dir": folder, **patient, **options}
        try:
            yield wiremock.server.WireMockServer(java_path=str(java), **options)
        finally:
            if pid.is_file():
                with contextlib.suppress(ProcessLookupError):
                    os.kill(int(pid.read_text()), signal.SIGKILL)


def _get(port: int, path: str = "/__admin/mappings") -> requests.Response:
    return requests.get(f"http://127.0.0.1:{port}{path}", timeout=3)


def _has_child() -> bool:
    """Tell whether a child of ours runs, or has ended and was not waited for."""
    try:
        os.waitpid(-1, os.WNOHANG)
    except ChildProcessError:
        return False
    return True


@probe()
def starts(server: Server) -> None:
    """WireMockServer in a with statement starts a server on the port it is given, and ends it"""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with _server(server, port=port) as ours:
        with ours:
            assert _get(port).ok
        with contextlib.suppress(ChildProcessError):  # it may have waited
            os.waitpid(-1, 0)
        assert socket.socket().connect_ex(("127.0.0.1", port))


@probe()
def own_jar(server: Server) -> None:
    """WireMockServer without jar_path starts the server that the SDK carries"""
    jar = wiremock.server.WireMockServer.DEFAULT_JAR
    with _server(server, jar_path=jar) as ours, ours:
        assert _get(ours.port).ok


@probe()
def root_dir(server: Server) -> None:
    """WireMockServer(root_dir=...) serves the stubs of that folder"""
    with _server(server) as ours:
        Path(ours.root_dir, "mappings").mkdir()
        Path(ours.root_dir, "mappings/file.json").write_text(STUB)
        with ours:
            assert _get(ours.port, "/file").status_code == 203


@probe()
def loopback(server: Server) -> None:
    """WireMockServer can be reached from this machine only"""
    with _server(server) as ours, ours:
        given = Path(ours.root_dir, "options").read_text()
    expect("--bind-address" in given, "it listens on every interface, its admin API too")


@probe()
def own_errors(server: Server) -> None:
    """WireMockServer raises its own exceptions: no Java, started twice, stopped too early"""
    with contextlib.suppress(WireMockServerNotStartedError):
        wiremock.server.WireMockServer(java_path="/no/such/java").start()
        expect(False, "no Java, and nothing is raised")
    with _server(server) as ours:
        with contextlib.suppress(WireMockServerNotStartedError):
            ours.stop()
            expect(False, "stopped before it started, and nothing is raised")
        with ours, contextlib.suppress(WireMockServerAlreadyStartedError):
            ours.start()
            expect(False, "started twice, and nothing is raised")


@probe()
def slow_start(server: Server) -> None:
    """WireMockServer.start waits for a server that takes four seconds"""
    with _server(server, "sleep 4", max_attempts=10) as ours, ours:  # as many as by default
        assert _get(ours.port).ok


@probe(patience=6)
def silent_start(server: Server) -> None:
    """WireMockServer.start gives up on a server that accepts and does not respond"""
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        given_up = contextlib.suppress(WireMockServerNotStartedError)
        with _server(server, "exec sleep 20", port=port, max_attempts=1) as ours, given_up:
            ours.start()


@probe()
def failed_start(server: Server) -> None:
    """WireMockServer.start leaves no process behind when it gives up"""
    with _server(server, "exec sleep 20", max_attempts=1) as ours:
        with contextlib.suppress(WireMockServerNotStartedError):
            ours.start()
        expect(not _has_child(), "the process it started goes on")


@probe()
def output(server: Server) -> None:
    """WireMockServer responds however much the server prints"""
    with _server(server) as ours, ours:
        stub = json.loads(STUB)
        requests.post(f"http://127.0.0.1:{ours.port}/__admin/mappings", json=stub, timeout=3)
        for number in range(UNMATCHED):
            try:
                _get(ours.port, f"/unmatched/{number}")
            except requests.Timeout:
                how = f"it hangs from unmatched request {number + 1} on: nobody reads its output"
                raise TimeoutError(how) from None


@probe()
def stop_waits(server: Server) -> None:
    """WireMockServer.stop returns once the server has ended"""
    with _server(server) as ours:
        ours.start()
        ours.stop()
        expect(not _has_child(), "it does not wait for the end")


@probe()
def stop_clears(server: Server) -> None:
    """WireMockServer.is_running is false after stop, and it can be started again"""
    with _server(server) as ours:
        ours.start()
        ours.stop()
        expect(not ours.is_running, "it is still true, and start is refused")
        ours.start()
        ours.stop()


def _needs(image: str, remedy: str = "") -> None:
    """Raise Finding unless an engine has this image, or can pull it."""
    try:
        client = docker.from_env()
        client.images.list(image) or client.images.pull(image)
    except Exception as error:
        how = f"no engine that has {image}: {type(error).__name__}{remedy}"
        raise Finding(UNTRIED, how) from None


@probe()
def container(server: Server) -> None:
    """wiremock_container starts this server from its image, with given mappings"""
    try:
        import wiremock.testing.testcontainer as testing
    except ModuleNotFoundError as error:
        if str(error.name).startswith("wiremock"):
            raise Finding(MISSING) from None
        raise Finding(UNTRIED, f"{error.name} is missing") from None
    image = f"wiremock/wiremock:{version_of(server.jar)}"
    _needs(image)
    if not testcontainers_config.ryuk_disabled:
        _needs(testcontainers_config.ryuk_image, "; TESTCONTAINERS_RYUK_DISABLED=true does without")
    mappings = [("stub.json", json.loads(STUB))]
    with testing.wiremock_container(image, secure=False, mappings=mappings) as ours:
        assert requests.get(ours.get_url("/file"), timeout=5).status_code == 203
