"""The verdict on one scenario, from one read of the journal."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import chain

from wiremock_strict import Contract, Entry, judge

from support.judging.rules import late, leaks, not_live, other_choices
from support.overview.recorder import Recorder


@dataclass(frozen=True)
class Verdict:
    """The problems of a scenario, a sentence each, and its own entries in the whole journal."""

    problems: Sequence[str]
    own: Sequence[Entry]
    journal: Sequence[Entry]


@dataclass(frozen=True)
class Judge:
    """Judges every scenario of a run.

    `contract` is that of the products service, `secrets` are what no shopper may come to know.
    `live`: the real products service is to serve every offer.
    """

    contract: Contract
    secrets: Collection[str]
    live: bool

    def judge(
        self,
        journal: Sequence[Entry],
        recorder: Recorder,
        origins: Sequence[str],
        offer: str,
        deadline: float,
    ) -> Verdict:
        """Judge a scenario; `origins` are its Givens that set something, `offer` is one of them."""
        own = [entry for entry in journal if entry.request_id in recorder.request_ids]
        problems = chain(
            judge(
                journal,
                origins=origins,
                contract=self.contract,
                requests=recorder.request_ids,
                earlier=recorder.known,
            ),
            other_choices(own, recorder.responses),
            not_live(own, offer) if self.live else (),
            late(recorder.responses, deadline),
            leaks(recorder.responses, self.secrets),
            recorder.complaints,
        )
        return Verdict(list(problems), own, journal)
