"""A placeholder for what a When leaves, until one does."""

from __future__ import annotations

from typing import Any


class NotYet:
    """Fails with a remedy when a Then looks at what no When has left.

    `before_scenario` puts it in place: `context.loan = NotYet("No reader has borrowed a book.")`.
    Without it such a Then finds what the scenario before has left, or no attribute at all.
    """

    def __init__(self, remedy: str) -> None:
        self._remedy = remedy

    def __getattr__(self, name: str) -> Any:
        """Raise an AssertionError that says what to do."""
        raise AssertionError(self._remedy)
