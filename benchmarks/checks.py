"""What the checks of one scenario cost, as a share of it: `python -m benchmarks.checks`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import partial
from typing import Any, NamedTuple
from unittest.mock import patch

from benchmarks.scene import play
from benchmarks.side_by_side import milliseconds, percent, seconds, show
from support.overview.inspection import Inspection
from support.products.stub import StubbedProducts
from support.run import Run, open_run
from support.settings import Settings

ROUNDS, WARM_UP = 200, 40
WITH, WITHOUT = "the whole scenario", "all checks"


class Check(NamedTuple):
    """A check: the method that does it, and one that does nothing in its place."""

    owner: type
    method: str
    nothing: Callable[..., Any]


CHECKS = {
    "stubbed answers against the contract": Check(
        StubbedProducts, "_hold_to_contract", lambda *_: None
    ),
    "answers to the shopper, for leaks": Check(Inspection, "check", lambda *_: None),
    "the journal: reading, strictness, coverage": Check(Run, "end_scenario", lambda *_, **__: []),
}


def play_without(run: Run, *checks: Check) -> None:
    """Play the scene with nothing in the place of these checks."""
    with ExitStack() as stack:
        for owner, method, nothing in checks:
            stack.enter_context(patch.object(owner, method, nothing))
        play(run)


def costs(taken: dict[str, float]) -> Iterator[tuple[str, float]]:
    """The whole, and what was saved by leaving out all checks, and each."""
    whole = taken[WITH]
    yield WITH, whole
    for name, rest in taken.items():
        if name != WITH:
            yield name, whole - rest


def main() -> None:
    """Print what all checks cost, and each of them."""
    with open_run(Settings()) as run:
        ways = {WITH: partial(play_without, run)}
        ways[WITHOUT] = partial(play_without, run, *CHECKS.values())
        ways |= {f"  {name}": partial(play_without, run, check) for name, check in CHECKS.items()}
        taken = seconds(ways, ROUNDS, WARM_UP)
    show(
        "What checking costs in a scenario. All checks together are to cost less than a fifth.",
        ["", "takes", "share"],
        [[name, milliseconds(cost), percent(cost / taken[WITH])] for name, cost in costs(taken)],
    )


if __name__ == "__main__":
    main()
