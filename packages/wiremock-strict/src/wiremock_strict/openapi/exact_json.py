"""JSON as it is written: exact numbers, no field twice, no half of a surrogate pair."""

from __future__ import annotations

import json
from collections.abc import Iterator
from decimal import Decimal
from typing import Any


def read_json(data: bytes) -> Any:
    """Read JSON in UTF-8; raise ValueError or RecursionError if it is none, or ambiguous."""
    text = data.decode("utf-8")
    value = json.loads(
        text, parse_float=Decimal, parse_constant=_no_number, object_pairs_hook=_unambiguous
    )
    if "\\u" in text:
        for one in _texts(value):
            one.encode("utf-8")  # fails for half a surrogate pair
    return value


def _no_number(name: str) -> None:
    raise ValueError(f"{name} is no JSON number")


def _unambiguous(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise ValueError(f"{twice!r} is given twice")
    return members


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for element in value:
            yield from _texts(element)
    elif isinstance(value, dict):
        yield from value
        for member in value.values():
            yield from _texts(member)
