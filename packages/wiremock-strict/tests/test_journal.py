"""WireMock's journal and near misses, read from what its API answers."""

from __future__ import annotations

from typing import Any

import pytest
from wiremock_strict.journal import explain, lower, read_entry

REQUEST = {"method": "GET", "url": "/products?page=1", "headers": {"X-Request-Id": "id-1"}}


def miss(url: str, distance: float, **stub: Any) -> dict[str, Any]:
    """Return one near miss."""
    request = {"method": "GET", "url": url}
    return {"request": request, "matchResult": {"distance": distance}, "stubMapping": stub}


def ours(given: str, answers: str) -> dict[str, Any]:
    """Return what our stubs say of themselves."""
    return {"metadata": {"givens": [given], "answers": answers}}


def test_an_entry_without_an_answer_is_read() -> None:
    """A request that is still being answered has none."""
    exchange = read_entry({"request": REQUEST, "wasMatched": True})
    assert (exchange.status, exchange.body, exchange.answer_headers) == (0, b"", {})
    assert exchange.givens == ["a stub of unknown origin"]


def test_an_entry_that_a_proxy_answered_is_live() -> None:
    stub = {"response": {"proxyBaseUrl": "http://h"}, "metadata": {"givens": ["a Given"]}}
    answer = {"status": 200, "bodyAsBase64": "eHk=", "headers": {"Content-Type": "a/b"}}
    entry = {"request": REQUEST, "response": answer, "wasMatched": True, "stubMapping": stub}
    exchange = read_entry(entry)
    assert exchange.live
    assert (exchange.body, exchange.request_id) == (b"xy", "id-1")
    assert not read_entry({**entry, "stubMapping": {"response": {"status": 200}}}).live


@pytest.mark.parametrize(
    ("headers", "read"),
    [
        ({}, {}),
        ({"X-A": "1"}, {"x-a": "1"}),
        ({"X-A": ["1", "2"]}, {"x-a": "1, 2"}),
        ({"Content-Length": 5}, {"content-length": "5"}),
    ],
)
def test_headers_are_read_by_lower_case_name(headers: dict[str, Any], read: dict[str, str]) -> None:
    assert lower(headers) == read


def test_of_several_stubs_the_closest_is_told() -> None:
    misses = [
        miss("/a?x=1", 0.4, **ours("Given one", "this")),
        miss("/a?x=1", 0.1, **ours("Given two", "that")),
        miss("/a?x=1", 0.2, **ours("Given three", "something else")),
        miss("/b", 0.9, **ours("Given one", "this")),
    ]
    assert explain(misses) == [
        "GET /a?x=1 came closest to Given two, which answers that",
        "GET /b came closest to Given one, which answers this",
    ]
    assert explain([]) == []


def test_a_stub_that_is_not_ours_is_told_by_what_it_matches() -> None:
    assert explain([miss("/a", 0.1, request={"url": "/b"})]) == [
        "GET /a came closest to a stub of unknown origin, which answers {'url': '/b'}"
    ]
