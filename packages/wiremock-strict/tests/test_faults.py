"""Faults as values: what a client meets, how often, how late, and what the contract says of it."""

from __future__ import annotations

import json

import pytest
from parcels.mappings import JSON, PARCEL, stub
from parcels.raw import ask, connect, watch
from wiremock.client import MappingRequest
from wiremock_strict import Contract, FaultSocket, Reply, Script, StubError, Stubs, WireMock
from wiremock_strict.faults import FOREVER, head, hold, in_chunks, slowly, whole

NORTH = {"X-Depot": "north", "X-Request-ID": "one"}
DETAIL = "/v1/parcels/AB123"
A_PARCEL = MappingRequest(method="GET", url_path=DETAIL)
BODY = json.dumps(PARCEL).encode()
BAD_WEIGHT = json.dumps({**PARCEL, "weight": -1}).encode()
DOWN = Reply(503)


def statuses(stubs: Stubs, times: int, path: str = DETAIL) -> list[int]:
    """Return the status of each of so many requests."""
    return [ask(stubs.url, path, headers=NORTH).status for _ in range(times)]


# --- replies --------------------------------------------------------------------------------------


def test_a_reply_is_sent_as_it_says(stubs: Stubs) -> None:
    stubs.fail(A_PARCEL, Reply(429, b"\xff", "text/plain", {"Retry-After": "7"}))
    got = ask(stubs.url, DETAIL)
    assert (got.status, got.body) == (429, b"\xff")
    assert (got.headers["content-type"], got.headers["retry-after"]) == ("text/plain", "7")


def test_a_reply_without_a_content_type_has_none(stubs: Stubs) -> None:
    stubs.fail(A_PARCEL, DOWN)
    assert "content-type" not in ask(stubs.url, DETAIL).headers


def test_a_broken_reply_is_a_fault_of_wiremock(stubs: Stubs) -> None:
    stubs.fail(A_PARCEL, Reply(broken="EMPTY_RESPONSE"))
    assert watch(stubs.url, DETAIL).data == b""
    assert stubs.journal()[0].status == 0


@pytest.mark.parametrize("failure_first", [True, False])
def test_a_failure_comes_before_other_stubs(stubs: Stubs, failure_first: bool) -> None:
    if failure_first:
        stubs.fail(A_PARCEL, DOWN)
    stubs.set([stub()])
    if not failure_first:
        stubs.fail(A_PARCEL, DOWN)
    assert statuses(stubs, 3) == [503, 503, 503]


def test_a_failure_may_end_after_some_times(stubs: Stubs) -> None:
    stubs.set([stub()])
    stubs.fail(A_PARCEL, DOWN, times=2)
    assert statuses(stubs, 4) == [503, 503, 200, 200]


def test_two_failures_are_counted_apart(stubs: Stubs) -> None:
    other = "/v1/parcels/AB124"
    stubs.set([stub(), stub(other)])
    stubs.fail(A_PARCEL, DOWN, times=1)
    stubs.fail(MappingRequest(method="GET", url_path=other), DOWN, times=1)
    assert statuses(stubs, 2) == [503, 200]
    assert statuses(stubs, 2, other) == [503, 200]


def test_each_try_may_take_another_time(stubs: Stubs) -> None:
    stubs.fail(A_PARCEL, Reply(503, after=(0, 0.3)))
    watched = [watch(stubs.url, DETAIL) for _ in range(3)]
    late = [seen.pieces[0][0] >= 0.3 for seen in watched]
    assert late[1:] == [True, True]


def test_times_may_be_shares_of_a_deadline(stubs: Stubs) -> None:
    stubs.fail(A_PARCEL, Reply(503, after=(0.5,)), deadline=0.6)
    assert watch(stubs.url, DETAIL).pieces[0][0] >= 0.3


def test_the_origin_of_a_failure_is_its_line(stubs: Stubs) -> None:
    stubs.fail(A_PARCEL, DOWN)
    (origin,) = stubs.origins
    assert "test_faults.py:" in origin
    stubs.fail(A_PARCEL, DOWN, origin="Given an outage")
    assert stubs.origins == [origin, "Given an outage"]


def test_a_near_miss_says_what_fails(stubs: Stubs) -> None:
    stubs.fail(A_PARCEL, DOWN, origin="Given an outage", about="requests for AB123")
    ask(stubs.url, "/v1/parcels/AB124")
    (miss,) = stubs.near_misses()
    assert miss.endswith("closest to Given an outage, which responds to requests for AB123")


# --- scripts --------------------------------------------------------------------------------------


