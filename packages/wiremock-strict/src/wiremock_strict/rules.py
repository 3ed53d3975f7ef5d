"""The rules that a test's journal is judged by.

Each rule yields a sentence for each problem. `judge` applies them all to one read of the journal.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence

from wiremock_strict.entry import Entry
from wiremock_strict.openapi.contract import Contract

RETRIED = (0, 502, 503, 504)  # a second try is in order after these; 0 is a fault


def judge(
    entries: Sequence[Entry],
    *,
    origins: Iterable[str],
    contract: Contract | None = None,
    requests: Collection[str] | None = None,
    earlier: Collection[str] = (),
    most_tries: int | None = 2,
    retried: Collection[int] = RETRIED,
) -> list[str]:
    """Judge what happened in one test; return a sentence for each problem.

    `origins` are all that the test has set (`Stubs.origins`). `requests` are the request IDs that
    the test has sent: a request with another one is a problem, unless it is among `earlier`, those
    of earlier tests, which are left out of everything else. None switches that rule off. A request
    may be tried `most_tries` times if the first response is among `retried`; None switches it off.
    """
    if requests is None:
        own = [entry for entry in entries if entry.request_id not in earlier]
    else:  # an earlier test may have sent the same ID
        own = [entry for entry in entries if entry.request_id in requests]
    problems = [*unmatched(own), *unused(own, origins)]
    if requests is not None:
        problems += strangers(entries, requests, earlier)
    if most_tries is not None:
        problems += too_many_tries(own, most_tries, retried)
    if contract is not None:
        problems += off_contract(own, contract)
    return list(dict.fromkeys(problems))


def unmatched(entries: Iterable[Entry]) -> Iterator[str]:
    """Find requests that no stub matched."""
    for entry in entries:
        if not entry.matched:
            yield f"No stub matched this request: {entry.method} {entry.url}"


def unused(entries: Iterable[Entry], origins: Iterable[str]) -> Iterator[str]:
    """Find origins whose stubs no request used."""
    used = {origin for entry in entries for origin in entry.origins}
    for origin in dict.fromkeys(origins):
        if origin not in used:
            yield f"No request used this stub: {origin}"


def strangers(
    entries: Iterable[Entry], requests: Collection[str], earlier: Collection[str] = ()
) -> Iterator[str]:
    """Find requests whose X-Request-ID this test has not sent, nor an earlier one."""
    for entry in entries:
        if entry.request_id not in requests and entry.request_id not in earlier:
            sent = f"X-Request-ID: {entry.request_id}" if entry.request_id else "no X-Request-ID"
            yield f"This request belongs to nothing that the test sent: {entry} ({sent})"


def too_many_tries(
    entries: Iterable[Entry], most: int = 2, retried: Collection[int] = RETRIED
) -> Iterator[str]:
    """Find requests that were repeated too often, or after a response that needs no other try.

    The same request is one with the same X-Request-ID, method, path, query and body. Requests
    without an ID cannot be told apart, and are passed over.
    """
    tries: dict[tuple[object, ...], list[Entry]] = defaultdict(list)
    for entry in entries:
        if entry.request_id:
            query = tuple(sorted(entry.query))
            same = (entry.request_id, entry.method, entry.path, query, entry.request_body)
            tries[same].append(entry)
    for repeated in tries.values():
        needless = any(entry.status not in retried for entry in repeated[:-1])
        if len(repeated) > most or needless:
            lines = "".join(f"\n    {entry}" for entry in repeated)
            yield f"One request was sent {len(repeated)} times:{lines}"


def off_contract(entries: Iterable[Entry], contract: Contract) -> Iterator[str]:
    """Find requests and responses that the contract does not allow.

    A response is held to it unless its stub says that it does not matter (`breaks=None`); one that
    is to break the contract must really break it.
    """
    for entry in entries:
        for problem in contract.request_problems(
            entry.method, entry.url, entry.request_headers, entry.request_body
        ):
            yield f"The contract does not allow the request {entry.method} {entry.url}: {problem}"
        if entry.matched and entry.status and entry.breaks is not None:
            yield from _off_contract_response(entry, contract)


def _off_contract_response(entry: Entry, contract: Contract) -> Iterator[str]:
    if contract.find(entry.method, entry.path) is None:
        return  # said of the request already
    problems = contract.response_problems(
        entry.method,
        entry.path,
        entry.status,
        entry.response_headers.get("content-type", ""),
        entry.response_body,
        entry.response_headers,
    )
    if entry.breaks:
        if not problems:
            origins = " and ".join(entry.origins)
            yield f"The contract allows this response, which was to break it: {entry} ({origins})"
        return
    for problem in problems:
        yield f"The contract does not allow the response to {entry}: {problem}"
