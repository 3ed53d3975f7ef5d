"""Numbers and lists in words."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from typing import Any


def count(things: Sequence[Any], noun: str) -> str:
    """Say how many there are: "1 scenario", "2 scenarios"."""
    return f"{len(things)} {noun}{'' if len(things) == 1 else 's'}"


def quoted(value: Any) -> str:
    """Quote the texts of an option that is given once or several times, or as a pattern."""
    parts = value if isinstance(value, list) else [getattr(value, "pattern", value)]
    return " ".join(f'"{part}"' for part in parts)


def suggestion(name: str, known: Iterable[str]) -> str:
    """Suggest the known name that is nearest to one that is not; or list them all."""
    names = sorted(known)
    near = nearest(name, names)
    return f"did you mean {near}?" if near else f"choose from: {', '.join(names)}"


def nearest(name: str, known: Iterable[str]) -> str:
    """Find the known name that was probably meant; "" if none is near."""
    return next(iter(difflib.get_close_matches(name, list(known), n=1)), "")
