"""The evidence of a failed scenario, for whoever has to find out why."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from wiremock_strict.under_test import Message, Parties, Response, conversation

from support.errors import OutOfReachError
from support.judging.verdict import Verdict
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
PARTIES = Parties("shopper", "overview", "products service", {WARM_UP: "to warm up (not judged)"})


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
    messages = list(conversation(play.recorder, responses, verdict.journal, PARTIES))
    sections = {
        "Problems beside the steps": beside,
        "The conversation": [f"{m.between:<44}{m.words}".rstrip() for m in messages],
        "Near misses": play.stubs.near_misses(),
        "The overview's log": [line for response in responses for line in _log_of(play, response)],
        "The responses": [_in_full(message) for message in messages if message.more],
        "Play the scenario again": [again],
        "Ask again, while the services run": [response.curl for response in responses],
    }
    for title, lines in sections.items():
        if lines:
            yield f'{KINDS.get(title, "text/plain")}; name="{title}"', "\n".join(lines).rstrip()
    for trace in play.traces():
        yield 'application/zip; name="Playwright trace.zip"', trace


def _log_of(play: Play, response: Response) -> list[str]:
    """Return the log lines about one request, by whichever ID; or why there are none."""
    try:
        log = play.log()
        logged = [line for name in sorted(response.request_ids) for line in log.entries(name)]
    except OutOfReachError as reason:
        return [f"({reason})"]
    return list(dict.fromkeys(json.dumps(line, ensure_ascii=False) for line in logged))


def _in_full(message: Message) -> str:
    cut = message.more[:LONG] + (" ..." if len(message.more) > LONG else "")
    return f"{message.between.strip()}  {message.words}\n{cut}\n"
