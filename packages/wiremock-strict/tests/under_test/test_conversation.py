"""The conversation: who sent what to whom, in order, and what belongs to nobody."""

from __future__ import annotations

from collections.abc import Sequence

from wiremock_strict import Entry
from wiremock_strict.under_test import Message, Parties, Recorder, Response, conversation

from under_test.replies import GIVEN, entry, response

PARTIES = Parties("customer", "desk", "parcel service", {"warm-up": "to warm the desk up"})
ASKED = "GET /v1/parcels/AB123"


def held(
    *responses: Response, journal: Sequence[Entry] = (), known: Sequence[str] = (), last: int = 9
) -> list[Message]:
    """Return the conversation that led to these responses."""
    recorder = Recorder(set(known))
    for each in responses:
        recorder.keep(each)
    return list(conversation(recorder, recorder.responses[-last:], journal, PARTIES))


def lines(messages: Sequence[Message]) -> list[str]:
    """Return the messages in a few words."""
    return [f"{message.between}  {message.words}".rstrip() for message in messages]


def test_each_try_is_shown() -> None:
    assert lines(held(response(status=503), journal=[entry(status=0), entry(status=503)])) == [
        "customer --> desk  GET /where/AB123",
        f"             desk --> parcel service  {ASKED}",
        "             desk <-- parcel service  a fault on the wire",
        f"             desk --> parcel service  {ASKED}, again",
        "             desk <-- parcel service  503",
        "customer <-- desk  503 after 0.25 s",
    ]


def test_a_missing_request_is_named() -> None:
    assert lines(held(response()))[1] == "             (no request to the parcel service)"


def test_an_unmatched_request_is_named() -> None:
    messages = held(response(), journal=[entry(status=404, origins=[])])
    assert messages[2].words == "404, no stub matches this request"


def test_a_response_stands_with_its_requests() -> None:
    other = response(request_id="", headers={"x-request-id": "id-2"})
    messages = held(response(), other, journal=[entry("id-2", 201), entry("id-1", 202)])
    assert [message.words for message in messages if message.words.isdecimal()] == ["202", "201"]


def test_foreign_requests_come_last() -> None:
    journal = [entry("warm-up"), entry("old"), entry("")]
    messages = held(response(), journal=journal, known=["warm-up", "old"])
    assert [message.words for message in messages[3::2]] == [
        f"{ASKED}, to warm the desk up",
        f"{ASKED}, for an earlier test",
        f"{ASKED}, for nobody in this run",
    ]


def test_a_request_without_a_response_is_named() -> None:
    recorder = Recorder()
    lost = entry(recorder.new_id())
    first, _ = conversation(recorder, [], [lost], PARTIES)
    assert first.words == f"{ASKED}, for a request without a response"


def test_more_than_the_words_can_be_read() -> None:
    journal = [entry(response_body='{"é": 1}\n'.encode()), entry(response_body=b"\x1f\x8b")]
    messages = held(response(), journal=journal)
    assert [message.more for message in messages] == [
        *("", "", f'{GIVEN}\n{{"é": 1}}'),
        *("", f"{GIVEN}\n(2 bytes that are no text)"),
        "AB123 is moving",
    ]


def test_what_came_before_is_counted() -> None:
    crowd = [response(request_id=f"id-{number}") for number in range(12)]
    messages = held(*crowd, journal=[entry("id-0")], last=2)
    assert messages[0].between == "(10 requests before these)"
    assert not [message for message in messages if "for nobody" in message.words]