def test_a_script_is_played_at_its_own_url(stubs: Stubs, fault_socket: FaultSocket) -> None:
    fault = Script([b"HTTP/1.1 200 OK\r\n"], reset=True)
    stubs.fail(A_PARCEL, fault, origin="Given a fault")
    assert stubs.url_for(fault) == fault_socket.url != stubs.url_for(DOWN) == stubs.url
    assert watch(stubs.url_for(fault), DETAIL).end == "reset"
    assert [entry.origins for entry in stubs.journal()] == [["Given a fault"]]


def test_waits_may_be_shares_of_a_deadline(stubs: Stubs) -> None:
    fault = Script([0.5, whole(BODY)])
    stubs.fail(A_PARCEL, fault, deadline=0.6)
    assert watch(stubs.url_for(fault), DETAIL).pieces[0][0] >= 0.3


def test_a_wait_for_ever_ends_with_the_test(server: WireMock, fault_socket: FaultSocket) -> None:
    fault = Script([head(len(BODY)), FOREVER, BODY])
    stubs = server.begin(None, [fault_socket])
    stubs.fail(A_PARCEL, fault, deadline=0.1)
    with connect(stubs.url_for(fault)) as connection:
        connection.sendall(b"GET / HTTP/1.1\r\n\r\n")
        assert connection.recv(65536) == head(len(BODY))
        server.begin(None, [fault_socket])
        assert connection.recv(65536) == b""


def test_a_script_cannot_end_after_some_times(stubs: Stubs) -> None:
    with pytest.raises(StubError, match="only a reply can be given a few times"):
        stubs.fail(A_PARCEL, Script(), times=1)
    assert stubs.origins == []


def test_a_script_needs_a_fault_socket(server: WireMock) -> None:
    stubs = server.begin()
    with pytest.raises(StubError, match="needs a fault socket"):
        stubs.fail(A_PARCEL, Script())
    with pytest.raises(StubError, match="needs a fault socket"):
        stubs.url_for(Script())


@pytest.mark.parametrize("response", [whole(BODY), in_chunks(BODY)])
def test_what_a_script_writes_can_be_read(stubs: Stubs, response: bytes) -> None:
    fault = Script([response])
    stubs.fail(A_PARCEL, fault)
    got = ask(stubs.url_for(fault), DETAIL)
    assert (got.status, got.headers["content-type"], got.body) == (200, JSON, BODY)


def test_more_headers_may_be_written() -> None:
    assert head(2, b"X-Odd: \xff\r\n").endswith(b"\r\nContent-Length: 2\r\nX-Odd: \xff\r\n\r\n")


def test_data_is_cut_into_slow_parts() -> None:
    assert slowly(b"abcdefg", 3, 0.5) == [b"abc", 0.5, b"def", 0.5, b"g", 0.5]


# --- the contract ---------------------------------------------------------------------------------


def hold_body(contract: Contract, body: bytes, breaks: bool | str | None) -> None:
    """Hold a reply with this body to the contract."""
    hold(Reply(200, body, JSON, breaks=breaks), contract, "GET", DETAIL, "Given a fault")


@pytest.mark.parametrize(
    ("body", "breaks"),
    [(BODY, False), (BAD_WEIGHT, True), (BAD_WEIGHT, "weight"), (b"{}", "the body"), (b"", None)],
)
def test_a_reply_may_be_what_it_says(
    contract: Contract, body: bytes, breaks: bool | str | None
) -> None:
    hold_body(contract, body, breaks)


@pytest.mark.parametrize("breaks", [True, "weight"])
def test_a_reply_must_break_what_it_says(contract: Contract, breaks: bool | str) -> None:
    where = " in weight" if breaks == "weight" else ""
    with pytest.raises(StubError, match=f"^The contract allows what should break it{where}: Given"):
        hold_body(contract, BODY, breaks)


@pytest.mark.parametrize("breaks", ["status", "weigh", False])
def test_a_reply_must_break_nothing_else(contract: Contract, breaks: bool | str) -> None:
    message = r"does not allow what this stubs: Given a fault\n    weight: "
    with pytest.raises(StubError, match=message):
        hold_body(contract, BAD_WEIGHT, breaks)


def test_a_script_is_not_held(contract: Contract) -> None:
    hold(Script(), contract, "GET", DETAIL, "Given a fault")


def test_a_place_is_held_as_a_fault_is_set(stubs: Stubs) -> None:
    with pytest.raises(StubError, match="does not allow what this stubs"):
        stubs.fail(A_PARCEL, Reply(200, BAD_WEIGHT, JSON, breaks="status"))
    stubs.fail(A_PARCEL, Reply(200, BAD_WEIGHT, JSON, breaks="weight"))
    ask(stubs.url, DETAIL, headers=NORTH)
    assert stubs.journal()[0].breaks is True
    assert stubs.judge() == []
