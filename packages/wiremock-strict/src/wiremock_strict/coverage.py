"""How much of an operation's contract the scenarios of a run exercised, and what is missing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from wiremock_strict.contract import Operation
from wiremock_strict.exchange import Exchange

BOUNDS = {"minimum": "{}", "maximum": "{}", "minLength": "of length {}"}


class Coverage:
    """Counts the parameters, listed values, bounds and documented answers of one operation."""

    def __init__(self, operation: Operation) -> None:
        self._operation = operation
        self._all = list(self._features())
        self._seen: set[str] = set()

    def count(self, exchanges: Iterable[Exchange]) -> None:
        """Take in what a scenario asked and was answered, one that passed a Then on it."""
        for exchange in exchanges:
            self._seen.update(self._exercised(exchange))

    def __str__(self) -> str:
        missed = [feature for feature in self._all if feature not in self._seen]
        share = f"{len(self._all) - len(missed)} of {len(self._all)}"
        rest = f"; no scenario exercised: {', '.join(missed)}" if missed else ""
        return f"Contract of {self._operation.name}: {share} parts exercised{rest}."

    def _features(self) -> Iterator[str]:
        """All that a scenario can exercise, a few words each."""
        for name, schema in self._operation.parameters.items():
            yield name
            yield from (f"{name}={value}" for value in schema.get("enum", []))
            for bound, form in BOUNDS.items():
                if bound in schema:
                    yield f"{name} {form.format(schema[bound])}"
        yield from (f"answer {status}" for status in self._operation.statuses)

    def _exercised(self, exchange: Exchange) -> Iterator[str]:
        """What one exchange exercised; of answers only those that the contract allows."""
        for name, value in exchange.query:
            yield from (
                name,
                f"{name}={value}",
                f"{name} {value}",
                f"{name} of length {len(value)}",
            )
        kind = exchange.answer_headers.get("content-type", "")
        if not self._operation.problems_of_answer(exchange.status, kind, exchange.body):
            yield f"answer {exchange.status}"
