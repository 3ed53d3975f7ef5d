"""The verdict on each scenario, from one read of the journal, and what they cover together."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from wiremock_strict import Contract, Coverage, Entry, judge
from wiremock_strict.under_test import Recorder, leaks, undocumented

from support.judging import rules

OPERATION = "GET /products"  # all that the overview asks the products service for
NOTHING_LIVE = """\
This run was to be live, but the real products service served nothing. Faults never reach it: \
select at least one scenario that offers products."""
ANY_OTHER_PATH = "/unknown"  # the overview's document has one path for all that lead nowhere


@dataclass(frozen=True)
class Verdict:
    """The problems of a scenario, a sentence each, and its own entries in the whole journal."""

    problems: Sequence[str]
    own: Sequence[Entry]
    journal: Sequence[Entry]


@dataclass(frozen=True)
class Rulebook:
    """What every scenario of a run is judged by.

    `contract` is that of the products service, `document` that of the overview, `secrets` are what
    no shopper may come to know. `live`: the real products service is to serve every offer.
    `remote`: the overview service runs already, and something may stand in front of it.
    """

    contract: Contract
    document: Contract
    secrets: Collection[str]
    live: bool
    remote: bool

    def judge(
        self,
        journal: Sequence[Entry],
        recorder: Recorder,
        origins: Sequence[str],
        offer: str,
        deadline: float,
    ) -> Verdict:
        """Judge a scenario; `origins` are its Givens that set something, `offer` is one of them."""
        ids, known, responses = recorder.request_ids, recorder.known, recorder.responses
        own = [entry for entry in journal if entry.request_id in ids]
        problems = [
            *judge(journal, origins=origins, contract=self.contract, requests=ids, earlier=known),
            *rules.other_choices(own, responses),
            *(rules.not_live(own, offer) if self.live else ()),
            *rules.late(responses, deadline),
            *leaks(responses, self.secrets),
            *undocumented(responses, self.document, not self.remote, ANY_OTHER_PATH),
            *recorder.complaints,
        ]
        return Verdict(problems, own, journal)


@dataclass(frozen=True)
class Counts:
    """What one worker has counted: the parts of the contract, and live responses."""

    seen: frozenset[str]
    live_responses: int
    failed: bool


class Summary:
    """Counts what the scenarios that passed have exercised: the contract, and a live service.

    It remembers whether any has failed.
    """

    def __init__(self, contract: Contract, live: bool) -> None:
        self._coverage, self._live = Coverage(contract, [OPERATION]), live
        self._live_responses = 0
        self._failed = False

    def count(self, verdict: Verdict, passed: bool = True) -> None:
        """Take in a scenario; one that has not passed exercises nothing."""
        if not passed:
            self._failed = True
            return
        self._coverage.count(verdict.own)
        self._live_responses += sum(entry.proxied for entry in verdict.own)

    @property
    def counts(self) -> Counts:
        """What was counted, for another process to take in."""
        return Counts(self._coverage.seen, self._live_responses, self._failed)

    def add_up(self, counts: Sequence[Counts]) -> None:
        """Sum up what all workers have counted, this one included."""
        for each in counts:
            self._coverage.add(each.seen)
        self._live_responses = sum(each.live_responses for each in counts)
        self._failed = any(each.failed for each in counts)

    def problem(self) -> str:
        """Say what is wrong with the run as a whole, if nothing else is wrong with it."""
        nothing_live = self._live and not self._live_responses
        return NOTHING_LIVE if nothing_live and not self._failed else ""

    def covered(self) -> dict[str, dict[str, bool]]:
        """Tell what was exercised; behave-strict puts it together with what others have."""
        parts = {
            part.removeprefix(f"{OPERATION}: "): done for part, done in self._coverage.parts.items()
        }
        return {f"Contract of {OPERATION}": parts}

    def lines(self) -> Iterator[str]:
        """Say how often a live service has responded."""
        if self._live:
            yield f"Responses of the real products service: {self._live_responses}."
