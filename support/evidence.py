"""What a failed scenario leaves behind for whoever has to find out why."""

from __future__ import annotations

from collections.abc import Iterator

from support.run import Run

def gather(run: Run, problems: list[str]) -> Iterator[tuple[str, str]]:
    """Media type and content of each piece of evidence about the current scenario."""
    sections = {
        "What is wrong beside the steps": problems,
        "The shopper's questions": [str(answer) for answer in run.answers],
        "What the products service was asked": [str(each) for each in run.products.exchanges()],
        "Near misses": run.products.near_misses(),
        "The overview's log": [
            line for answer in run.answers for line in run.services.log_of(answer.request_id)
        ],
        "Ask again": [answer.curl for answer in run.answers],
    }
    for title, lines in sections.items():
        if lines:
            yield f'text/plain; name="{title}"', "\n".join(lines)
