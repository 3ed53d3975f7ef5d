"""The words that fill the gaps of sentences, and what they stand for."""

from __future__ import annotations

from behave import register_type
from behave_strict.gaps import gap
from parse import with_pattern

from support.overview.window import DEVICES
from support.products.faults import FAULTS

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
        Choice=gap("choice", list(CHOICES), here, pattern=r"[\w ]+"),
        Colours=gap("pair of colours", COLOURS, here, pattern=r"\w+ text on .+"),
        Device=gap("device", list(DEVICES), "support/overview/window.py"),
        Fault=gap("fault", FAULTS, "CONTRIBUTING.md", pattern=r'(?!offers\b)[^",:]+'),
        Key=gap("key to sort by", KEYS, here, pattern=r"\w+"),
        Mark=gap("mark", MARKS, here, pattern=r"\w+"),
        Order=gap("order", ORDERS, here, pattern=r"\w+"),
        Text=any_text,
    )


@with_pattern('[^"]*')  # type: ignore[untyped-decorator]  # parse has no types
def any_text(text: str) -> str:
    """Read whatever stands between quotes."""
    return text


def choice(name: str, value: str) -> tuple[str, str]:
    """Return a choice as the overview's address has it."""
    return CHOICES[name], ORDERS.get(value, value) if name == "sort order" else value
