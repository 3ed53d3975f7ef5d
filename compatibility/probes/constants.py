"""The SDK's constants: does the server know them, and do they name all that it knows?"""

from __future__ import annotations

from typing import Any

import requests
import wiremock.client as sdk

from compatibility.probe import DOCUMENTED, MISSING, Finding, expect, probe
from compatibility.probes.mappings import set_stub
from compatibility.server import Server

OF_THE_WIRE = {"Host", "Content-Length", "Connection", "Expect", "TE", "Upgrade"}


def _constants(enum: Any) -> list[str]:
    return [value for name, value in vars(enum).items() if name.isupper()]


def _require(enum: Any, value: str) -> None:
    if value not in _constants(enum):
        raise Finding(MISSING, "no constant; it must be written as text")


@probe()
def methods(server: Server) -> None:
    """Every constant of HttpMethods matches a request of that method"""
    for method in _constants(sdk.HttpMethods):
        set_stub({"method": method, "url_path": f"/{method}"})
        response = server.ask(f"/{method}", "GET" if method == "ANY" else method)
        expect(response.status_code == 203, f"{method} is not matched")


@probe()
def headers(server: Server) -> None:
    """Every constant of CommonHeaders can be matched"""
    for name in _constants(sdk.CommonHeaders):
        set_stub({"url_path": f"/{name}", "headers": {name: {"matches": ".*"}}})
        if name not in OF_THE_WIRE:
            response = server.ask(f"/{name}", headers={name: "x"})
            expect(response.status_code == 203, f"{name} is not matched")


@probe(*zip(DOCUMENTED["ResponseFaultType"]))
def fault(server: Server, fault: str) -> None:
    """ResponseFaultType: {0}"""
    _require(sdk.ResponseFaultType, fault)
    set_stub(fault=fault)
    try:
        server.ask("/stub")
    except (requests.ConnectionError, requests.exceptions.ChunkedEncodingError):
        return
    expect(False, "the caller gets a response all the same")


@probe(*DOCUMENTED["DelayDistributionMethods"].items())
def distribution(server: Server, kind: str, numbers: dict[str, float]) -> None:
    """DelayDistributionMethods: {0}"""
    _require(sdk.DelayDistributionMethods, kind)
    delay = sdk.DelayDistribution(distribution_type=kind, **numbers)
    lost = [name for name in numbers if name not in delay.get_json_data()]
    expect(not lost, f"DelayDistribution drops {', '.join(lost)}")
    set_stub(delay_distribution=delay)
    assert server.ask("/stub").elapsed.total_seconds() > 0.004


@probe(*DOCUMENTED["WireMockMatchers"].items())
def matcher(server: Server, name: str, pattern: dict[str, Any]) -> None:
    """WireMockMatchers: {0}"""
    _require(sdk.WireMockMatchers, name)
    set_stub({"headers": {"X-Any": pattern}})
    stored = server.stubs()[0]["request"]["headers"]["X-Any"]
    expect(name in stored, f"the server stores {stored}")
