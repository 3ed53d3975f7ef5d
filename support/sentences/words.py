"""The words that fill the gaps of sentences, and what they stand for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from difflib import get_close_matches
from typing import TypeVar

from behave import register_type
from parse import with_pattern

from support.errors import UnknownWordError
from support.overview.window import DEVICES
from support.products.faults import FAULTS

T = TypeVar("T")
MOST = 12  # words that a message lists; of more, it lists the nearest

CHOICES = {
    "category": "category",
    "sort by": "sort_by",
    "sort order": "sort_order",
    "page": "page",
    "page size": "page_size",
    "utm_source": "utm_source",  # a parameter of somebody else's
    "Category": "Category",  # unknown, as capital letters matter
}
KEYS = ("name", "price", "category")
ORDERS = {"ascending": "asc", "descending": "desc"}
MARKS = ("chosen", "ascending", "descending")
COLOURS = ("dark text on a light background", "light text on a dark background")


def register_types() -> None:
    """Make the words known to behave, before it loads the step modules."""
    here = "support/sentences/words.py"
    register_type(
        Choice=gap("choice", as_they_are(CHOICES), here, pattern=r"[\w ]+"),
        Colours=gap("pair of colours", as_they_are(COLOURS), here, pattern=r"\w+ text on .+"),
        Device=gap("device", as_they_are(DEVICES), "support/overview/window.py"),
        Fault=gap("fault", FAULTS, "support/products/faults.py", pattern=r'(?!offers\b)[^",:]+'),
        Key=gap("key to sort by", as_they_are(KEYS), here, pattern=r"\w+"),
        Mark=gap("mark", as_they_are(MARKS), here, pattern=r"\w+"),
        Order=gap("order", ORDERS, here, pattern=r"\w+"),
        Text=any_text,
    )


@with_pattern('[^"]*')  # type: ignore[untyped-decorator]  # parse has no types
def any_text(text: str) -> str:
    """Read whatever stands between quotes."""
    return text


def gap(kind: str, words: Mapping[str, T], file: str, pattern: str = ".+") -> Callable[[str], T]:
    """Make the type of a gap that takes one of these words.

    Other words fit the pattern too, so that the message can say which there are, and where to add
    one.
    """

    def read(word: str) -> T:
        return known(kind, word, words, file)

    read.pattern = pattern  # type: ignore[attr-defined]  # as parse's with_pattern does
    return read


def as_they_are(words: Iterable[str]) -> dict[str, str]:
    """Let each word stand for itself."""
    return {word: word for word in words}


def known(kind: str, word: str, words: Mapping[str, T], file: str) -> T:
    """Return what a word stands for; raises UnknownWordError."""
    if word not in words:
        raise UnknownWordError(
            f'There is no {kind} "{word}", only {_some(word, words)}. To add one, see {file}.'
        )
    return words[word]


def _some(word: str, words: Iterable[str]) -> str:
    """List the words there are, or of many the nearest."""
    every = list(words)
    if len(every) <= MOST:
        return ", ".join(every)
    near = get_close_matches(word, every, n=3, cutoff=0.4)
    return ", ".join(
        [*near, f"and {len(every) - len(near)} more" if near else f"{len(every)} others"]
    )


def choice(name: str, value: str) -> tuple[str, str]:
    """Return a choice as the overview's address has it."""
    return CHOICES[name], ORDERS.get(value, value) if name == "sort order" else value
