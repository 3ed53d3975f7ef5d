"""WireMock stubs that cannot drift: held to an OpenAPI contract, and judged after each test."""

from __future__ import annotations

from wiremock_strict.direct import direct_session
from wiremock_strict.entry import Entry
from wiremock_strict.errors import ContractError, StartError, StubError, WireMockStrictError
from wiremock_strict.fault_socket import FaultSocket, Script
from wiremock_strict.faults import Elsewhere, Fault, Reply
from wiremock_strict.openapi.contract import Contract
from wiremock_strict.openapi.coverage import Coverage
from wiremock_strict.process import Footprint, Process
from wiremock_strict.refused_port import RefusedPort
from wiremock_strict.rules import judge
from wiremock_strict.server import WireMock, wiremock
from wiremock_strict.stubs import Stubs

__all__ = [
    "Contract",
    "ContractError",
    "Coverage",
    "Elsewhere",
    "Entry",
    "Fault",
    "FaultSocket",
    "Footprint",
    "Process",
    "RefusedPort",
    "Reply",
    "Script",
    "StartError",
    "StubError",
    "Stubs",
    "WireMock",
    "WireMockStrictError",
    "direct_session",
    "judge",
    "wiremock",
]
