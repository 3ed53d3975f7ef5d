"""The verdict on each scenario, from one read of the journal, and what they cover together."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from wiremock_strict import Contract, Coverage, Entry, judge
from wiremock_strict.under_test import Recorder, Response, leaks, undocumented

from support.judging import rules

OPERATION = "GET /products"  # all that the overview asks the products service for
NOTHING_LIVE = """\
This run was to be live, but the real products service served nothing. Faults never reach it: \
select at least one scenario that offers products."""
ANY_OTHER_PATH = "/unknown"  # the overview's document has one path for all that lead nowhere


@dataclass(frozen=True)
class Verdict:
    """A scenario's problems, a sentence each, its entries in the whole journal, its responses."""

    problems: Sequence[str]
    own: Sequence[Entry]
    journal: Sequence[Entry]
    responses: Sequence[Response] = ()


@dataclass(frozen=True)
class Rulebook:
    """The rules by which every scenario of a run is judged.

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
        return Verdict(problems, own, journal, responses)


@dataclass(frozen=True)
class Tally:
    """How often a live service has responded, and whether a scenario has failed."""

    responses: int = 0
    failed: bool = False

    def __add__(self, other: Tally) -> Tally:
        return Tally(self.responses + other.responses, self.failed or other.failed)


class Summary:
    """Counts what the scenarios that passed have exercised: contracts, and a live service."""

    def __init__(self, contract: Contract, document: Contract, live: bool) -> None:
        self._contract, self._live = Coverage(contract, [OPERATION]), live
        self._document = Coverage(document, unless=["500"])  # no request leads to it
        self.tally = Tally()  # of this worker

    def count(self, verdict: Verdict, passed: bool = True) -> None:
        """Take in a scenario; one that has not passed exercises nothing."""
        if passed:
            self._contract.count(verdict.own)
            self._document.count(response.entry for response in verdict.responses)
        live = sum(entry.proxied for entry in verdict.own)
        self.tally += Tally(live) if passed else Tally(failed=True)

    def covered(self) -> dict[str, dict[str, bool]]:
        """Tell what was exercised; behave-strict puts it together with what others have."""
        return {
            "Contract of the products service": self._contract.all_parts,
            "Contract of the overview": self._document.all_parts,
        }

    def lines(self, tally: Tally) -> Iterator[str]:
        """Say how often a live service has responded to all workers."""
        if self._live:
            yield f"Responses of the real products service: {tally.responses}."

    def problem(self, tally: Tally) -> str:
        """Say what is wrong with the run as a whole, if nothing else is wrong with it."""
        return NOTHING_LIVE if self._live and tally == Tally() else ""
