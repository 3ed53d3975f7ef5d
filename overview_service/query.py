"""What the shopper asks to see: the five parameters of the overview, checked."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import parse_qsl

DIGITS = re.compile(r"[0-9]+")
DEFAULT_PAGE_SIZE = 20

# What a shopper is told of each, by the name that it has for shoppers.
NAMES = {
    "category": "category",
    "sort_by": "sort key",
    "sort_order": "sort order",
    "page": "page",
    "page_size": "page size",
}
ALLOWED = {
    "category": "must not be empty.",
    "sort_by": "must be name, price or category.",
    "sort_order": "must be asc or desc, and needs a sort key.",
    "page": "must be a whole number from 1 to 1,000,000.",
    "page_size": "must be a whole number from 1 to 100.",
}
CHECKS: dict[str, Callable[[str], bool]] = {
    "category": lambda text: text != "",
    "sort_by": lambda text: text in ("name", "price", "category"),
    "sort_order": lambda text: text in ("asc", "desc"),
    "page": lambda text: 1 <= _number(text) <= 1_000_000,
    "page_size": lambda text: 1 <= _number(text) <= 100,
}


class ParameterError(ValueError):
    """The shopper's own parameter is wrong; the message tells which one and what is allowed."""

    def __init__(self, parameter: str, repeated: bool = False) -> None:
        allowed = "must be given once." if repeated else ALLOWED[parameter]
        super().__init__(f"The {NAMES[parameter]} {allowed}")
        self.parameter = parameter


@dataclass(frozen=True)
class Query:
    """The parameters that were given, as they were given, and what they mean."""

    given: tuple[tuple[str, str], ...] = ()  # name and value, in the shopper's order
    category: str | None = None
    sort_by: str | None = None
    sort_order: str | None = None
    page: int = 1
    page_size: int = DEFAULT_PAGE_SIZE

    @classmethod
    def read(cls, query_string: bytes) -> Query:
        """Read a raw query string: application/x-www-form-urlencoded, UTF-8.

        Parameters other than the five are ignored. Raises ParameterError for the first of the
        five that is repeated, empty, not UTF-8 or not allowed.
        """
        given = _known(query_string)
        times = Counter(name for name, _ in given)
        for name, value in given:
            if times[name] > 1:
                raise ParameterError(name, repeated=True)
            if not _is_text(value) or not CHECKS[name](value):
                raise ParameterError(name)
        values = dict(given)
        if "sort_order" in values and "sort_by" not in values:
            raise ParameterError("sort_order")
        return cls(
            given=tuple(given),
            category=values.get("category"),
            sort_by=values.get("sort_by"),
            sort_order=values.get("sort_order"),
            page=_number(values.get("page", "1")),
            page_size=_number(values.get("page_size", str(DEFAULT_PAGE_SIZE))),
        )


def _known(query_string: bytes) -> list[tuple[str, str]]:
    text = query_string.decode("utf-8", "surrogateescape")
    pairs = parse_qsl(text, keep_blank_values=True, errors="surrogateescape")
    return [(name, value) for name, value in pairs if name in CHECKS]


def _is_text(value: str) -> bool:
    """Tell whether the bytes were UTF-8: those that were not are kept as lone surrogates."""
    return value.isascii() or not re.search("[\ud800-\udfff]", value)


def _number(text: str) -> int:
    """Read plain ASCII digits, 0 for anything else.

    Eight digits show that a number is too large, and int() refuses to read thousands of them.
    """
    return int(text.lstrip("0")[:8] or 0) if DIGITS.fullmatch(text) else 0
