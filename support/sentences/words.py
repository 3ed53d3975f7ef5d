"""The words that fill the gaps of sentences, and what they stand for in an address."""

from __future__ import annotations

from typing import Any

from behave import register_type
from parse import with_pattern
from parse_type import TypeBuilder

from support.products.faults import FAULTS

PARAMETERS = {
    "category": "category",
    "sort key": "sort_by",
    "sort order": "sort_order",
    "page": "page",
    "page size": "page_size",
    "utm_source": "utm_source",  # somebody else's
}
ORDERS = {"ascending": "asc", "descending": "desc"}


@with_pattern('[^"]*')  # type: ignore[untyped-decorator]  # parse has no types
def any_text(text: str) -> str:
    """Read whatever stands between quotes."""
    return text


def register_types() -> None:
    """Make the words known to behave, before it loads the step modules."""
    register_type(
        Choice=TypeBuilder.make_choice(list(PARAMETERS)),
        Fault=TypeBuilder.make_enum(FAULTS),
        Key=TypeBuilder.make_choice(["name", "price", "category"]),
        Order=TypeBuilder.make_enum(ORDERS),
        Text=any_text,
    )


def choice(name: str, value: str) -> tuple[str, str]:
    """Return a choice as the overview's address has it."""
    return PARAMETERS[name], value


def choices_of(table: Any) -> list[tuple[str, str]]:
    """Read the choices of a table of two columns, in its order."""
    if table is None or table.headings != ["choice", "value"]:
        raise AssertionError("This step needs a table under it, with the columns choice and value.")
    unknown = [row["choice"] for row in table if row["choice"] not in PARAMETERS]
    if unknown:
        raise AssertionError(f"{unknown[0]!r} is no choice; there are {', '.join(PARAMETERS)}.")
    return [choice(row["choice"], row["value"]) for row in table]
