"""The trial: each mutant before its judges, several side by side."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from queue import SimpleQueue

from mutants.judges import Judge, judges_of
from mutants.mutant import Mutant
from mutants.results import Result, Results
from mutants.scratch import Finding, Scratch


class NotGreenError(Exception):
    """A judge finds something where there is no mutant; nothing that it finds would count."""


def try_all(
    mutants: Sequence[Mutant],
    copies: Sequence[Scratch],
    results: Results,
    print_line: Callable[[str], None],
) -> None:
    """Try the mutants in as many copies as there are, and keep what comes of each.

    Raises NotGreenError before the first, if a judge is not content with the project as it is.
    """
    judges = {judge for mutant in mutants for judge in judges_of(mutant.file)}
    free = _Free(copies)

    def try_one(mutant: Mutant) -> None:
        with free.copy() as copy, copy.with_fault(mutant):
            result = results.add(mutant, _first_finding(mutant, copy, results))
        print_line(_line(result))

    with ThreadPoolExecutor(len(copies)) as pool:
        try:
            list(pool.map(partial(_check, free), judges))
            list(pool.map(try_one, mutants))
        except BaseException:  # Ctrl-C, too
            pool.shutdown(wait=False, cancel_futures=True)
            for copy in copies:
                copy.end()
            raise


class _Free:
    """The copies that nobody uses at the moment."""

    def __init__(self, copies: Sequence[Scratch]) -> None:
        self._copies: SimpleQueue[Scratch] = SimpleQueue()
        for copy in copies:
            self._copies.put(copy)

    @contextmanager
    def copy(self) -> Iterator[Scratch]:
        """Take a copy for as long as the block lasts."""
        copy = self._copies.get()
        try:
            yield copy
        finally:
            self._copies.put(copy)


def _check(free: _Free, judge: Judge) -> None:
    """Raise NotGreenError if this judge finds something where there is no mutant."""
    with free.copy() as copy:
        if finding := copy.ask(judge):
            raise NotGreenError(f"Without a mutant, {' '.join(judge.command)} finds: {finding.by}")


def _first_finding(mutant: Mutant, copy: Scratch, results: Results) -> Finding | None:
    for judge in judges_of(mutant.file):
        likely = results.likely_scenarios(mutant.file, judge.name)
        if judge.plays_scenarios and likely and (finding := copy.ask(judge.only(likely))):
            return finding
        if finding := copy.ask(judge):
            return finding
    return None


def _line(result: Result) -> str:
    what = f"{result.file}:{result.line} {result.what}"
    return f"{result.found_by or 'SURVIVED':<10}  {what}  {result.by or ''}"
