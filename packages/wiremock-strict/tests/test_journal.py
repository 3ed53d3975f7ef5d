"""The journal: requests are read into entries, and near misses into sentences."""

from __future__ import annotations

from typing import Any

import pytest
from wiremock_strict.journal import lower, read_journal, read_near_misses

REQUEST = {"method": "GET", "url": "/a", "headers": {"X-Request-ID": "one"}}


def miss(url: str, distance: float, **stub: Any) -> dict[str, Any]:
    """Return one near miss as WireMock tells it."""
    request = {"method": "GET", "url": url}
    return {"request": request, "stubMapping": stub, "matchResult": {"distance": distance}}


def ours(origin: str) -> dict[str, Any]:
    """Return the metadata of a stub of ours."""
    return {"metadata": {"wiremockStrict": {"origins": [origin]}}, "request": {"urlPath": "/b"}}


def test_a_request_still_being_served_has_no_status() -> None:
    (entry,) = read_journal([{"request": REQUEST, "wasMatched": True}])
    assert (entry.status, entry.response_body, entry.response_headers) == (0, b"", {})
    assert (entry.origins, entry.seconds) == (["a stub of unknown origin"], None)


def test_entries_come_oldest_first() -> None:
    newest_first = [
        {"request": {**REQUEST, "url": url}, "wasMatched": False} for url in ("/2", "/1")
    ]
    assert [entry.url for entry in read_journal(newest_first)] == ["/1", "/2"]


def test_times_are_in_seconds() -> None:
    (entry,) = read_journal(
        [{"request": REQUEST, "wasMatched": False, "timing": {"totalTime": 250}}]
    )
    assert entry.seconds == 0.25


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


def test_the_closest_of_several_stubs_is_named() -> None:
    misses = [
        miss("/a?x=1", 0.4, **ours("Given one")),
        miss("/a?x=1", 0.1, **ours("Given two")),
        miss("/a?x=1", 0.2, **ours("Given three")),
        miss("/c", 0.9, request={"url": "/d"}),
    ]
    assert read_near_misses(misses) == [
        'GET /a?x=1 came closest to Given two, which responds to {"urlPath": "/b"}',
        'GET /c came closest to a stub of unknown origin, which responds to {"url": "/d"}',
    ]
    assert read_near_misses([]) == []
