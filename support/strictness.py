"""What must hold at the end of every scenario, read from what really happened.

Each check yields what is wrong, a sentence each. All of them work on one reading of the journal.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from wiremock_strict.contract import Operation
from wiremock_strict.exchange import Exchange

from support.overview.answer import Answer

RETRIED = {0, 502, 503, 504}  # after these a second try is in order; 0 is a fault on the wire


@dataclass(frozen=True)
class Scenario:
    """One scenario as it went.

    `exchanges` are the journal, `givens` the steps that told how the products service answers,
    `answers` what the overview answered, `earlier` how questions of earlier scenarios were named.
    """

    exchanges: Sequence[Exchange]
    givens: Sequence[str]
    answers: Sequence[Answer]
    earlier: Collection[str]

    @cached_property
    def ids(self) -> set[str]:
        """How the questions were named, by who asked and by the overview."""
        return {name for answer in self.answers for name in answer.names}

    @property
    def ours(self) -> list[Exchange]:
        """The exchanges that belong to this scenario: a late one from another judges nobody."""
        return [exchange for exchange in self.exchanges if exchange.request_id in self.ids]

    @property
    def late(self) -> list[Exchange]:
        """The exchanges that an earlier scenario has left behind."""
        return [exchange for exchange in self.exchanges if exchange.request_id in self.earlier]


def problems(scenario: Scenario, contract: Operation) -> list[str]:
    """All that is wrong with what the products service was asked, and answered, in a scenario."""
    return [
        *strangers(scenario),
        *unmatched(scenario),
        *unused(scenario),
        *too_often(scenario),
        *other_choices(scenario),
        *off_contract(scenario, contract),
    ]


def strangers(scenario: Scenario) -> Iterator[str]:
    """Requests that nobody in this run has named."""
    known = {*scenario.ids, *scenario.earlier}
    for exchange in scenario.exchanges:
        if exchange.request_id not in known:
            name = exchange.request_id or "none"
            yield f"No question of ours led to {exchange} (X-Request-ID: {name})."


def unmatched(scenario: Scenario) -> Iterator[str]:
    """Requests that no Given answers."""
    for exchange in scenario.ours:
        if not exchange.givens:
            yield f"The overview asked what no Given answers: {exchange.method} {exchange.url}"


def unused(scenario: Scenario) -> Iterator[str]:
    """Givens that the scenario would be the same without."""
    used = {given for exchange in scenario.ours for given in exchange.givens}
    for given in scenario.givens:
        if given not in used:
            yield f"Nothing was asked of this, so the scenario is the same without it: {given}"


def too_often(scenario: Scenario) -> Iterator[str]:
    """Questions for which the products service was asked more than it takes."""
    tries: dict[str, list[Exchange]] = defaultdict(list)
    for exchange in scenario.ours:
        tries[exchange.request_id].append(exchange)
    for exchanges in tries.values():
        first, *more = exchanges
        if len(more) > 1 or (more and first.status not in RETRIED):
            asked = "".join(f"\n    {exchange}" for exchange in exchanges)
            yield f"For one question the overview asked {len(exchanges)} times:{asked}"


def other_choices(scenario: Scenario) -> Iterator[str]:
    """Questions about something else than the shopper has chosen."""
    chosen = {name: answer.choices for answer in scenario.answers for name in answer.names}
    for exchange in scenario.ours:
        if sorted(exchange.query) != sorted(chosen[exchange.request_id]):
            yield (
                f"The shopper chose {write(chosen[exchange.request_id])}, "
                f"and the overview asked for {write(exchange.query)}: {exchange.url}"
            )


def write(choices: Iterable[tuple[str, str]]) -> str:
    """Choices as a message shows them."""
    return ", ".join(f"{name}={value}" for name, value in choices) or "nothing"


def off_contract(scenario: Scenario, contract: Operation) -> Iterator[str]:
    """Questions, and answers of the real service, that the contract does not allow."""
    for exchange in scenario.ours:
        if f"{exchange.method} {exchange.path}" != contract.name:
            yield f"The contract has no {exchange.method} {exchange.path}."
            continue
        for problem in contract.problems_of_question(exchange.query):
            yield f"The contract does not allow the question {exchange.url}: {problem}"
        if exchange.live:
            kind = exchange.answer_headers.get("content-type", "")
            for problem in contract.problems_of_answer(exchange.status, kind, exchange.body):
                yield f"The contract does not allow the answer to {exchange.url}: {problem}"
