"""The coverage of a contract: what was exercised, and what was not."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from decimal import Decimal, InvalidOperation

from wiremock_strict.entry import Entry
from wiremock_strict.openapi.contract import Contract, Found
from wiremock_strict.openapi.operation import Operation
from wiremock_strict.openapi.parameters import Parameter

BOUNDS = ("minimum", "maximum")


class Coverage:
    """Counts the parameters, listed values, bounds and documented responses that were exercised.

    `operations` narrows it to some, by name ("GET /parcels/{id}"); `unless` leaves out responses
    that no test can provoke, by their status ("500").
    """

    def __init__(
        self,
        contract: Contract,
        operations: Sequence[str] | None = None,
        unless: Collection[str] = (),
    ) -> None:
        self._contract, self._unless = contract, unless
        names = list(contract.operations) if operations is None else operations
        self._operations = [contract.operation(*name.split(" ", 1)) for name in names]
        self._all = [part for one in self._operations for part in self._parts(one)]
        self._seen: set[str] = set()

    def count(self, entries: Iterable[Entry]) -> None:
        """Take in what happened in a test, best one that passed."""
        for entry in entries:
            found = self._contract.find(entry.method, entry.path)
            if found:
                self._seen.update(_requested(found, entry))
            # What responds to another method, as with 405, is documented at GET.
            if found := found or self._contract.find("GET", entry.path):
                self._seen.update(self._responded(found.operation, entry))

    @property
    def missed(self) -> list[str]:
        """The parts never exercised ("GET /parcels: page 100"), in the order of the document."""
        return [part for part in self._all if part not in self._seen]

    @property
    def all_parts(self) -> dict[str, bool]:
        """All that can be exercised, and whether it was: {"GET /parcels: page 100": True}."""
        return {part: part in self._seen for part in self._all}

    @property
    def parts(self) -> dict[str, dict[str, bool]]:
        """All that can be exercised, by operation, and whether it was: {"GET /parcels": {...}}."""
        return {
            operation.name: {
                part.removeprefix(f"{operation.name}: "): part in self._seen
                for part in self._parts(operation)
            }
            for operation in self._operations
        }

    def __str__(self) -> str:
        """Say in one sentence how much was exercised, and what was not."""
        missed = self.missed
        names = ", ".join(operation.name for operation in self._operations)
        if len(self._operations) == 1:
            missed = [part.removeprefix(f"{names}: ") for part in missed]
        share = f"{len(self._all) - len(missed)} of {len(self._all)}"
        rest = f"; never exercised: {'; '.join(missed)}" if missed else ""
        return f"Contract of {names}: {share} parts exercised{rest}."

    def _responded(self, operation: Operation, entry: Entry) -> Iterator[str]:
        """Yield the documented response that was given, if the contract allows it."""
        documented = operation.documented(entry.status)
        kind = entry.response_headers.get("content-type", "")
        if documented and not operation.response_problems(
            entry.status, kind, entry.response_body, entry.response_headers
        ):
            yield f"{operation.name}: response {documented}"

    def _parts(self, operation: Operation) -> Iterator[str]:
        """Yield all that can be exercised of an operation."""
        yield from _parameters(operation)
        for status in operation.statuses:
            if status not in self._unless:
                yield f"{operation.name}: response {status}"


def _parameters(operation: Operation) -> Iterator[str]:
    for parameter in operation.parameters:
        start = f"{operation.name}: {parameter.label}"
        yield start
        yield from (f"{start}={value}" for value in parameter.schema.get("enum", []))
        for bound in BOUNDS:
            if bound in parameter.schema:
                yield f"{start} {parameter.schema[bound]}"
        if "minLength" in parameter.schema:
            yield f"{start} of length {parameter.schema['minLength']}"


def _requested(found: Found, entry: Entry) -> Iterator[str]:
    """Yield what a request exercised of its operation."""
    operation = found.operation
    given = operation.given(found.values, entry.query, entry.request_headers)
    for parameter in operation.parameters:
        for value in parameter.values(given[parameter.where, parameter.name.lower()]):
            start = f"{operation.name}: {parameter.label}"
            yield from (start, f"{start}={value}", f"{start} of length {len(value)}")
            yield from (f"{start} {bound}" for bound in _bounds(parameter, value))


def _bounds(parameter: Parameter, value: str) -> Iterator[object]:
    for bound in BOUNDS:
        try:
            if bound in parameter.schema and Decimal(value) == parameter.schema[bound]:
                yield parameter.schema[bound]
        except InvalidOperation:  # not a number
            return
