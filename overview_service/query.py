"""The five parameters of GET /overview, checked."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import parse_qsl

DEFAULT_PAGE_SIZE = 20
SORT_KEYS = ("name", "price", "category")

# What shoppers are told of a parameter that is not allowed, or that is there twice.
_ALLOWED = {
    "category": "The category must not be empty.",
    "sort_by": "Products can be sorted by name, price or category.",
    "sort_order": "The sort order must be asc (ascending) or desc (descending).",
    "page": "The page number must be a whole number from 1 to 1,000,000.",
    "page_size": "The page size must be a whole number from 1 to 100.",
}
_ONLY_ONE = {
    "category": "Choose only one category.",
    "sort_by": "Choose only one thing to sort by.",
    "sort_order": "Choose only one sort order.",
    "page": "Choose only one page.",
    "page_size": "Choose only one page size.",
}
_NOTHING_TO_SORT_BY = (
    "To choose a sort order, choose what to sort by as well: name, price or category."
)
_CHECKS: dict[str, Callable[[str], bool]] = {
    "category": lambda text: text != "",
    "sort_by": lambda text: text in SORT_KEYS,
    "sort_order": lambda text: text in ("asc", "desc"),
    "page": lambda text: 1 <= _number(text) <= 1_000_000,
    "page_size": lambda text: 1 <= _number(text) <= 100,
}


class InvalidQueryError(ValueError):
    """A parameter that is not allowed; the message tells the shopper which, and what is."""

    def __init__(self, parameter: str, message: str) -> None:
        super().__init__(message)
        self.parameter = parameter


@dataclass(frozen=True)
class Query:
    """The shopper's choices.

    ``given`` has the parameters as they were written, in the shopper's order;
    ``sort_by`` None leaves the products in the order they were added.
    """

    given: tuple[tuple[str, str], ...] = ()
    category: str | None = None
    sort_by: str | None = None
    sort_order: str | None = None
    page: int = 1
    page_size: int = DEFAULT_PAGE_SIZE


def read_query(query_string: bytes) -> Query:
    """Read the part of an address after the question mark, percent-encoded UTF-8.

    Unknown parameters are ignored. Raises InvalidQueryError for the first of the five that is
    repeated, empty, not UTF-8 or not allowed.
    """
    given = _known_parameters(query_string)
    _check(given)
    values = dict(given)
    return Query(
        given=tuple(given),
        category=values.get("category"),
        sort_by=values.get("sort_by"),
        sort_order=values.get("sort_order"),
        page=_number(values.get("page", "1")),
        page_size=_number(values.get("page_size", str(DEFAULT_PAGE_SIZE))),
    )


def _known_parameters(query_string: bytes) -> list[tuple[str, str]]:
    text = query_string.decode("utf-8", "surrogateescape")
    pairs = parse_qsl(text, keep_blank_values=True, errors="surrogateescape")
    return [(name, value) for name, value in pairs if name in _CHECKS]


def _check(given: list[tuple[str, str]]) -> None:
    times = Counter(name for name, _ in given)
    for name, value in given:
        if times[name] > 1:
            raise InvalidQueryError(name, _ONLY_ONE[name])
        if _has_surrogate(value) or not _CHECKS[name](value):
            raise InvalidQueryError(name, _ALLOWED[name])
    if "sort_order" in times and "sort_by" not in times:
        raise InvalidQueryError("sort_order", _NOTHING_TO_SORT_BY)


def _has_surrogate(text: str) -> bool:
    """Tell whether any bytes were not UTF-8: those are kept as unpaired surrogates."""
    return re.search("[\ud800-\udfff]", text) is not None


def _number(text: str) -> int:
    """Read plain ASCII digits; return 0 for anything else.

    Eight digits are enough to show that a number is too high, and int() refuses thousands.
    """
    return int(text.lstrip("0")[:8] or 0) if re.fullmatch("[0-9]+", text) else 0
