"""Mappings and Scenarios: stubs are set, read, changed, kept and removed, and take turns."""

from __future__ import annotations

from typing import Any

import wiremock.client as sdk

from compatibility.probe import expect, probe
from compatibility.server import Server


def set_stub(request: dict[str, Any] | None = None, **response: Any) -> Any:
    """Set a stub through the SDK; what create_mapping returns."""
    asked = sdk.MappingRequest(**(request or {"method": "GET", "url_path": "/stub"}))
    answered = sdk.MappingResponse(**{"status": 203, **response})
    return sdk.Mappings.create_mapping(sdk.Mapping(request=asked, response=answered))


def _ids(server: Server) -> list[str]:
    return [stub["id"] for stub in server.stubs()]


@probe()
def create(server: Server) -> None:
    """Mappings.create_mapping sets a stub, and returns it with its id"""
    made = set_stub()
    assert server.ask("/stub").status_code == 203
    expect([made.id] == _ids(server), f"the id returned is {made.id}")


@probe()
def create_refused(server: Server) -> None:
    """Mappings.create_mapping raises InvalidInputException for a stub that the server refuses"""
    try:
        sdk.Mappings.create_mapping(sdk.Mapping(persistent="perhaps"))
    except sdk.InvalidInputException:
        return
    expect(False)


@probe()
def retrieve_all(server: Server) -> None:
    """Mappings.retrieve_all_mappings reads the stubs and their number; some by limit and offset"""
    oldest, newest = server.stub("/a"), server.stub("/b")
    every = sdk.Mappings.retrieve_all_mappings()
    some = sdk.Mappings.retrieve_all_mappings(parameters={"limit": 1, "offset": 1})
    assert [stub.id for stub in every.mappings] == [newest, oldest]
    assert every.meta.total == 2
    assert [stub.id for stub in some.mappings] == [oldest]


@probe()
def retrieve_one(server: Server) -> None:
    """Mappings.retrieve_mapping reads one stub, by its id or its mapping"""
    server.stub("/a")
    stub = server.stub("/b")
    assert sdk.Mappings.retrieve_mapping(stub).request.url_path == "/b"
    assert sdk.Mappings.retrieve_mapping(sdk.Mapping(id=stub)).request.url_path == "/b"


@probe()
def retrieve_none(server: Server) -> None:
    """Mappings.retrieve_mapping raises NotFoundException for an unknown id"""
    try:
        sdk.Mappings.retrieve_mapping("00000000-0000-0000-0000-000000000000")
    except sdk.NotFoundException:
        return
    expect(False)


@probe()
def update(server: Server) -> None:
    """Mappings.update_mapping changes a stub"""
    made = set_stub()
    made.response.status = 204
    sdk.Mappings.update_mapping(made)
    assert [stub["response"]["status"] for stub in server.stubs()] == [204]


@probe()
def read_and_write_back(server: Server) -> None:
    """Mappings.update_mapping leaves a stub that was retrieved as it was"""
    dribble = {"numberOfChunks": 2, "totalDuration": 1}
    stub = server.stub(name="a name", response={"status": 200, "chunkedDribbleDelay": dribble})
    before = server.stubs()[0]
    sdk.Mappings.update_mapping(sdk.Mappings.retrieve_mapping(stub))
    after = server.stubs()[0]
    lost = [*before.keys() - after.keys(), *before["response"].keys() - after["response"].keys()]
    expect(not lost, f"loses {', '.join(sorted(lost))}")


@probe()
def persist(server: Server) -> None:
    """Mappings.persist_mappings makes stubs survive a reset"""
    stub = server.stub()
    sdk.Mappings.persist_mappings()
    server.admin("POST", "/mappings/reset")
    assert _ids(server) == [stub]


@probe()
def reset(server: Server) -> None:
    """Mappings.reset_mappings removes what is not persistent"""
    server.stub("/a")
    kept = server.stub("/b", persistent=True)
    sdk.Mappings.reset_mappings()
    assert _ids(server) == [kept]


@probe()
def delete_all(server: Server) -> None:
    """Mappings.delete_all_mappings removes all stubs"""
    server.stub("/a")
    server.stub("/b", persistent=True)
    sdk.Mappings.delete_all_mappings()
    assert server.stubs() == []


@probe()
def delete_one(server: Server) -> None:
    """Mappings.delete_mapping removes one stub, by its id or its mapping"""
    kept = server.stub("/a")
    sdk.Mappings.delete_mapping(server.stub("/b"))
    sdk.Mappings.delete_mapping(sdk.Mapping(id=server.stub("/c")))
    assert _ids(server) == [kept]


@probe()
def delete_by_metadata(server: Server) -> None:
    """Mappings.delete_mapping_by_metadata removes the stubs whose metadata match"""
    kept = server.stub("/a", metadata={"colour": "blue"})
    server.stub("/b", metadata={"colour": "red"})
    pattern = {"matchesJsonPath": {"expression": "$.colour", "equalTo": "red"}}
    sdk.Mappings.delete_mapping_by_metadata(pattern)
    assert _ids(server) == [kept]


@probe()
def reset_scenarios(server: Server) -> None:
    """Scenarios.reset_all_scenarios begins all scenarios anew"""
    turn = {"requiredScenarioState": "Started", "newScenarioState": "Next"}
    server.stub("/stub", scenarioName="turns", **turn)
    states = []
    for act in (lambda: server.ask("/stub"), sdk.Scenarios.reset_all_scenarios):
        act()
        states += [one["state"] for one in server.admin("GET", "/scenarios")["scenarios"]]
    assert states == ["Next", "Started"]
