"""Mappings and Scenarios: set, read, change, keep and remove stubs; stubs that take turns."""

from __future__ import annotations

from typing import Any

import wiremock.client as sdk

from compatibility.probe import expect, probe
from compatibility.server import Server


def set_stub(request: dict[str, Any] | None = None, **response: Any) -> Any:
    """Set a stub through the SDK; return what create_mapping does."""
    matching = sdk.MappingRequest(**(request or {"method": "GET", "url_path": "/stub"}))
    responding = sdk.MappingResponse(**{"status": 203, **response})
    return sdk.Mappings.create_mapping(sdk.Mapping(request=matching, response=responding))


@probe()
def create(server: Server) -> None:
    """Mappings.create_mapping sets a stub, and returns it with its id"""
    made = set_stub()
    assert server.ask("/stub").status_code == 203
    expect(made.id == server.stubs()[0]["id"], f"the id returned is {made.id}")


@probe()
def retrieve_all(server: Server) -> None:
    """Mappings.retrieve_all_mappings reads the stubs and their number, or some by limit"""
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
    assert server.stubs()[0]["id"] == stub


RED = {"matchesJsonPath": {"expression": "$.colour", "equalTo": "red"}}
REMOVALS = [
    ("reset_mappings removes what is not persistent",
     lambda _: sdk.Mappings.reset_mappings(), ["/blue"]),
    ("delete_all_mappings removes all stubs",
     lambda _: sdk.Mappings.delete_all_mappings(), []),
    ("delete_mapping removes one stub by its id",
     lambda red: sdk.Mappings.delete_mapping(red), ["/blue"]),  # noqa: PLW0108  # looked up late
    ("delete_mapping removes one stub by its mapping",
     lambda red: sdk.Mappings.delete_mapping(sdk.Mapping(id=red)), ["/blue"]),
    ("delete_mapping_by_metadata removes the stubs whose metadata match",
     lambda _: sdk.Mappings.delete_mapping_by_metadata(RED), ["/blue"]),
]  # fmt: skip


@probe(*REMOVALS)
def remove(server: Server, what: str, call: Any, left: list[str]) -> None:
    """Mappings.{0}"""
    red = server.stub("/red", metadata={"colour": "red"})
    server.stub("/blue", metadata={"colour": "blue"}, persistent=True)
    call(red)
    assert [stub["request"]["urlPath"] for stub in server.stubs()] == left


REFUSALS = [
    ("create_mapping", "InvalidInputException", sdk.Mapping(persistent="perhaps")),
    ("retrieve_mapping", "NotFoundException", "00000000-0000-0000-0000-000000000000"),
]


@probe(*REFUSALS)
def refusals(server: Server, call: str, exception: str, argument: Any) -> None:
    """Mappings.{0} raises {1} where the server refuses"""
    try:
        getattr(sdk.Mappings, call)(argument)
    except getattr(sdk, exception):
        return
    expect(False)


@probe()
def reset_scenarios(server: Server) -> None:
    """Scenarios.reset_all_scenarios starts all scenarios anew"""
    turn = {"requiredScenarioState": "Started", "newScenarioState": "Next"}
    server.stub("/stub", scenarioName="turns", **turn)
    states = []
    for act in (lambda: server.ask("/stub"), sdk.Scenarios.reset_all_scenarios):
        act()
        states += [one["state"] for one in server.admin("GET", "/scenarios")["scenarios"]]
    assert states == ["Next", "Started"]
