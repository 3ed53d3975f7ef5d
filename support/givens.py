"""The Givens of one scenario, collected until they are applied together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Generic, TypeVar

import wiremock_strict

from support.errors import GivenError
from support.products.fault_kinds import Delay, Unusual
from support.products.offer import DEFAULT_PAGE, Offer, pages

T = TypeVar("T")


class Deadline(float):
    """How many seconds the overview waits for the products service."""


class InFlight(int):
    """For how many requests at the same time the overview waits."""


class Device(str):
    """On which device the shopper looks at the web page."""


@dataclass(frozen=True)
class Failure:
    """A fault that takes the place of every response, or of the first so many `times`."""

    fault: wiremock_strict.Fault
    times: int | None = None


@dataclass(frozen=True)
class Given(Generic[T]):
    """One Given: its sentence and place, and what it says."""

    sentence: str
    says: T


class Givens:
    """The Givens of one scenario, by the type of what they say; their order makes no difference."""

    def __init__(self) -> None:
        self._said: dict[type, Given[Any]] = {}
        self._complete = False

    def add(self, says: object, sentence: str) -> None:
        """Add a Given; raises GivenError if it comes too late or contradicts another one."""
        if self._complete:
            raise GivenError(f"The overview is open already; move this up: {sentence}")
        if earlier := self._said.get(type(says)):
            both = f"\n    {earlier.sentence}\n    {sentence}"
            raise GivenError(f"Two Givens contradict each other; remove one:{both}")
        self._said[type(says)] = Given(sentence, says)

    def get(self, kind: type[T]) -> Given[T] | None:
        """Return the Given that says something of this type."""
        return self._said.get(kind)

    def failure(self) -> Given[Failure] | None:
        """Return the fault to send in place of the usual response, if a Given asks for one."""
        unusual, offer = self.get(Unusual), self.get(Offer)
        if not unusual or not offer:
            return self.get(Failure)
        first_page, *_ = pages(offer.says, DEFAULT_PAGE)
        return Given(unusual.sentence, Failure(unusual.says.send(first_page.encode())))

    def complete(self) -> None:
        """Take no more Givens; raises GivenError if those so far do not fit together."""
        for way in (Delay, Unusual):
            if way in self._said and Offer not in self._said:
                sentence = self._said[way].sentence
                raise GivenError(f"No Given says which products are sent: {sentence}")
        for other in (Delay, Failure):
            if other in self._said and Unusual in self._said:
                sentence = self._said[other].sentence
                raise GivenError(f"This cannot be combined with another fault: {sentence}")
        self._complete = True
