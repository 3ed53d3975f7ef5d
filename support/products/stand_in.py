"""What the overview finds in place of the products service."""

from __future__ import annotations

from collections.abc import Sequence

from wiremock.client import Mapping
from wiremock_strict import Entry, Stubs

from support.givens import Failure, Givens
from support.products.fault_kinds import Delay, Unusual
from support.products.mappings import allowed_request, late
from support.products.offer import Offer


class StandIn:
    """Stands in for the products service in one scenario, with this scenario's stubs."""

    def __init__(self, stubs: Stubs) -> None:
        self._stubs = stubs

    @property
    def origins(self) -> list[str]:
        """Return the Givens that have set something here."""
        return self._stubs.origins

    def url_for(self, givens: Givens) -> str:
        failure = givens.failure()
        return self._stubs.url_for(failure.says.fault) if failure else self._stubs.url

    def set(self, givens: Givens, offered: Sequence[Mapping], deadline: float) -> None:
        """Set everything that the Givens say; times are shares of the deadline."""
        offer, delay, failure = givens.get(Offer), givens.get(Delay), givens.failure()
        if offer and failure and givens.get(Unusual):
            self._fail(failure.says, [offer.sentence, failure.sentence], deadline)
            return
        if offer and delay:
            stubs = late(offered, delay.says.share * deadline)
            self._stubs.set(stubs, [offer.sentence, delay.sentence])
        elif offer:
            self._stubs.set(offered, offer.sentence)
        if failure:
            self._fail(failure.says, [failure.sentence], deadline)

    def journal(self) -> list[Entry]:
        return self._stubs.journal()

    def near_misses(self) -> list[str]:
        return self._stubs.near_misses()

    def _fail(self, failure: Failure, origins: Sequence[str], deadline: float) -> None:
        self._stubs.fail(
            allowed_request(),
            failure.fault,
            times=failure.times,
            origin=origins,
            deadline=deadline,
            about="every request",
        )
