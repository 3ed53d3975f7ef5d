"""The stubs of a test, on a real server: what is set, what is refused, what the journal says."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from parcels.mappings import JSON, PARCEL, PROBLEM, listing, stub, unavailable
from parcels.raw import ask, watch
from wiremock.client import Mapping, MappingRequest, MappingResponse
from wiremock_strict import Contract, StubError, Stubs, WireMock
from wiremock_strict.stubs import Stubs as StubsClass

NORTH = {"X-Depot": "north", "X-Request-ID": "one"}
DETAIL = "/v1/parcels/AB123"


def responding(request: MappingRequest, body: Any = PARCEL) -> Mapping:
    """Make a stub with any request pattern."""
    headers = {"Content-Type": JSON}
    return Mapping(
        request=request,
        response=MappingResponse(status=200, headers=headers, body=json.dumps(body)),
    )


# --- setting --------------------------------------------------------------------------------------


def test_stubs_are_set_in_one_call(stubs: Stubs, monkeypatch: pytest.MonkeyPatch) -> None:
    calls = []
    server = stubs._server
    monkeypatch.setattr(server, "add", lambda added: calls.append(len(added)))
    stubs.set([stub(), listing()])
    assert calls == [2]


def test_the_newest_stub_that_matches_responds(stubs: Stubs) -> None:
    stubs.set([stub()])
    stubs.set([unavailable()], breaks=None)
    assert ask(stubs.url, DETAIL, headers=NORTH).status == 503


def test_no_stubs_at_all_may_be_set(stubs: Stubs) -> None:
    stubs.set([], origin="Given nothing")
    assert stubs.origins == ["Given nothing"]
    assert stubs.judge() == ["No request used this stub: Given nothing"]


def test_wiremocks_own_json_may_be_set(stubs: Stubs) -> None:
    pieces = {"numberOfChunks": 2, "totalDuration": 100}
    response = {
        "body": json.dumps(PARCEL),
        "headers": {"Content-Type": JSON},
        "chunkedDribbleDelay": pieces,
    }
    stubs.set([{"request": {"method": "GET", "urlPath": DETAIL}, "response": response}])
    assert len(watch(stubs.url, DETAIL).pieces) > 1


def test_a_mapping_that_is_set_stays_as_it_is(stubs: Stubs) -> None:
    mapping = stub(metadata={"about": "a parcel"})
    before = mapping.get_json_data()
    stubs.set([mapping])
    assert mapping.get_json_data() == before


@pytest.mark.parametrize(
    "refused",
    [
        MappingRequest(url_pattern="("),
        MappingRequest(method="GET", query_parameters={"a": {"equalsTo": "b"}}),
    ],
)
def test_a_stub_that_wiremock_refuses_is_an_error(stubs: Stubs, refused: MappingRequest) -> None:
    with pytest.raises(StubError, match=r"^WireMock refuses this stub: "):
        stubs.set([responding(refused)], breaks=None)
    assert stubs.origins == []


# --- held to the contract -------------------------------------------------------------------------

BAD = {**PARCEL, "colour": "red"}
PATTERNS = [
    MappingRequest(method="GET", url=DETAIL),
    MappingRequest(method="GET", url=f"{DETAIL}?a=b"),
    MappingRequest(method="GET", url_path=DETAIL),
    MappingRequest(method="GET", url_path_pattern="/v1/parcels/[A-Z]{2}[0-9]{3}"),
    MappingRequest(method="GET", url_pattern=r"/v1/parcels/[^/?]+(\?.*)?"),
    MappingRequest(method="GET", url_path_pattern="/v1/parcels/.+"),
    MappingRequest(url_path=DETAIL),
    MappingRequest(method="ANY", url=DETAIL),
]


@pytest.mark.parametrize("request_pattern", PATTERNS)
def test_a_response_off_the_contract_is_refused(
    stubs: Stubs, request_pattern: MappingRequest
) -> None:
    stubs.set([responding(request_pattern)])
    with pytest.raises(StubError) as refused:
        stubs.set([responding(request_pattern, BAD)], origin="Given a red parcel")
    assert str(refused.value) == (
        "The contract does not allow what this stubs: Given a red parcel\n"
        '    the body: the contract has no "colour"'
    )
    assert "Given a red parcel" not in stubs.origins


@pytest.mark.parametrize(
    ("mapping", "problem"),
    [
        (stub(status=201), "status 201 is not documented, only 200, 404, 503"),
        (stub(kind="text/plain"), "the content type is text/plain"),
        (stub("/v1/parcels", []), "header X-Total is missing"),
        (stub("/parcels"), "the contract has no GET /parcels"),
        (stub(method="PUT"), f"the contract has no PUT {DETAIL}"),
        (
            Mapping(
                request=MappingRequest(method="GET", url_path=DETAIL),
                response=MappingResponse(json_body=PARCEL),
            ),
            "the content type is missing",  # WireMock sends none with jsonBody
        ),
        (
            Mapping(
                request=MappingRequest(method="GET", url_path=DETAIL),
                response=MappingResponse(base64_body="e30=", headers={"content-type": JSON}),
            ),
            'the body: "number" is a required property',
        ),
        (
            {
                "request": {"method": "GET", "urlPathTemplate": "/v1/parcels/{number}"},
                "response": {"status": 204},
            },
            "status 204 is not documented",
        ),
        (
            {"request": {"urlPath": "/v1/parcels/summary"}, "response": {"status": 207}},
            "status 207 is not documented",
        ),
    ],
)
def test_every_part_of_a_response_is_looked_at(
    stubs: Stubs, mapping: Mapping | dict[str, Any], problem: str
) -> None:
    with pytest.raises(StubError, match=problem.replace("/", "\\/")):
        stubs.set([mapping])


def test_a_response_for_several_operations_must_suit_one(stubs: Stubs) -> None:
    anything = MappingRequest(url_path_pattern="/v1/parcels.*")
    stubs.set([responding(anything)])
    with pytest.raises(StubError):
        stubs.set([responding(anything, BAD)])


def test_what_breaks_the_contract_must_really_break_it(stubs: Stubs) -> None:
    stubs.set([stub(body=BAD)], breaks=True)
    with pytest.raises(StubError, match=r"^The contract allows what should break it: Given a good"):
        stubs.set([stub()], origin="Given a good one", breaks=True)


def test_an_outage_is_not_held_to_the_contract(stubs: Stubs) -> None:
    stubs.set([stub(status=500, body="down", kind="text/plain")], breaks=None)
    ask(stubs.url, DETAIL, headers=NORTH)
    assert stubs.judge() == []


TEMPLATE = json.dumps(PARCEL).replace("moving", "{{request.query.status}}")


def test_a_template_is_held_when_it_is_served(stubs: Stubs) -> None:
    mapping = stub(body=TEMPLATE)
    mapping.response.transformers = ["response-template"]
    stubs.set([mapping])
    ask(stubs.url, f"{DETAIL}", headers=NORTH)
    (problem,) = stubs.judge()
    assert problem.endswith('200: status: "" is not one of "waiting", "moving" or "delivered"')


def test_a_template_that_should_break_it_is_judged_too(stubs: Stubs) -> None:
    mapping = stub(body=json.dumps(PARCEL))
    mapping.response.transformers = ["response-template"]
    stubs.set([mapping], origin="Given a broken one", breaks=True)
    ask(stubs.url, DETAIL, headers=NORTH)
    (problem,) = stubs.judge()
    assert problem == (
        "The contract allows this response, which was to break it: "
        f"GET {DETAIL} -> 200 (Given a broken one)"
    )


@pytest.mark.parametrize(
    "response",
    [
        MappingResponse(fault="EMPTY_RESPONSE"),
        MappingResponse(proxy_base_url="http://127.0.0.1:9"),
        MappingResponse(body_file_name="parcel.json"),
    ],
)
def test_what_cannot_be_known_is_not_held_yet(stubs: Stubs, response: MappingResponse) -> None:
    request = MappingRequest(method="GET", url_path=DETAIL)
    stubs.set([Mapping(request=request, response=response)])


def test_a_pattern_that_only_java_knows_is_held_when_served(stubs: Stubs) -> None:
    request = MappingRequest(method="GET", url_path_pattern=r"/v1/(parcels/\p{Upper}++[0-9]+)")
    stubs.set([responding(request, BAD)])
    ask(stubs.url, DETAIL, headers=NORTH)
    assert 'the contract has no "colour"' in stubs.judge()[0]


def test_without_a_contract_anything_may_be_set(server: WireMock) -> None:
    stubs = server.begin()
    stubs.set([stub("/anything", BAD)])
    ask(stubs.url, "/anything")
    assert stubs.judge() == []


# --- origins --------------------------------------------------------------------------------------


def test_the_origin_is_the_callers_place_by_default(stubs: Stubs) -> None:
    stubs.set([stub()])
    (origin,) = stubs.origins
    file, _, line = origin.rpartition(":")
    assert Path(file).resolve() == Path(__file__).resolve()
    assert "stubs.set([stub()])" in Path(__file__).read_text().splitlines()[int(line) - 1]


def test_a_stub_may_have_several_origins(stubs: Stubs) -> None:
    stubs.set([stub()], origin=["Given a parcel", "Given delays"])
    ask(stubs.url, DETAIL, headers=NORTH)
    (entry,) = stubs.journal()
    assert entry.origins == ["Given a parcel", "Given delays"]
    assert stubs.origins == ["Given a parcel", "Given delays"]
    assert stubs.judge() == []


# --- the journal ----------------------------------------------------------------------------------


def test_an_entry_says_what_was_asked_and_sent(stubs: Stubs) -> None:
    stubs.set([stub(headers={"X-Two": "b"})], origin="Given a parcel")
    ask(stubs.url, f"{DETAIL}?x=1&x=2&y=", "GET", {**NORTH, "X-Three": "c"}, b"\xff\x00")
    (entry,) = stubs.journal()
    assert (entry.method, entry.url, entry.path) == ("GET", f"{DETAIL}?x=1&x=2&y=", DETAIL)
    assert entry.query == [("x", "1"), ("x", "2"), ("y", "")]
    assert (entry.request_id, entry.request_headers["x-three"]) == ("one", "c")
    assert entry.request_body == b"\xff\x00"
    assert (entry.status, entry.response_headers["x-two"]) == (200, "b")
    assert json.loads(entry.response_body) == PARCEL
    assert (entry.origins, entry.breaks, entry.proxied) == (["Given a parcel"], False, False)
    assert entry.seconds is not None
    assert 0 <= entry.seconds < 60


@pytest.mark.parametrize("breaks", [False, True, None])
def test_the_journal_knows_what_a_stub_is_to_the_contract(
    stubs: Stubs, breaks: bool | None
) -> None:
    stubs.set([stub(body=BAD if breaks else PARCEL)], breaks=breaks)
    ask(stubs.url, DETAIL)
    assert stubs.journal()[0].breaks is breaks


def test_entries_are_in_order_and_complete(stubs: Stubs) -> None:
    for number in range(60):
        ask(stubs.url, f"/{number}")
    assert [entry.url for entry in stubs.journal()] == [f"/{number}" for number in range(60)]


def test_a_stubbed_404_is_matched_and_another_is_not(stubs: Stubs) -> None:
    stubs.set([stub(status=404, body={"title": "x"}, kind=PROBLEM)])
    assert [ask(stubs.url, path).status for path in (DETAIL, "/b")] == [404, 404]
    assert [entry.matched for entry in stubs.journal()] == [True, False]


@pytest.mark.parametrize("fault", ["EMPTY_RESPONSE", "RANDOM_DATA_THEN_CLOSE"])
def test_a_fault_has_no_status(stubs: Stubs, fault: str) -> None:
    mapping = stub()
    mapping.response = MappingResponse(fault=fault)
    stubs.set([mapping], origin="Given a fault")
    watch(stubs.url, DETAIL)
    (entry,) = stubs.journal()
    assert (entry.status, entry.origins) == (0, ["Given a fault"])
    assert str(entry) == f"GET {DETAIL} -> a fault"


def test_a_proxied_response_is_recorded_and_held(stubs: Stubs, fault_socket: Any) -> None:
    from wiremock_strict import Script

    body = json.dumps(BAD).encode()
    head = f"HTTP/1.1 200 OK\r\nContent-Type: {JSON}\r\nContent-Length: {len(body)}\r\n\r\n"
    fault_socket.play(Script([head.encode() + body]), origin="a live service")
    proxy = MappingResponse(proxy_base_url=fault_socket.url)
    request = MappingRequest(method="GET", url_path=DETAIL)
    stubs.set([Mapping(request=request, response=proxy)])
    ask(stubs.url, DETAIL, headers=NORTH)
    first, _ = stubs.journal()
    assert (first.proxied, first.status, first.response_body) == (True, 200, body)
    assert any('the contract has no "colour"' in problem for problem in stubs.judge())


def test_a_stub_set_past_us_is_of_unknown_origin(stubs: Stubs, server: WireMock) -> None:
    server.add([stub().get_json_data()])
    ask(stubs.url, DETAIL)
    (entry,) = stubs.journal()
    assert (entry.origins, entry.breaks) == (["a stub of unknown origin"], False)


# --- near misses ----------------------------------------------------------------------------------


def test_a_near_miss_names_the_closest_stub(stubs: Stubs) -> None:
    stubs.set([stub(metadata={"about": "requests for AB123"})], origin="Given a parcel")
    stubs.set([listing()], origin="Given a list")
    ask(stubs.url, "/v1/parcels/AB124")
    ask(stubs.url, "/v1/parcelz")
    ask(stubs.url, DETAIL)
    assert sorted(stubs.near_misses()) == [
        "GET /v1/parcels/AB124 came closest to Given a parcel, "
        "which responds to requests for AB123",
        "GET /v1/parcelz came closest to Given a list, "
        'which responds to {"urlPath": "/v1/parcels", "method": "GET"}',
    ]


# --- beginning ------------------------------------------------------------------------------------


def test_beginning_leaves_nothing_of_the_test_before(server: WireMock, contract: Contract) -> None:
    before = server.begin(contract)
    chain: dict[str, Any] = {
        "scenario_name": "s",
        "required_scenario_state": "Started",
        "new_scenario_state": "b",
    }
    for _ in range(2):
        before.set([stub(**chain)])
        assert [ask(server.url, DETAIL).status for _ in range(2)] == [200, 404]
        before = server.begin(contract)
    assert isinstance(before, StubsClass)
    assert (before.journal(), before.near_misses(), before.origins) == ([], [], [])
    assert ask(server.url, DETAIL).status == 404


def test_a_test_makes_three_calls(
    server: WireMock, contract: Contract, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls: list[str] = []
    really = server._connection.ask

    def count(method: str, uri: str, body: Any = None) -> Any:
        calls.append(f"{method} {uri}")
        return really(method, uri, body)

    monkeypatch.setattr(server._connection, "ask", count)
    stubs = server.begin(contract)
    stubs.set([stub(), listing()])
    stubs.judge()
    assert calls == ["POST /reset", "POST /mappings/import", "GET /requests"]
