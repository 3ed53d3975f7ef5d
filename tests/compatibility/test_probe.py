"""A probe ends with a row, whatever it does."""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import Any

import pytest
import requests
import wiremock.client
from wiremock.constants import Config
from wiremock_strict.errors import StartError
from wiremock_strict.jar import find_jar

from compatibility.calls import sent_requests
from compatibility.jars import find_server, version_of
from compatibility.probe import (
    DIFFERS,
    DOCUMENTED,
    FAILS,
    MISSING,
    WORKS,
    Finding,
    Probe,
    attempt,
    expect,
)
from compatibility.server import Server


@pytest.fixture
def server(url: str) -> Server:
    return Server(url, find_jar(), Path("java"))


def outcome(server: Server, run: Any, patience: float = 10) -> tuple[str, str]:
    row = attempt(Probe("group", "title", run, patience), server)
    return row.status, row.how


def nothing_holds() -> None:
    assert not True


def raise_(error: BaseException) -> Any:
    raise error


@pytest.mark.parametrize(
    ("run", "expected"),
    [
        (lambda _: None, (WORKS, "")),
        (lambda _: "a remark", (WORKS, "a remark")),
        (lambda _: expect(False, "how"), (DIFFERS, "how")),
        (lambda _: raise_(Finding(MISSING, "how")), (MISSING, "how")),
        (lambda _: raise_(ValueError("a\nb")), (FAILS, "ValueError: a b")),
        (lambda _: nothing_holds(), (FAILS, "AssertionError: assert not True")),
        (lambda _: wiremock.client.Mapping().x, (FAILS, "AttributeError: 'Mapping' object has no "
         "attribute 'x'")),
        (lambda _: os._exit(3), (FAILS, "ended the process")),
        (lambda _: time.sleep(60), (FAILS, "not done after 0.5 s")),
        (lambda _: None.x, (FAILS, "AttributeError: 'NoneType' object has no attribute 'x'")),  # type: ignore[attr-defined]
        (lambda _: wiremock.client.NoSuchThing, (MISSING, "AttributeError: module "
         "'wiremock.client' has no attribute 'NoSuchThing'")),
    ],
)  # fmt: skip
def test_a_row_says_how_the_probe_ended(
    server: Server, run: Any, expected: tuple[str, str]
) -> None:
    assert outcome(server, run, patience=0.5) == expected


def test_a_probe_begins_with_an_empty_server(server: Server) -> None:
    server.stub(persistent=True)
    server.admin("POST", "/settings", {"fixedDelay": 1})
    server.ask("/stub")
    how = outcome(server, lambda _: str((server.stubs(), server.journal())))[1]
    assert how == "([], [])"
    assert "fixedDelay" not in server.admin("GET", "/settings")["settings"]


def test_a_probe_cannot_change_the_sdk_for_others(server: Server) -> None:
    before = Config.base_url
    outcome(server, lambda _: setattr(Config, "base_url", "http://127.0.0.1:1"))
    assert Config.base_url == before


def test_every_documented_operation_is_in_the_sdk_or_listed(server: Server) -> None:
    document = requests.get(f"{server.url}/__admin/docs/swagger", timeout=5).json()
    documented = {
        f"{method.upper()} {path.removeprefix('/__admin')}".replace("{fileId}", "{id}")
        for path, item in document["paths"].items()
        for method in item
        if method != "parameters"
    }
    listed = {call.replace("{id}", "{requestId}") if "requests" in call else call
              for call in DOCUMENTED["admin"].values()}  # fmt: skip
    sent = {
        f"{request.method} {request.path_url.split('?')[0].removeprefix('/__admin')}"
        for _, request in sent_requests()
    }
    filled = {call.replace("{stubMappingId}", "x").replace("{requestId}", "x"): call
              for call in documented - listed}  # fmt: skip
    assert filled.keys() - sent == set()
    assert listed.isdisjoint(sent)


def test_a_server_is_found_by_version_or_path() -> None:
    for version in ("2.35.1", "3.13.2"):
        jar = find_server(version)
        assert version_of(jar) == version
        assert find_server(str(jar)) == jar


@pytest.mark.parametrize("wanted", ["nonsense", "/no/such.jar"])
def test_an_unknown_server_is_an_error(wanted: str) -> None:
    with pytest.raises(StartError, match=r"neither a version|is missing"):
        find_server(wanted)
