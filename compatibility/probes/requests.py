"""Requests and NearMisses: read, search and empty the journal; find near misses."""

from __future__ import annotations

from functools import reduce
from typing import Any

import wiremock.client as sdk

from compatibility.probe import expect, probe
from compatibility.server import Server

BOTH = ["/unmatched?colour=blue", "/matched?colour=red"]  # newest first
PATTERN = {
    "method": "GET",
    "urlPath": "/matched",
    "queryParameters": {"colour": {"equalTo": "red"}},
}
KEPT = ["wasMatched", "response.status", "responseDefinition.status", "stubMapping.id", "timing"]
KEPT += [f"request.{field}" for field in ("queryParams", "headers", "protocol", "loggedDate")]
KINDS = [
    ("a NearMissMatchPatternRequest", lambda: sdk.NearMissMatchPatternRequest(**PATTERN)),
    ("a MappingRequest", lambda: sdk.MappingRequest(**PATTERN)),
    ("a dict", lambda: PATTERN),
]


def _two_requests(server: Server) -> None:
    """Send one request that a stub matches, then one that nothing matches."""
    server.stub("/matched")
    server.ask(BOTH[1])
    server.ask(BOTH[0])


def _urls(found: Any) -> list[str]:
    return [getattr(one, "request", one).url for one in found.requests]


@probe()
def read_all(server: Server) -> None:
    """Requests.get_all_received_requests reads the journal, newest first, and its length"""
    _two_requests(server)
    found = sdk.Requests.get_all_received_requests()
    assert _urls(found) == BOTH
    assert found.meta.total == 2


@probe(("limit=1", {"limit": 1}, 1), ("since=...", {"since": "2999-01-01T00:00:00Z"}, 0))
def read_some(server: Server, what: str, bound: dict[str, Any], expected: int) -> None:
    """Requests.get_all_received_requests({0}) reads that part"""
    _two_requests(server)
    assert _urls(sdk.Requests.get_all_received_requests(**bound)) == BOTH[:expected]


@probe(("limit=1", {"limit": 1}), ("since=...", {"since": "2999-01-01T00:00:00Z"}))
def bound_forgotten(server: Server, what: str, bound: dict[str, Any]) -> None:
    """Requests.get_all_received_requests({0}) bounds that call only"""
    _two_requests(server)
    sdk.Requests.get_all_received_requests(**bound)
    seen = _urls(sdk.Requests.get_all_received_requests())
    expect(seen == BOTH, f"it bounds the next call, too, which reads {len(seen)} of 2")


@probe()
def read_one(server: Server) -> None:
    """Requests.get_request reads one request by its id"""
    _two_requests(server)
    assert sdk.Requests.get_request(server.journal()[1]["id"]).request.url == BOTH[1]


@probe(*([field] for field in KEPT))
def entry(server: Server, field: str) -> None:
    """A journal entry keeps what the server reports: {0}"""
    _two_requests(server)
    read = sdk.Requests.get_all_received_requests().requests[1].get_json_data()
    wanted, got = (
        reduce(lambda part, key: (part or {}).get(key), field.split("."), whole)
        for whole in (server.journal()[1], read)
    )
    expect(got == wanted, f"{got}, where the server reports {wanted}" if got else "it is dropped")


@probe()
def reset_journal(server: Server) -> None:
    """Requests.reset_request_journal empties the journal"""
    _two_requests(server)
    sdk.Requests.reset_request_journal()
    assert server.journal() == []


@probe(*KINDS)
def count(server: Server, kind: str, pattern: Any) -> None:
    """Requests.get_matching_request_count counts by {0}"""
    _two_requests(server)
    assert sdk.Requests.get_matching_request_count(pattern()).count == 1


@probe(*KINDS)
def find(server: Server, kind: str, pattern: Any) -> None:
    """Requests.get_matching_requests finds by {0}"""
    _two_requests(server)
    assert _urls(sdk.Requests.get_matching_requests(pattern())) == BOTH[1:]


@probe()
def find_by_body(server: Server) -> None:
    """Requests.get_matching_requests finds by body_patterns"""
    server.ask("/a", "POST", data="red")
    server.ask("/b", "POST", data="blue")
    pattern = sdk.NearMissMatchPatternRequest(method="POST", body_patterns=[{"contains": "red"}])
    assert _urls(sdk.Requests.get_matching_requests(pattern)) == ["/a"]


@probe()
def unmatched(server: Server) -> None:
    """Requests.get_unmatched_requests reads the requests that nothing matched"""
    _two_requests(server)
    assert _urls(sdk.Requests.get_unmatched_requests()) == BOTH[:1]


def _of_unmatched() -> Any:
    return sdk.Requests.get_unmatched_requests_near_misses()


def _of_request() -> Any:
    request = sdk.NearMissMatchRequest(url=BOTH[0], method="GET")
    return sdk.NearMisses.find_nearest_misses_by_request(request)


def _of_pattern() -> Any:
    pattern = sdk.NearMissMatchPatternRequest(url=BOTH[0][:-1], method="GET")
    return sdk.NearMisses.find_nearest_misses_by_request_pattern(pattern)


NEAR_MISSES = [
    ("Requests.get_unmatched_requests_near_misses", _of_unmatched, "stubMapping"),
    ("NearMisses.find_nearest_misses_by_request", _of_request, "stubMapping"),
    ("NearMisses.find_nearest_misses_by_request_pattern", _of_pattern, "requestPattern"),
]


@probe(*NEAR_MISSES)
def near_misses(server: Server, call: str, ask: Any, field: str) -> None:
    """{0} says which request came close, and how close"""
    _two_requests(server)
    misses = ask().near_misses
    assert misses[0].request.url == BOTH[0]
    assert 0 < misses[0].match_result.distance < 1


@probe(*NEAR_MISSES)
def near_misses_to(server: Server, call: str, ask: Any, field: str) -> None:
    """{0} says what it came close to: {2}"""
    _two_requests(server)
    miss = ask().near_misses[0].get_json_data()
    expect(miss.get(field), f"{field} is dropped")
