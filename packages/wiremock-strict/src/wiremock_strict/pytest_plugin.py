"""The pytest plugin: one server for the session, fresh stubs for each test, judged after it.

A test that asks for `stubs` and passes is failed if its stubs were not used, a request matched
none, or anything was off the contract. One that fails anyway has the same in its report.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator, Mapping
from contextlib import closing
from typing import Any

import pytest

from wiremock_strict.errors import StartError, WireMockStrictError
from wiremock_strict.fault_socket import FaultSocket
from wiremock_strict.openapi.contract import Contract
from wiremock_strict.server import WireMock, wiremock
from wiremock_strict.stubs import Stubs

TITLE = "wiremock-strict"
BEGUN = pytest.StashKey[tuple[Stubs, Mapping[str, Any]]]()


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the settings of an ini file."""
    parser.addini("wiremock_contract", "the OpenAPI document that stubs are held to", "paths")
    parser.addini(
        "wiremock_server",
        'where WireMock runs: "embedded", "container", or the URL of one that runs already',
        default="embedded",
    )


@pytest.fixture(scope="session")
def wiremock_server(request: pytest.FixtureRequest) -> Iterator[WireMock]:
    """The server, for the whole session; each worker of pytest-xdist has its own."""
    try:
        with wiremock(request.config.getini("wiremock_server")) as server:
            yield server
    except StartError as error:
        pytest.fail(str(error), pytrace=False)


@pytest.fixture(scope="session")
def wiremock_contract(request: pytest.FixtureRequest) -> Contract | None:
    """The contract that `wiremock_contract` in the ini file names; None if it names none.

    Override it for another one: `Contract("openapi.yaml", closed=False)`, for instance.
    """
    files = request.config.getini("wiremock_contract")
    try:
        return Contract(files[0]) if files else None
    except WireMockStrictError as error:
        pytest.fail(str(error), pytrace=False)


@pytest.fixture
def wiremock_judging() -> Mapping[str, Any]:
    """The arguments of `Stubs.judge` after each test; override it for others than the default."""
    return {}


@pytest.fixture
def fault_socket() -> Iterator[FaultSocket]:
    """A socket for faults that WireMock cannot make; its journal belongs to the test's `stubs`."""
    with closing(FaultSocket()) as opened:
        yield opened


@pytest.fixture
def stubs(
    request: pytest.FixtureRequest,
    wiremock_contract: Contract | None,  # first, as a wrong one is known at once
    wiremock_server: WireMock,
    wiremock_judging: Mapping[str, Any],
) -> Stubs:
    """The stubs of this test; they are judged when its function has ended."""
    wanted = "fault_socket" in request.fixturenames
    sockets = [request.getfixturevalue("fault_socket")] if wanted else []
    begun = wiremock_server.begin(wiremock_contract, sockets)
    request.node.stash[BEGUN] = begun, wiremock_judging
    return begun


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None, None, None]:
    """Judge a test within its call, so that it counts as failed, not as an error."""
    try:
        yield
    except pytest.skip.Exception:
        raise
    except BaseException:
        if problems := _problems(item):
            item.add_report_section("call", TITLE, problems)
        raise
    if problems := _problems(item):
        pytest.fail(problems, pytrace=False)


def _problems(item: pytest.Item) -> str:
    """Judge the stubs of a test, if it has any; return a line or more for each problem."""
    begun = item.stash.get(BEGUN, None)
    if begun is None:
        return ""
    stubs, arguments = begun
    try:
        problems = stubs.judge(**arguments)
        near = stubs.near_misses() if problems else []
    except StartError as error:  # the server is gone
        return str(error)
    return "\n".join(problems + near)
