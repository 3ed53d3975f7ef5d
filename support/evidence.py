"""What a failed scenario leaves behind for whoever has to find out why."""

from __future__ import annotations

from collections.abc import Iterator

from support.errors import OutOfReachError
from support.overview.answer import Answer
from support.run import Run

LONG = 1_000  # letters of an answer that are worth reading


def gather(run: Run, problems: list[str]) -> Iterator[tuple[str, str]]:
    """Media type and content of each piece of evidence about the current scenario."""
    sections = {
        "What is wrong beside the steps": problems,
        "The shopper's questions": [str(answer)[:LONG] for answer in run.answers],
        "The conversation with the products service": [
            f"{each}\n    {each.body.decode('utf-8', 'replace')[:LONG]}"
            for each in run.products.exchanges()
        ],
        "Late requests, of earlier scenarios": [str(each) for each in run.late],
        "Near misses": run.products.near_misses(),
        "The overview's log": [line for answer in run.answers for line in log_of(run, answer)],
        "Ask again": [answer.curl for answer in run.answers],
    }
    for title, lines in sections.items():
        if lines:
            yield f'text/plain; name="{title}"', "\n".join(lines)


def log_of(run: Run, answer: Answer) -> list[str]:
    """The log lines about one question; or why there are none."""
    try:
        return run.services.log_of(answer.request_id)
    except OutOfReachError as reason:
        return [f"({reason})"]
