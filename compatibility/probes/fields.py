"""The fields of a stub: does each documented one reach the server, and come back?"""

from __future__ import annotations

import contextlib
import inspect
from typing import Any

import wiremock.client as sdk

from compatibility.probe import DOCUMENTED, MISSING, Finding, expect, probe
from compatibility.server import Server

ENTITIES = ["Mapping", "MappingRequest", "MappingResponse", "GlobalSetting"]
FIELDS = [(entity, *field) for entity in ENTITIES for field in DOCUMENTED[entity].items()]


def _keep(server: Server, entity: str, fields: dict[str, Any]) -> dict[str, Any]:
    """Send an entity with these fields through the SDK; return what the server stores."""
    made = getattr(sdk, entity).from_dict(fields)
    if fields.keys() - made.get_json_data().keys():
        raise Finding(MISSING, "a keyword of this name is silently dropped")
    if entity == "GlobalSetting":
        with contextlib.suppress(ValueError):  # another probe is about the return value
            sdk.GlobalSettings.update_global_settings(made)
        return dict(server.admin("GET", "/settings")["settings"])
    stub = made if entity == "Mapping" else sdk.Mapping()
    stub.request = made if entity == "MappingRequest" else sdk.MappingRequest(url="/a")
    stub.response = made if entity == "MappingResponse" else sdk.MappingResponse(status=200)
    sdk.Mappings.create_mapping(stub)
    kept = server.stubs()[0]
    parts = {"MappingRequest": kept["request"], "MappingResponse": kept["response"]}
    return dict(parts.get(entity, kept))


@probe(*FIELDS)
def field(server: Server, entity: str, field: str, value: Any) -> None:
    """{0}: {1}"""
    kept = _keep(server, entity, {field: value, **DOCUMENTED["with"].get(field, {})})
    expect(field in kept, "the server drops it")
    expect(kept[field] == value, f"the server keeps {kept[field]}")


@probe(*([entity] for entity in ENTITIES))
def no_other_field(server: Server, entity: str) -> None:
    """{0} has no field that the server refuses"""
    documented = {*DOCUMENTED[entity], "request", "response", "fromConfiguredStub"}
    kind, refused = getattr(sdk, entity), []
    for name in kind():
        fields = kind(**{name: {"a": "b"}}).get_json_data()
        if not fields.keys() & documented:
            try:
                _keep(server, entity, fields)
            except sdk.InvalidInputException:
                refused.append(name)
    assert not refused, f"the server refuses {', '.join(refused)}"


def _entities() -> list[Any]:
    return [
        kind for _, kind in inspect.getmembers(sdk, inspect.isclass) if hasattr(kind, "from_dict")
    ]


@probe()
def round_trip(server: Server) -> None:
    """Every field of every entity goes to JSON and back, by its Python name too"""
    for kind in _entities():
        for name in kind():
            written = kind(**{name: {}}).get_json_data()
            expect(written, f"{kind.__name__}({name}=...) is not written")
            expect(kind.from_dict(written).get_json_data() == written, f"{name} is not read")


@probe()
def unknown_keyword(server: Server) -> None:
    """An unknown keyword argument is refused, so that a mistyped field shows"""
    silent = []
    for kind in _entities():
        with contextlib.suppress(TypeError, ValueError, AttributeError):
            kind(no_such_field=1)
            silent.append(kind.__name__)
    how = f"silently dropped by {len(silent)} entities, such as {silent[0]}" if silent else ""
    expect(not silent, how)


@probe()
def brackets(server: Server) -> None:
    """A field of an entity can be read and written in brackets"""
    made = sdk.Mapping(priority=1)
    assert made["priority"] == 1
    made["priority"] = 2
    assert made["priority"] == 2
