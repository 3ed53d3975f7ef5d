"""Many shoppers at once, and a monitor that looks on."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial

from support.overview.answer import Answer
from support.overview.api import Api, Choices
from support.overview.service import Footprint

NOTHING = Footprint(0, 0)


@dataclass(frozen=True)
class Crowd:
    """What each shopper was answered, in their order, and the monitor meanwhile.

    `before` is what the overview service held when they came, if a monitor was there.
    """

    answers: Sequence[Answer]
    health: Sequence[Answer] = ()
    before: Footprint = NOTHING


def at_once(questions: Sequence[Callable[[], Answer]]) -> list[Answer]:
    """Ask all questions at the same moment, and wait for all answers."""
    start = threading.Barrier(len(questions))

    def ask(question: Callable[[], Answer]) -> Answer:
        start.wait()
        return question()

    with ThreadPoolExecutor(len(questions)) as pool:
        return list(pool.map(ask, questions))


def shoppers(program: Api, choices: Sequence[Choices]) -> list[Answer]:
    """One shopper for each of the choices, all at once."""
    return at_once([partial(program.ask, choices=chosen) for chosen in choices])


def watched(program: Api, count: int, before: Footprint) -> Crowd:
    """So many shoppers at once, and a monitor that asks for the overview's health all the while."""
    health: list[Answer] = []
    gone = threading.Event()

    def monitor() -> None:
        while not gone.is_set():
            health.append(program.ask("/health"))

    with ThreadPoolExecutor(1) as pool:
        watch = pool.submit(monitor)
        try:
            answers = shoppers(program, [()] * count)
        finally:
            gone.set()
        watch.result()
    return Crowd(answers, health, before)
