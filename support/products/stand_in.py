"""The server in place of the products service, set as the Givens together say."""

from __future__ import annotations

from collections.abc import Sequence

from wiremock.client import Mapping
from wiremock_strict import Stubs

from support.givens import Failure, Givens
from support.products.fault_kinds import Delay, Unusual
from support.products.mappings import allowed_request, late
from support.products.offer import Offer


def url_for(stubs: Stubs, givens: Givens) -> str:
    """Return where the overview has to ask to meet what the Givens say."""
    failure = givens.failure()
    return stubs.url_for(failure.says.fault) if failure else stubs.url


def set_up(stubs: Stubs, givens: Givens, offered: Sequence[Mapping], deadline: float) -> None:
    """Set everything that the Givens say; times are shares of the deadline."""
    offer, delay, failure = givens.get(Offer), givens.get(Delay), givens.failure()
    if offer and failure and givens.get(Unusual):
        _fail(stubs, failure.says, [offer.sentence, failure.sentence], deadline)
        return
    if offer and delay:
        late_stubs = late(offered, delay.says.share * deadline)
        stubs.set(late_stubs, [offer.sentence, delay.sentence])
    elif offer:
        stubs.set(offered, offer.sentence)
    if failure:
        _fail(stubs, failure.says, [failure.sentence], deadline)


def _fail(stubs: Stubs, failure: Failure, origins: Sequence[str], deadline: float) -> None:
    stubs.fail(
        allowed_request(),
        failure.fault,
        times=failure.times,
        origin=origins,
        deadline=deadline,
        about="every request",
    )
