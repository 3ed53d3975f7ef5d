"""What the Givens of one scenario say, collected until they are applied together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from support.errors import GivenError
from support.products.faults import Delay, Fault
from support.products.offer import Offer

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

    fault: Fault
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

    def complete(self) -> None:
        """Take no more Givens; raises GivenError if those so far do not fit together."""
        if (delay := self.get(Delay)) and not self.get(Offer):
            raise GivenError(f"No Given says which products come late: {delay.sentence}")
        self._complete = True
