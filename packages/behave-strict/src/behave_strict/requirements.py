"""The versions of behave that this package is made for."""

from __future__ import annotations

import re

OLDEST, BEFORE = (1, 3, 3), (1, 4)  # as in pyproject.toml


def require_behave() -> None:
    """Refuse another version of behave, whose inner workings nobody has tried with ours."""
    from importlib.metadata import PackageNotFoundError, version  # slow, and seldom needed

    try:
        found = version("behave")
    except PackageNotFoundError:
        found = "none"
    numbers = tuple(int(number) for number in re.findall("[0-9]+", found)[:3])
    if not OLDEST <= numbers < BEFORE:
        raise _error(
            f"behave-strict works with behave 1.3.3 up to, but not including, 1.4, and the one "
            f"installed is {found}; run: pip install 'behave>=1.3.3,<1.4'"
        )


def _error(sentence: str) -> Exception:
    """Make an error that behave shows as a sentence, where this behave has such a one."""
    try:
        from behave.exception import ConfigError
    except ImportError:
        return ImportError(sentence)
    error: Exception = ConfigError(sentence)
    return error
