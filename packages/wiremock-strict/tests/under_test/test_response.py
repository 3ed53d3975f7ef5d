"""A response: its IDs, its query, its JSON, and a line that asks again."""

from __future__ import annotations

import shlex
from dataclasses import replace
from decimal import Decimal

import pytest
from wiremock_strict.under_test import Recorder

from under_test.replies import response


def test_a_response_has_both_request_ids() -> None:
    assert response().request_ids == {"id-1"}
    assert response(headers={"x-request-id": "b-2"}).request_ids == {"id-1", "b-2"}
    assert response(request_id="").request_ids == set()


def test_a_query_is_read_as_it_was_sent() -> None:
    got = response("/parcels?to=R%26D+x&page=&page=2")
    assert got.query == [("to", "R&D x"), ("page", ""), ("page", "2")]
    assert (got.path, got.target) == ("/parcels", "/parcels?to=R%26D+x&page=&page=2")


def test_headers_of_the_moment_do_not_last() -> None:
    got = response(headers={"date": "today", "x-request-id": "a", "vary": "Accept"})
    assert got.lasting_headers == {"vary": "Accept"}


def test_numbers_are_read_as_they_are_written() -> None:
    assert response(text='{"weight": 0.10}').json == {"weight": Decimal("0.10")}


@pytest.mark.parametrize("text", ["", "<html>", '{"parcels": [', "{'a': 1}"])
def test_a_body_without_json_is_named(text: str) -> None:
    with pytest.raises(AssertionError) as wrong:
        _ = response(text=text).json
    assert str(wrong.value) == (
        f"The response is not JSON:\nGET http://desk/where/AB123: 200 after 0.25 s\n{text}"
    )


@pytest.mark.parametrize(
    ("method", "verb"), [("GET", ["-i"]), ("HEAD", ["-I"]), ("DELETE", ["-i", "-X", "DELETE"])]
)
def test_a_line_for_the_shell_asks_again(method: str, verb: list[str]) -> None:
    asked = replace(
        response("/where?to=it's&from=$HOME"),
        method=method,
        request_headers={"Accept": "a/b; q='1'"},
    )
    assert shlex.split(asked.curl) == ["curl", *verb, "-H", "Accept: a/b; q='1'", asked.url]


def test_ids_are_never_given_twice() -> None:
    known: set[str] = set()
    ids = [recorder.new_id() for recorder in (Recorder(known), Recorder(known)) for _ in range(2)]
    assert len(set(ids)) == 4
    assert known == set(ids)


def test_the_ids_of_the_service_are_kept_too() -> None:
    recorder = Recorder({"earlier"})
    recorder.keep(response(headers={"x-request-id": "made"}))
    assert recorder.request_ids == {"id-1", "made"}
    assert recorder.known == {"earlier", "id-1", "made"}
