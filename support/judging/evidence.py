"""What a failed scenario leaves behind for whoever has to find out why."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from support.errors import OutOfReachError
from support.judging.conversation import conversation
from support.judging.verdict import Verdict
from support.overview.response import Response
from support.play import Play

FEW = 10  # responses of a crowd that are worth reading, the last ones


def gather(
    play: Play, verdict: Verdict, again: str, beside: Sequence[str]
) -> Iterator[tuple[str, str | bytes]]:
    """Yield the media type and the content of each piece of evidence.

    `again` is the command that plays the scenario again; `beside` are the problems of the verdict,
    where the steps have failed for a reason of their own.
    """
    if picture := play.picture():
        yield 'image/jpeg; name="What the shopper saw last"', picture
    responses = play.recorder.responses[-FEW:]
    messages = list(conversation(play.recorder, responses, verdict.journal))
    sections = {
        "Problems beside the steps": beside,
        "The conversation": [message.line for message in messages],
        "Near misses": play.stand_in.near_misses(),
        "The overview's log": [line for response in responses for line in _log_of(play, response)],
        "The responses": [message.in_full for message in messages if message.more],
        "Play the scenario again": [again],
        "Ask again, while the services run": [response.curl for response in responses],
    }
    for title, lines in sections.items():
        if lines:
            yield f'text/plain; name="{title}"', "\n".join(lines).rstrip()


def _log_of(play: Play, response: Response) -> list[str]:
    """Return the log lines about one request, by whichever ID; or why there are none."""
    try:
        logged = [line for name in sorted(response.request_ids) for line in play.log_of(name)]
    except OutOfReachError as reason:
        return [f"({reason})"]
    return list(dict.fromkeys(json.dumps(line, ensure_ascii=False) for line in logged))
