"""GlobalSettings, and the SDK's own Config."""

from __future__ import annotations

import contextlib
import socket
import time

import wiremock.client as sdk
import wiremock.constants
from wiremock.constants import Config

from compatibility.calls import sent_requests
from compatibility.probe import expect, probe
from compatibility.server import Server


@probe()
def update(server: Server) -> None:
    """GlobalSettings.update_global_settings changes the settings, and returns"""
    try:
        sdk.GlobalSettings.update_global_settings(sdk.GlobalSetting(fixed_delay=7))
    except ValueError as error:
        applied = server.admin("GET", "/settings")["settings"].get("fixedDelay") == 7
        how = "applied, then" if applied else "not applied:"
        raise RuntimeError(f"{how} {type(error).__name__}") from None
    assert server.admin("GET", "/settings")["settings"]["fixedDelay"] == 7


@probe()
def base_url(server: Server) -> None:
    """Config.base_url lets one process use two servers: each instance keeps its own"""
    ours, theirs = Config(), Config()
    ours.base_url, theirs.base_url = "http://127.0.0.1:1", "http://127.0.0.1:2"
    expect(ours.base_url != theirs.base_url, "there is one for the process")


@probe()
def timeout(server: Server) -> None:
    """Config.timeout bounds a call"""
    with socket.create_server(("127.0.0.1", 0)) as silent:
        Config.base_url, Config.timeout = f"http://127.0.0.1:{silent.getsockname()[1]}", 0.2
        began = time.monotonic()
        with contextlib.suppress(sdk.TimeoutException):
            sdk.Mappings.retrieve_all_mappings()
    assert time.monotonic() - began < 2


@probe()
def headers(server: Server) -> None:
    """Config.headers are sent with every call"""
    Config.headers = {"X-Ours": "yes"}
    without = {call for call, request in sent_requests() if "X-Ours" not in request.headers}
    expect(not without, f"not with {', '.join(sorted(without))}")


@probe()
def user_agent(server: Server) -> None:
    """Config.headers name the SDK and its version as User-Agent"""
    agent = Config.headers["user-agent"]
    expect(wiremock.__version__ in agent, f"it is {agent}")
