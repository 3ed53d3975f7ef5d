"""The client, on a real server: what it sets, what it reads, and that a reset leaves nothing."""

from __future__ import annotations

from contextlib import closing
from decimal import Decimal
from typing import Any

import pytest
import requests
from wiremock.client import Mapping, MappingRequest, MappingResponse, Mappings
from wiremock_strict.client import WireMock
from wiremock_strict.errors import StartError, StubError
from wiremock_strict.nobody import Nobody

from tests.support.raw import ask, watch


def mapping(path: str = "/a", status: int = 200, body: str = "x", **more: Any) -> Mapping:
    """Return a stub for a path."""
    return Mapping(
        request=MappingRequest(method="GET", url_path=path),
        response=MappingResponse(status=status, body=body),
        **more,
    )


def admin(wiremock: WireMock, method: str, path: str, json: Any = None) -> requests.Response:
    """Ask the server's own API, past the client."""
    with requests.Session() as session:
        session.trust_env = False
        answer = session.request(method, f"{wiremock.url}/__admin{path}", json=json, timeout=30)
        answer.raise_for_status()
        return answer


# --- stubs ----------------------------------------------------------------------------------------


def test_many_stubs_are_set_in_one_call(wiremock: WireMock) -> None:
    wiremock.set([mapping(f"/{number}", body=str(number)) for number in range(30)])
    assert [ask(wiremock.url, f"/{number}").body for number in (0, 29)] == [b"0", b"29"]
    assert len(Mappings.retrieve_all_mappings().mappings) == 30


def test_a_later_stub_comes_before_an_earlier_one(wiremock: WireMock) -> None:
    wiremock.set([mapping(body="old")])
    wiremock.set([mapping(body="new")])
    assert ask(wiremock.url, "/a").body == b"new"


def test_no_stubs_at_all_may_be_set(wiremock: WireMock) -> None:
    wiremock.set([])
    assert ask(wiremock.url, "/a").status == 404


@pytest.mark.parametrize(
    "refused",
    [
        Mapping(request=MappingRequest(url_pattern="("), response=MappingResponse(status=200)),
        Mapping(
            request=MappingRequest(method="GET", query_parameters={"a": {"equalsTo": "b"}}),
            response=MappingResponse(status=200),
        ),
    ],
)
def test_a_stub_that_the_server_refuses_is_told(wiremock: WireMock, refused: Mapping) -> None:
    with pytest.raises(StubError, match=r"^WireMock refuses this stub: "):
        wiremock.set([refused])


# --- the journal ----------------------------------------------------------------------------------


def test_the_journal_tells_each_exchange_oldest_first(wiremock: WireMock) -> None:
    wiremock.set([mapping(body="é", metadata={"givens": ["a Given", "another"]})])
    ask(wiremock.url, "/a?x=1&x=2&y=", headers={"X-Request-ID": "id-1", "X-Two": "b"})
    ask(wiremock.url, "/b", "PUT")
    first, second = wiremock.journal()
    assert (first.method, first.url, first.path) == ("GET", "/a?x=1&x=2&y=", "/a")
    assert first.query == [("x", "1"), ("x", "2"), ("y", "")]
    assert (first.request_id, first.headers["x-two"]) == ("id-1", "b")
    assert (first.status, first.body, first.givens) == (200, "é".encode(), ["a Given", "another"])
    assert (second.method, second.url, second.givens) == ("PUT", "/b", [])
    assert str(second) == "PUT /b matched nothing"


def test_what_no_given_of_ours_has_set_is_told_as_such(wiremock: WireMock) -> None:
    wiremock.set([mapping()])
    ask(wiremock.url, "/a")
    (exchange,) = wiremock.journal()
    assert exchange.givens == ["a stub of unknown origin"]


def test_a_stubbed_404_is_told_from_one_that_nothing_matched(wiremock: WireMock) -> None:
    wiremock.set([mapping(status=404, metadata={"givens": ["a Given"]})])
    assert ask(wiremock.url, "/a").status == ask(wiremock.url, "/b").status == 404
    assert [exchange.givens for exchange in wiremock.journal()] == [["a Given"], []]


@pytest.mark.parametrize("fault", ["EMPTY_RESPONSE", "RANDOM_DATA_THEN_CLOSE"])
def test_a_fault_is_told_from_an_answer(wiremock: WireMock, fault: str) -> None:
    stub = mapping(metadata={"givens": ["a Given"]})
    stub.response = MappingResponse(fault=fault)
    wiremock.set([stub])
    watch(wiremock.url, "/a")
    (exchange,) = wiremock.journal()
    assert (exchange.status, exchange.givens) == (0, ["a Given"])
    assert str(exchange) == "GET /a met with a fault"


