"""What a failed scenario leaves behind for whoever has to find out why."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import NamedTuple
from urllib.parse import urlsplit

from wiremock_strict import Entry

from support.errors import OutOfReachError
from support.judging.verdict import Verdict
from support.overview.response import Recorder, Response
from support.play import Play
from support.under_test.own import WARM_UP

# What the page of the report draws as a diagram, or lets copy.
KINDS = {
    "The conversation": "text/x.sequence+plain",
    "Play the scenario again": "text/x-shellscript",
    "Ask again, while the services run": "text/x-shellscript",
}
FEW = 10  # responses of a crowd that are worth reading, the last ones
LONG = 1_000  # letters of a response that are worth reading
REQUEST, RESPONSE = "shopper --> overview", "shopper <-- overview"
REQUEST_ON, RESPONSE_ON = (f"{'':12}overview {arrow} products service" for arrow in ("-->", "<--"))


def gather(
    play: Play, verdict: Verdict, again: str, beside: Sequence[str]
) -> Iterator[tuple[str, str | bytes]]:
    """Yield the media type and the content of each piece of evidence.

    `again` is the command that plays the scenario again; `beside` are the problems of the verdict,
    where the steps have failed for a reason of their own.
    """
    if picture := play.picture():
        yield 'image/webp; name="What the shopper saw last"', picture
    responses = play.recorder.responses[-FEW:]
    messages = list(conversation(play.recorder, responses, verdict.journal))
    sections = {
        "Problems beside the steps": beside,
        "The conversation": [f"{m.between:<44}{m.words}".rstrip() for m in messages],
        "Near misses": play.stand_in.near_misses(),
        "The overview's log": [line for response in responses for line in _log_of(play, response)],
        "The responses": [_in_full(message) for message in messages if message.more],
        "Play the scenario again": [again],
        "Ask again, while the services run": [response.curl for response in responses],
    }
    for title, lines in sections.items():
        if lines:
            yield f'{KINDS.get(title, "text/plain")}; name="{title}"', "\n".join(lines).rstrip()


def _log_of(play: Play, response: Response) -> list[str]:
    """Return the log lines about one request, by whichever ID; or why there are none."""
    try:
        logged = [line for name in sorted(response.request_ids) for line in play.log_of(name)]
    except OutOfReachError as reason:
        return [f"({reason})"]
    return list(dict.fromkeys(json.dumps(line, ensure_ascii=False) for line in logged))


class Message(NamedTuple):
    """A message between two parties: in a few words, and whatever else it holds."""

    between: str
    words: str = ""
    more: str = ""


def _in_full(message: Message) -> str:
    cut = message.more[:LONG] + (" ..." if len(message.more) > LONG else "")
    return f"{message.between.strip()}  {message.words}\n{cut}\n"


def conversation(
    recorder: Recorder, responses: Sequence[Response], journal: Sequence[Entry]
) -> Iterator[Message]:
    """Yield the messages that led to these responses, one request after the other.

    Requests to the products service that belong to none of this scenario come last.
    """
    if left_out := len(recorder.responses) - len(responses):
        yield Message(f"({left_out} requests before these)")
    for response in responses:
        yield from _answered(response, [e for e in journal if e.request_id in response.request_ids])
    answered = {name for response in recorder.responses for name in response.request_ids}
    for entry in journal:
        if entry.request_id not in answered:
            yield from _exchanged(entry, f", {_whose(entry.request_id, recorder)}")


def _whose(request_id: str, recorder: Recorder) -> str:
    if request_id in recorder.request_ids:
        return "for a request without a response"
    if request_id == WARM_UP:
        return "to warm the overview service up"
    return "for an earlier scenario" if request_id in recorder.known else "for nobody in this run"


def _answered(response: Response, entries: Sequence[Entry]) -> Iterator[Message]:
    path = urlsplit(response.url)._replace(scheme="", netloc="").geturl()
    yield Message(REQUEST, f"{response.method} {path}")
    for number, entry in enumerate(entries):
        yield from _exchanged(entry, ", again" if number else "")
    if not entries:
        yield Message(f"{'':12}(no request to the products service)")
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
