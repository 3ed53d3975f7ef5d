"""What led to the overview's responses, as a sequence of messages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple
from urllib.parse import urlsplit

from wiremock_strict import Entry

from support.overview.recorder import Recorder
from support.overview.response import Response

LONG = 1_000  # letters of a response that are worth reading
REQUEST, RESPONSE = "shopper --> overview", "shopper <-- overview"
REQUEST_ON, RESPONSE_ON = (f"{'':12}overview {arrow} products service" for arrow in ("-->", "<--"))


class Message(NamedTuple):
    """A message between two parties: in a few words, and whatever else it holds."""

    between: str
    words: str
    more: str = ""

    @property
    def line(self) -> str:
        return f"{self.between:<44}{self.words}".rstrip()

    @property
    def in_full(self) -> str:
        cut = self.more[:LONG] + (" ..." if len(self.more) > LONG else "")
        return f"{self.between.strip()}  {self.words}\n{cut}\n"


def conversation(
    recorder: Recorder, responses: Sequence[Response], journal: Sequence[Entry]
) -> Iterator[Message]:
    """Yield the messages that led to these responses, one request after the other.

    Requests to the products service that belong to none of this scenario come last.
    """
    if left_out := len(recorder.responses) - len(responses):
        yield Message(f"({left_out} requests before these)", "")
    for response in responses:
        yield from _answered(response, [e for e in journal if e.request_id in response.request_ids])
    answered = {name for response in recorder.responses for name in response.request_ids}
    for entry in journal:
        if entry.request_id not in answered:
            yield from _exchanged(entry, f", {_whose(entry, recorder)}")


def _whose(entry: Entry, recorder: Recorder) -> str:
    if entry.request_id in recorder.request_ids:
        return "for a request without a response"
    known = entry.request_id in recorder.known
    return "for an earlier scenario" if known else "for nobody in this run"


def _answered(response: Response, entries: Sequence[Entry]) -> Iterator[Message]:
    path = urlsplit(response.url)._replace(scheme="", netloc="").geturl()
    yield Message(REQUEST, f"{response.method} {path}")
    for number, entry in enumerate(entries):
        yield from _exchanged(entry, ", again" if number else "")
    if not entries:
        yield Message(f"{'':12}(no request to the products service)", "")
    words = f"{response.status} after {response.seconds:.2f} s"
    yield Message(RESPONSE, words, response.text.strip())


def _exchanged(entry: Entry, remark: str) -> Iterator[Message]:
    yield Message(REQUEST_ON, f"{entry.method} {entry.url}{remark}")
    status = str(entry.status or "a fault on the wire")
    words = status if entry.matched else f"{status}, no Given matches this request"
    more = [*entry.origins, _text(entry.response_body)]
    yield Message(RESPONSE_ON, words, "\n".join(more).strip())


def _text(body: bytes) -> str:
    try:
        return body.decode()
    except UnicodeDecodeError:
        return f"({len(body)} bytes that are no text)"
