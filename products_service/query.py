"""The five parameters of GET /products, checked."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import parse_qsl

SORT_BY = ("name", "price", "category")
SORT_ORDER = ("asc", "desc")
LAST_PAGE = 1_000_000
LARGEST_PAGE_SIZE = 100
_NAMES = ("category", "sort_by", "sort_order", "page", "page_size")


class InvalidQueryError(ValueError):
    """A query that the contract does not allow; the message names the parameter."""


@dataclass(frozen=True)
class Query:
    """The choices of a client; ``sort_by`` None leaves products in the order they were added."""

    category: str | None = None
    sort_by: str | None = None
    sort_order: str = "asc"
    page: int = 1
    page_size: int = 20


def read_query(query_string: bytes) -> Query:
    """Read the part of an address after the question mark, percent-encoded UTF-8.

    Names and values are case-sensitive. Raises InvalidQueryError.
    """
    given = _parameters(query_string)
    if "sort_order" in given and "sort_by" not in given:
        raise InvalidQueryError("sort_order is allowed only together with sort_by.")
    return Query(
        category=given.get("category"),
        sort_by=_choice(given, "sort_by", SORT_BY),
        sort_order=_choice(given, "sort_order", SORT_ORDER) or Query.sort_order,
        page=_number(given, "page", LAST_PAGE) or Query.page,
        page_size=_number(given, "page_size", LARGEST_PAGE_SIZE) or Query.page_size,
    )


def _parameters(query_string: bytes) -> dict[str, str]:
    try:
        pairs = parse_qsl(query_string.decode("utf-8"), keep_blank_values=True, errors="strict")
    except UnicodeDecodeError:
        raise InvalidQueryError("The query must be percent-encoded UTF-8.") from None
    given: dict[str, str] = {}
    for name, value in pairs:
        if name not in _NAMES:
            raise InvalidQueryError(
                f"{name[:40]!r} is not a parameter; allowed: {', '.join(_NAMES)}."
            )
        if name in given:
            raise InvalidQueryError(f"{name} is given more than once; it is allowed once.")
        if not value:
            raise InvalidQueryError(f"{name} is empty; give it a value or leave it out.")
        given[name] = value
    return given


def _choice(given: dict[str, str], name: str, allowed: tuple[str, ...]) -> str | None:
    value = given.get(name)
    if value is not None and value not in allowed:
        raise InvalidQueryError(f"{name} must be one of {', '.join(allowed)}.")
    return value


def _number(given: dict[str, str], name: str, highest: int) -> int | None:
    if name not in given:
        return None
    # Not int() alone: it takes signs, spaces, underscores and the digits of every script.
    digits = re.fullmatch("0*([0-9]{1,7})", given[name])
    if not digits or not 1 <= int(digits[1]) <= highest:
        raise InvalidQueryError(
            f"{name} must be a whole number from 1 to {highest}, in plain digits."
        )
    return int(digits[1])
