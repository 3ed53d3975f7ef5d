"""Names that this suite's settings had once, refused so that none is ignored without a word."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from behave_strict.configuration import read_table


def former_names(folder: Path, environment: Mapping[str, str]) -> Iterator[str]:
    """Say of each name that is still in use what it is called now."""
    for table in read_table(folder, "acceptance"):
        yield f"pyproject.toml: [tool.acceptance.{table}] is now [tool.behave_strict.{table}]."
    if environment.get("ACCEPTANCE_ORDER"):
        yield "ACCEPTANCE_ORDER is now BEHAVE_STRICT_ORDER."
