"""Gaps in sentences that take one of a few words, and say which where another one is written."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from difflib import get_close_matches
from typing import Any

from behave_strict.wording import nearest

MOST = 12  # words that a message lists; of more, it lists the nearest


class UnknownWordError(AssertionError, ValueError):
    """A sentence or a table has a word that is not known; the message says which there are."""


def gap(kind: str, words: Collection[str], file: str, pattern: str = ".+") -> Gap:
    """Make the type of a gap, for behave's `register_type`, that takes one of these words.

    In a mapping they stand for its values, else for themselves. `kind` is what they are, and `file`
    where one can be added. The pattern fits other words too, or there would be no message.
    """
    return Gap(kind, words, file, pattern)


class Gap:
    """Reads one of its words; `pattern` is what parse's with_pattern would set."""

    def __init__(self, kind: str, words: Collection[str], file: str, pattern: str) -> None:
        self.kind, self.words, self.file, self.pattern = kind, words, file, pattern

    def __call__(self, word: str) -> Any:
        """Return what a word stands for; raises UnknownWordError."""
        return known(self.kind, word, self.words, self.file)


def known(kind: str, word: str, words: Collection[str], file: str) -> Any:
    """Return what a word stands for; raises UnknownWordError."""
    if word not in words:
        raise UnknownWordError(
            f'There is no {kind} "{word}", only {_some(word, words)} To add one, see {file}.'
        )
    return words[word] if isinstance(words, Mapping) else word


def _some(word: str, words: Collection[str]) -> str:
    """List the words there are, and ask for the nearest; or list of many the nearest."""
    if len(words) <= MOST:
        likely = nearest(word, words)
        hint = f" Did you mean {likely}?" if likely else ""
        return f"{', '.join(words)}.{hint}"
    near = get_close_matches(word, words, n=3, cutoff=0.4)
    others = f"and {len(words) - len(near)} more" if near else f"{len(words)} others"
    return f"{', '.join([*near, others])}."
