"""The cost of one scenario's checks, as a share of it: `python -m benchmarks.checks`."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from typing import Any
from unittest.mock import patch

from benchmarks.figure import Figure, show_figures
from benchmarks.scene import play
from benchmarks.side_by_side import milliseconds, seconds
from support.judging.verdict import Rulebook, Verdict
from support.products import stub
from support.run import Run, open_run
from support.settings import Settings

ROUNDS, WARM_UP = 300, 40
WITH, WITHOUT = "a scenario with its checks", "the same without"
Method = Callable[..., Any]
# Where each check is made: its owner, its name, and what it returns without a problem.
CHECKS: dict[str, tuple[Any, str, object]] = {
    "stubbed responses: contract": (stub, "hold", None),
    "the verdict: journal, responses, rules": (Rulebook, "judge", Verdict([], [], [])),
}


class Clock:
    """The time that the whole and its parts took in all rounds, in seconds, by name."""

    def __init__(self) -> None:
        self._spent: dict[str, float] = {}

    def clocked(self, name: str, method: Method) -> Method:
        """Return the same method with its time taken."""

        def timed(*args: Any, **named: Any) -> Any:
            begin = time.perf_counter()
            try:
                return method(*args, **named)
            finally:
                took = time.perf_counter() - begin
                self._spent[name] = self._spent.get(name, 0) + took

        return timed

    def share(self, name: str) -> float:
        """Return the share of one check in the whole."""
        return self._spent[name] / self._spent[WITH]


@contextmanager
def checks_as(methods: Mapping[str, Method]) -> Iterator[None]:
    """Replace the checks by these methods, by the checks' names."""
    with ExitStack() as stack:
        for name, (owner, method, _) in CHECKS.items():
            stack.enter_context(patch.object(owner, method, methods[name]))
        yield


def measure(quick: bool = False) -> list[Figure]:
    """Measure the scene with its checks and without, and the share of each check."""
    clock = Clock()
    with open_run(Settings()) as run:
        taken = _seconds(run, clock, *((2, 1) if quick else (ROUNDS, WARM_UP)))
    whole, with_checks = taken[WITH], f"{WITH}, {milliseconds(taken[WITH])}"
    all_checks = whole - taken[WITHOUT]
    return [
        Figure(
            "the checks of a scenario, by the difference",
            milliseconds(all_checks),
            with_checks,
            all_checks / whole,
            "at most 0.2",
        ),
        *(
            Figure(name, milliseconds(clock.share(name) * whole), with_checks, clock.share(name))
            for name in CHECKS
        ),
    ]


def _seconds(run: Run, clock: Clock, rounds: int, warm_up: int) -> dict[str, float]:
    timed = {
        name: clock.clocked(name, getattr(owner, method))
        for name, (owner, method, _) in CHECKS.items()
    }
    nothing = {
        name: lambda *_, no_fault=no_fault, **__: no_fault
        for name, (_, _, no_fault) in CHECKS.items()
    }
    play_clocked = clock.clocked(WITH, play)

    def play_with() -> None:
        with checks_as(timed):
            play_clocked(run)

    def play_without() -> None:
        with checks_as(nothing):
            play(run)

    return seconds({WITH: play_with, WITHOUT: play_without}, rounds, warm_up)


def main(arguments: Sequence[str]) -> None:
    """Print the cost of all checks, and of each."""
    show_figures("The cost of a scenario's checks.", measure("--quick" in arguments))


if __name__ == "__main__":
    main(sys.argv[1:])
