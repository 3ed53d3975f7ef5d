"""Which scenario a worker plays next."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median


@dataclass
class Unit:
    """Scenarios that one worker plays, by their numbers in the order of the run.

    Units of the same `rank` take about as long, and may be dealt out in any order.
    """

    scenarios: list[int]
    feature: int
    rank: int = 0


class Deal:
    """The scenarios that nobody has played yet: those of single scenarios, or of whole features."""

    def __init__(self, units: Iterable[Unit]) -> None:
        self._units = list(units)
        self._begun: dict[int, Unit] = {}  # the unit that each worker has got

    def next(self, worker: int) -> int | None:
        """Take the scenario that a worker is to play next; None if nothing is left for it."""
        unit = self._begun.get(worker)
        while self._units and not (unit and unit.scenarios):
            unit = self._choose(unit.feature if unit else None)
            self._units.remove(unit)
            self._begun[worker] = unit
        return unit.scenarios.pop(0) if unit and unit.scenarios else None

    def _choose(self, feature: int | None) -> Unit:
        """Stay in a feature if that makes no difference, or else begin one that nobody plays."""
        best = [unit for unit in self._units if unit.rank == self._units[0].rank]
        played = {unit.feature for unit in self._begun.values()} - {feature}
        own = (unit for unit in best if unit.feature == feature)
        others = (unit for unit in best if unit.feature not in played)
        return next(own, None) or next(others, None) or best[0]

    def give_back(self, worker: int) -> None:
        """Have others play what is left of the unit of a worker that is no more."""
        unit = self._begun.pop(worker, None)
        if unit and unit.scenarios:
            self._units.insert(0, unit)

    def withdraw(self, scenarios: Iterable[int]) -> None:
        """Have nobody play these."""
        gone = set(scenarios)
        for unit in (*self._units, *self._begun.values()):
            unit.scenarios = [number for number in unit.scenarios if number not in gone]

    def clear(self) -> None:
        """Have nobody play anything any more."""
        self._units.clear()
        self._begun.clear()

    def __bool__(self) -> bool:
        return any(unit.scenarios for unit in (*self._units, *self._begun.values()))


def singly(seconds: Sequence[float], features: Sequence[int]) -> list[Unit]:
    """Deal out single scenarios, the longest first.

    Those within a factor of two take about as long.
    """
    units = [Unit([n], features[n], _rank(seconds[n])) for n in range(len(seconds))]
    return sorted(units, key=lambda unit: -unit.rank)


def by_feature(seconds: Sequence[float], features: Sequence[int]) -> list[Unit]:
    """Deal out whole features, the longest first."""
    units: dict[int, Unit] = {}
    for number, feature in enumerate(features):
        units.setdefault(feature, Unit([], feature)).scenarios.append(number)
    return sorted(units.values(), key=lambda unit: -sum(seconds[n] for n in unit.scenarios))


def in_order(units: Iterable[Unit]) -> list[Unit]:
    """Deal out in the order of the run, so that it is the same each time."""
    units = sorted(units, key=lambda unit: unit.scenarios[0])
    return [Unit(unit.scenarios, unit.feature, rank) for rank, unit in enumerate(units)]


def expected(names: Sequence[str], durations: Mapping[str, float]) -> list[float]:
    """Tell how long scenarios may take; a new one as long as most."""
    usual = median(durations.values()) if durations else 1.0
    return [durations.get(name, usual) for name in names]


def _rank(seconds: float) -> int:
    return math.frexp(max(seconds, 0.001))[1]
