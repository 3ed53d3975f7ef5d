"""The trial: each mutant before its judges, several side by side."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
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
    free: SimpleQueue[Scratch] = SimpleQueue()
    for copy in copies:
        free.put(copy)

    def check(judge: Judge) -> None:
        copy = free.get()
        try:
            if finding := copy.ask(judge):
                raise NotGreenError(
                    f"Without a mutant, {' '.join(judge.command)} finds: {finding.by}"
                )
        finally:
            free.put(copy)

    def try_one(mutant: Mutant) -> None:
        copy = free.get()
        try:
            with copy.with_fault(mutant):
                result = results.add(mutant, _first_finding(mutant, copy, results))
        finally:
            free.put(copy)
        print_line(_line(result))

    with ThreadPoolExecutor(len(copies)) as pool:
        list(pool.map(check, judges))
        list(pool.map(try_one, mutants))


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
