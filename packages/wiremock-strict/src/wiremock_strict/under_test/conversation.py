"""The conversation of a test: its requests, from the caller to the dependency and back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from wiremock_strict.entry import Entry
from wiremock_strict.under_test.response import Recorder, Response


class Message(NamedTuple):
    """A message between two parties: in a few words, and whatever else it holds."""

    between: str
    words: str = ""
    more: str = ""


@dataclass(frozen=True)
class Parties:
    """The names of the three parties.

    `others` says what requests with certain request IDs were for that belong to no test.
    """

    caller: str
    service: str
    dependency: str
    others: Mapping[str, str] = field(default_factory=dict)

    @property
    def indent(self) -> str:
        """The space before what happens behind the service."""
        return " " * (len(self.caller) + 5)

    def outside(self, arrow: str) -> str:
        """Format who sends to whom, between caller and service."""
        return f"{self.caller} {arrow} {self.service}"

    def inside(self, arrow: str) -> str:
        """Format who sends to whom, between service and dependency."""
        return f"{self.indent}{self.service} {arrow} {self.dependency}"


def conversation(
    recorder: Recorder, responses: Sequence[Response], journal: Sequence[Entry], parties: Parties
) -> Iterator[Message]:
    """Yield the messages that led to these responses, one request after the other.

    `responses` are the last ones of the recorder, as many as are worth reading. Requests to the
    dependency that belong to none of the test come last.
    """
    if left_out := len(recorder.responses) - len(responses):
        yield Message(f"({left_out} requests before these)")
    for response in responses:
        entries = [entry for entry in journal if entry.request_id in response.request_ids]
        yield from _answered(response, entries, parties)
    answered = {name for response in recorder.responses for name in response.request_ids}
    for entry in journal:
        if entry.request_id not in answered:
            whose = parties.others.get(entry.request_id) or _whose(entry.request_id, recorder)
            yield from _exchanged(entry, f", {whose}", parties)


def _whose(request_id: str, recorder: Recorder) -> str:
    if request_id in recorder.request_ids:
        return "for a request without a response"
    return "for an earlier test" if request_id in recorder.known else "for nobody in this run"


def _answered(response: Response, entries: Sequence[Entry], parties: Parties) -> Iterator[Message]:
    yield Message(parties.outside("-->"), f"{response.method} {response.target}")
    for number, entry in enumerate(entries):
        yield from _exchanged(entry, ", again" if number else "", parties)
    if not entries:
        yield Message(f"{parties.indent}(no request to the {parties.dependency})")
    words = f"{response.status} after {response.seconds:.2f} s"
    yield Message(parties.outside("<--"), words, response.text.strip())


def _exchanged(entry: Entry, remark: str, parties: Parties) -> Iterator[Message]:
    yield Message(parties.inside("-->"), f"{entry.method} {entry.url}{remark}")
    status = str(entry.status or "a fault on the wire")
    words = status if entry.matched else f"{status}, no stub matches this request"
    more = [*entry.origins, _text(entry.response_body)]
    yield Message(parties.inside("<--"), words, "\n".join(more).strip())


def _text(body: bytes) -> str:
    try:
        return body.decode()
    except UnicodeDecodeError:
        return f"({len(body)} bytes that are no text)"
