"""The client: what it sends, what it records, and what it does not wait for."""

from __future__ import annotations

import pytest
from parcels.mappings import stub
from wiremock.client import Mapping, MappingRequest, MappingResponse
from wiremock_strict import FaultSocket, RefusedPort, Script, Stubs
from wiremock_strict.under_test import Client, Recorder

MANY = [("page", "1"), ("page", "x"), ("to", "R&D / Toys é+"), ("from", "")]


@pytest.fixture
def recorder() -> Recorder:
    """Record what a test sends and receives."""
    return Recorder()


@pytest.fixture
def client(stubs: Stubs, recorder: Recorder) -> Client:
    """A client in front of something that matches everything."""
    anything = Mapping(
        request=MappingRequest(method="ANY", url_pattern=".*"),
        response=MappingResponse(
            status=302, body="é", headers={"X-Odd": "1", "Location": "/elsewhere"}
        ),
    )
    stubs.set([anything], breaks=None)
    return Client(stubs.url, recorder)


def test_each_request_has_an_id_and_is_recorded(
    client: Client, recorder: Recorder, stubs: Stubs
) -> None:
    responses = [client.request("/a"), client.request("/b", method="HEAD")]
    assert recorder.responses == responses
    entries = stubs.journal()
    ids = [entry.request_id for entry in entries]
    assert ids == [response.request_id for response in responses]
    assert recorder.request_ids == recorder.known == set(ids)
    assert [f"{each.method} {each.url}" for each in entries] == ["GET /a", "HEAD /b"]


def test_no_redirect_is_followed(client: Client) -> None:
    got = client.request()
    assert (got.status, got.text, got.headers["x-odd"]) == (302, "é", "1")
    assert got.ended > got.began > 0
    assert got.seconds > 0


def test_a_query_is_sent_as_it_is(client: Client, stubs: Stubs) -> None:
    assert client.request("/parcels", MANY).query == MANY
    assert stubs.journal()[0].query == MANY


def test_a_header_may_be_given_or_left_out(client: Client, stubs: Stubs) -> None:
    given = client.request(headers={"X-Request-ID": "mine", "Accept": "text/html"})
    left_out = client.request(headers={"X-Request-ID": None})
    assert (given.request_id, left_out.request_id) == ("mine", "")
    first, second = stubs.journal()
    assert (first.request_id, first.request_headers["accept"]) == ("mine", "text/html")
    assert "x-request-id" not in second.request_headers


def test_a_header_goes_out_as_it_is_written(client: Client, stubs: Stubs) -> None:
    client.request(headers={"X-Request-ID": "a\r\nX-Two: b"})
    (entry,) = stubs.journal()
    assert entry.request_id == "a"
    assert entry.request_headers["x-two"] == "b"


def test_no_proxy_is_obeyed(
    client: Client, fault_socket: FaultSocket, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, fault_socket.refused.url)
    for name in ("no_proxy", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
    assert client.request().status == 302


def test_a_missing_response_is_a_failure(recorder: Recorder) -> None:
    refused = RefusedPort()
    with pytest.raises(AssertionError, match=f"No whole response to GET {refused.url}/a within"):
        Client(refused.url, recorder).request("/a")
    assert recorder.responses == []
    assert len(recorder.request_ids) == 1
    refused.close()


def test_a_response_beyond_patience_is_a_failure(
    recorder: Recorder, fault_socket: FaultSocket
) -> None:
    fault_socket.play(Script([60]))
    with pytest.raises(AssertionError, match="within .* s: timed out"):
        Client(fault_socket.url, recorder, patience=0.1).request()


def test_its_requests_can_be_judged(stubs: Stubs, recorder: Recorder) -> None:
    stubs.set([stub()])
    Client(stubs.url, recorder).request("/v1/parcels/AB123", headers={"X-Depot": "north"})
    assert stubs.judge(requests=recorder.request_ids) == []
    (problem,) = stubs.judge(requests=[])[:1]
    assert problem == f"No request used this stub: {stubs.origins[0]}"
