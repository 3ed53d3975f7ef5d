"""The rules of this shop, beside those of wiremock-strict: each yields a sentence per problem."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from wiremock_strict import Entry
from wiremock_strict.under_test import Response

PARAMETERS = ("category", "sort_by", "sort_order", "page", "page_size")  # that are passed on
SLACK = 5.0  # seconds over the deadline; the service's own tests are stricter
SLACK_IN_A_CROWD = 0.1  # more for each request of a scenario: a busy machine takes turns


def other_choices(entries: Iterable[Entry], responses: Iterable[Response]) -> Iterator[str]:
    """Find requests whose parameters are not just the choices of the shopper."""
    choices = {name: _choices(response) for response in responses for name in response.request_ids}
    for entry in entries:
        chosen = choices.get(entry.request_id)
        if chosen is not None and sorted(entry.query) != sorted(chosen):
            yield (
                f"The shopper chose {_list(chosen)}, "
                f"but the overview asked for {_list(entry.query)}: {entry.url}"
            )


def _choices(response: Response) -> list[tuple[str, str]]:
    return [(name, value) for name, value in response.query if name in PARAMETERS]


def _list(choices: Iterable[tuple[str, str]]) -> str:
    return ", ".join(f"{name}={value}" for name, value in choices) or "nothing"


def not_live(entries: Iterable[Entry], offer: str) -> Iterator[str]:
    """Find requests for this offer that the real products service did not serve."""
    for entry in entries:
        if offer in entry.origins and not entry.proxied:
            yield f"The real products service did not serve {entry.method} {entry.url}: {offer}"


def late(responses: Sequence[Response], deadline: float) -> Iterator[str]:
    """Find responses that took grossly longer than the deadline."""
    crowd = sum(response.path == "/overview" for response in responses)
    allowed = deadline + SLACK + SLACK_IN_A_CROWD * crowd
    for response in responses:
        if response.seconds > allowed:
            yield f"The overview took too long; its deadline is {deadline:g} s: {response}"
