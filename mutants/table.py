"""The results as Markdown: a row for each file, then the survivors."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from mutants.results import Result

JUDGES = ("stub", "live", "browser", "unit tests")


def table(results: Sequence[Result], equivalent: frozenset[str], of: int) -> Iterator[str]:
    """Yield lines of Markdown: the results so far, `of` so many mutants.

    `equivalent` holds the keys of those that nobody can tell apart.
    """
    yield f"| file | mutants | {' | '.join(JUDGES)} | equivalent | survived |"
    yield "|---|" + "---:|" * (len(JUDGES) + 3)
    files = sorted({result.file for result in results})
    for file in files:
        yield _row(file, [one for one in results if one.file == file], equivalent)
    yield _row("**all**", results, equivalent)
    yield ""
    yield verdict(results, equivalent)
    if len(results) < of:
        yield f"They are {len(results)} of {of} mutants, drawn by chance; no other was tried."


def verdict(results: Sequence[Result], equivalent: frozenset[str]) -> str:
    """Say in a sentence how many were found."""
    found = sum(one.found_by is not None for one in results)
    others = found + len(survivors(results, equivalent))
    share = 100 * found / others if others else 0
    return f"{found} of {others} mutants were found: {share:.1f} %."


def survivors(results: Sequence[Result], equivalent: frozenset[str]) -> list[Result]:
    """Return those that nobody found, though somebody could have."""
    return [one for one in results if one.found_by is None and one.key not in equivalent]


def _row(name: str, results: Sequence[Result], equivalent: frozenset[str]) -> str:
    counts = Counter(one.found_by for one in results)
    same = counts[None] - len(survivors(results, equivalent))
    figures = [len(results), *(counts[judge] for judge in JUDGES), same, counts[None] - same]
    return f"| {name} | " + " | ".join(map(str, figures)) + " |"