def test_an_answer_is_taken_down_byte_by_byte(wiremock: WireMock) -> None:
    stub = mapping()
    stub.response = MappingResponse(
        status=200, base64_body="//4A", headers={"Content-Type": "a/b", "X-Two": "b"}
    )
    wiremock.set([stub])
    assert ask(wiremock.url, "/a").body == b"\xff\xfe\x00"
    (exchange,) = wiremock.journal()
    assert exchange.body == b"\xff\xfe\x00"
    assert exchange.answer_headers["content-type"] == "a/b"


def test_three_hundred_requests_are_all_taken_down(wiremock: WireMock) -> None:
    with requests.Session() as session:
        session.trust_env = False
        for number in range(300):
            session.get(f"{wiremock.url}/{number}", timeout=30)
    assert [exchange.url for exchange in wiremock.journal()] == [f"/{n}" for n in range(300)]


# --- near misses ----------------------------------------------------------------------------------


def test_a_near_miss_tells_the_stub_that_came_closest(wiremock: WireMock) -> None:
    wiremock.set([mapping("/abc", body="near"), mapping("/xyz", body="far")])
    ask(wiremock.url, "/abd")
    best = min(wiremock.near_misses(), key=lambda miss: miss["matchResult"]["distance"])
    assert best["stubMapping"]["request"]["urlPath"] == "/abc"
    assert best["request"]["url"] == "/abd"


def test_without_unmatched_requests_there_are_no_near_misses(wiremock: WireMock) -> None:
    wiremock.set([mapping()])
    ask(wiremock.url, "/a")
    assert wiremock.near_misses() == []


# --- the reset ------------------------------------------------------------------------------------


def test_a_reset_leaves_no_stubs_and_no_journal(wiremock: WireMock) -> None:
    wiremock.set([mapping(), mapping("/b")])
    ask(wiremock.url, "/a")
    ask(wiremock.url, "/c")
    wiremock.reset()
    assert wiremock.journal() == []
    assert wiremock.near_misses() == []
    assert admin(wiremock, "GET", "/mappings").json()["mappings"] == []
    assert ask(wiremock.url, "/a").status == 404


def test_a_reset_leaves_no_states(wiremock: WireMock) -> None:
    chain = mapping(body="first")
    chain.scenario_name, chain.required_scenario_state = "s", "Started"
    chain.new_scenario_state = "over"
    for _ in range(2):
        wiremock.set([chain])
        assert [ask(wiremock.url, "/a").status for _ in range(2)] == [200, 404]
        wiremock.reset()
    assert admin(wiremock, "GET", "/scenarios").json()["scenarios"] == []


def test_a_reset_leaves_no_global_settings(wiremock: WireMock) -> None:
    before = admin(wiremock, "GET", "/settings").json()
    slow = {"fixedDelay": 3_000, "delayDistribution": {"type": "uniform", "lower": 9, "upper": 10}}
    admin(wiremock, "POST", "/settings", slow)
    changed = admin(wiremock, "GET", "/settings").json()
    assert changed != before
    wiremock.reset()
    assert admin(wiremock, "GET", "/settings").json() == before
    wiremock.set([mapping()])
    assert watch(wiremock.url, "/a").seconds < 3  # a delay that is left lasts at least as long


# --- the server -----------------------------------------------------------------------------------


def test_the_server_tells_its_version(wiremock: WireMock) -> None:
    assert wiremock.version()[0] == 3
    assert all(isinstance(part, int) for part in wiremock.version())


def test_numbers_are_read_as_they_are_written(wiremock: WireMock) -> None:
    wiremock.set([mapping("/abc", metadata={"price": 0.1})])
    ask(wiremock.url, "/abd")
    (miss,) = wiremock.near_misses()
    assert miss["stubMapping"]["metadata"]["price"] == Decimal("0.1")


def test_no_proxy_is_obeyed(wiremock: WireMock, monkeypatch: pytest.MonkeyPatch) -> None:
    with closing(Nobody()) as nobody:
        monkeypatch.setenv("http_proxy", nobody.url)
        monkeypatch.setenv("HTTP_PROXY", nobody.url)
        monkeypatch.delenv("no_proxy", raising=False)
        monkeypatch.delenv("NO_PROXY", raising=False)
        wiremock.set([mapping()])
        assert wiremock.journal() == []


def test_a_port_at_which_nobody_listens_is_told_in_one_sentence() -> None:
    with closing(Nobody()) as nobody, closing(WireMock(nobody.url)) as dead:
        for call in (dead.reset, dead.journal, dead.near_misses, lambda: dead.set([mapping()])):
            with pytest.raises(StartError) as told:
                call()
            assert str(told.value) == (
                f"No WireMock responds at {nobody.url}; is it running, and is the address right?"
            )
