"""The ready-made faults, as each looks on the wire to a caller that mends nothing."""

from __future__ import annotations

import gzip
import json
import math
import zlib
from collections.abc import Callable
from http.client import IncompleteRead

import pytest
from parcels.mappings import JSON, PARCEL
from parcels.raw import PATIENCE, Seen, watch
from wiremock.client import MappingRequest
from wiremock_strict import Contract, Elsewhere, FaultSocket, Reply, Script, Stubs
from wiremock_strict.faults import hold
from wiremock_strict.ready_made import QUIRKS, failures
from wiremock_strict.ready_made import status as outage

Look = Callable[[Seen], object]
DETAIL = "/v1/parcels/AB123"
A_PARCEL = MappingRequest(method="GET", url_path=DETAIL)
BODY = json.dumps(PARCEL).encode()
DETAILS = b"The depot is closed."
FAILURES = failures(BODY, DETAILS)
DEADLINE = 0.05  # seconds; only the tests wait for these responses
WAIT = 0.5  # seconds; what never ends is not waited for any longer


def is_true(seen: Seen, end: str = "closed") -> bool:
    """Tell whether this is the whole response, and how the connection ended."""
    whole = seen.is_whole and seen.end == end
    return whole and (seen.response.status, seen.response.body.rstrip()) == (200, BODY)


def length(seen: Seen) -> int:
    """Return the length that the head announces."""
    return int(seen.head.lower().partition(b"content-length: ")[2].split(b"\r\n")[0])


def packed(seen: Seen) -> bool:
    """Tell whether the response says that it is packed."""
    return seen.response.headers["content-encoding"] == "gzip"


def status(code: int, **headers: str | None) -> Look:
    """Expect this status, these headers (None: not there), and a whole response."""
    expected = {name.replace("_", "-"): value for name, value in headers.items()}

    def look(seen: Seen) -> bool:
        told = {name: seen.response.headers.get(name) for name in expected}
        return (seen.end, seen.response.status, told) == ("closed", code, expected)

    return look


def looks_well(seen: Seen) -> bool:
    """Tell whether this is 200, said to be JSON."""
    return (seen.response.status, seen.response.headers["content-type"]) == (
        200,
        JSON,
    )


def stalls(seen: Seen) -> bool:
    """Tell whether nothing more came for as long as we waited."""
    return len(seen.pieces) <= 2 and seen.end == "still open"


def dribbles(seen: Seen) -> bool:
    """Tell whether it came in parts, none of them slow, too slow as a whole."""
    return len(seen.pieces) >= 2 and seen.seconds >= 1.5 * DEADLINE


def too_short(seen: Seen) -> bool:
    """Tell whether the body ends before the length that was announced."""
    return 0 < len(seen.sent) < length(seen)


def cut_in_chunks(seen: Seen) -> bool:
    """Tell whether the body came in chunks of which one cannot be read."""
    try:
        return bool(seen.response.body) and False
    except IncompleteRead:
        return seen.head.startswith(b"HTTP/1.1 200") and b"chunked" in seen.head


def unpacks_whole(seen: Seen) -> bool:
    """Tell whether a packed answer can be unpacked to its end."""
    try:
        return bool(gzip.decompress(seen.response.body))
    except (EOFError, zlib.error):
        return False


WIRE: dict[str, Look] = {
    # No connection, or none that lasts until the headers
    "resets the connection": lambda s: (s.data, s.end) == (b"", "reset"),
    "closes the connection without responding": lambda s: (s.data, s.end) == (b"", "closed"),
    "sends garbage instead of HTTP": lambda s: (
        s.data and not s.data.startswith(b"HTTP/") and s.end == "closed"
    ),
    "closes the connection in the middle of its headers": lambda s: (
        s.data.startswith(b"HTTP/1.1 200 OK\r\n") and b"\r\n\r\n" not in s.data
    ),
    "sends a header of 100 kB": lambda s: (
        max(map(len, s.head.split(b"\r\n"))) > 65536 and len(s.sent) == length(s)
    ),
    # Too slow
    "responds after the deadline": lambda s: s.first >= 2 * DEADLINE and is_true(s),
    "never responds": lambda s: stalls(s) and s.data == b"",
    "sends its headers too slowly": lambda s: dribbles(s) and not is_true(s),
    "sends its body too slowly": lambda s: dribbles(s) and is_true(s),
    "keeps sending interim responses": lambda s: (
        dribbles(s) and s.data.count(b"HTTP/1.1 103 Early Hints\r\n") == 16
    ),
    "stalls after its headers": lambda s: stalls(s) and s.head and s.sent == b"",
    "stalls in the middle of its body": lambda s: stalls(s) and too_short(s),
    "responds 503 and then keeps the retry waiting": lambda s: (
        s.response.status == 503 and s.first >= 0.2 * DEADLINE
    ),
    # Not a whole response
    "closes the connection in the middle of its body": lambda s: too_short(s) and s.end == "closed",
    "resets the connection in the middle of its body": lambda s: s.end == "reset",
    "sends malformed chunks": cut_in_chunks,
    "sends a Content-Length that is too small": lambda s: len(s.sent) == length(s) + 1,
    "sends a Content-Length that is too large": lambda s: (
        len(s.sent) == length(s) - 1 and s.end == "closed"
    ),
    "sends chunks and a Content-Length": lambda s: (
        b"Content-Length: " in s.head and b"chunked" in s.head and s.sent.endswith(b"0\r\n\r\n")
    ),
    "sends an empty body": lambda s: looks_well(s) and s.response.body == b"",
    # Not a response that can be read
    "sends plain text labelled as JSON": lambda s: (
        looks_well(s) and s.response.body.startswith(b"Plain")
    ),
    "sends HTML": lambda s: (
        s.response.headers["content-type"] == "text/html" and s.response.body.startswith(b"<")
    ),
    "sends JSON labelled as plain text": lambda s: (
        is_true(s) and s.response.headers["content-type"] == "text/plain"
    ),
    "sends JSON without a Content-Type": lambda s: (
        is_true(s) and "content-type" not in s.response.headers
    ),
    "sends JSON labelled as UTF-16": lambda s: (
        s.response.headers["content-type"] == "application/json; charset=utf-16"
    ),
    "sends invalid UTF-8": lambda s: looks_well(s) and b"\xff\xfe" in s.response.body,
    "sends invalid gzip": lambda s: packed(s) and is_true(s),
    "sends an unknown Content-Encoding": lambda s: (
        s.response.headers["content-encoding"] == "x-unknown" and is_true(s)
    ),
    "sends half of a gzip body": lambda s: packed(s) and s.response.body and not unpacks_whole(s),
    "sends a small gzip body that decompresses to 10 MB": lambda s: (
        packed(s)
        and len(s.response.body) < 100_000
        and len(gzip.decompress(s.response.body)) > 2**22
    ),
    "sends a body of more than 1 MiB": lambda s: is_true(s) and len(s.response.body) > 2**20,
    "sends lists nested 100000 levels deep": lambda s: s.response.body.count(b"[") == 100_000,
    # Another status
    "responds 400 Bad Request": status(400),
    "responds 401 Unauthorized": status(401, www_authenticate="Basic"),
    "responds 403 Forbidden": status(403),
    "responds 404 Not Found": status(404),
    "responds 409 Conflict": status(409),
    "responds 418 I'm a Teapot": status(418),
    "responds 422 Unprocessable Content": status(422),
    "responds 500 Internal Server Error": status(500),
    "responds 501 Not Implemented": status(501),
    "responds 502 Bad Gateway": status(502),
    "responds 503 Service Unavailable": status(503),
    "responds 504 Gateway Timeout": status(504),
    "responds 204 No Content": lambda s: status(204)(s) and s.sent == b"",
    "responds 201 Created": status(201, content_type="application/json"),
    "responds 304 Not Modified": lambda s: status(304)(s) and s.sent == b"",
    "responds 408 Request Timeout": status(408),
    "responds 206 Partial Content": status(206, content_type="application/json"),
    "responds 301 Moved Permanently": status(301, location="/elsewhere"),
    "responds 302 Found": status(302, location="/elsewhere"),
    "responds 307 Temporary Redirect": lambda s: (
        s.response.status == 307 and s.response.headers["location"].startswith("ftp://")
    ),
    "responds 429 Too Many Requests": status(429, retry_after=None),
}
QUIRKY: dict[str, Look] = {
    "compresses its body with gzip": lambda s: (
        packed(s) and gzip.decompress(s.response.body) == BODY
    ),
    "keeps the connection open after its response": lambda s: is_true(s, "still open"),
    "sends 103 Early Hints first": lambda s: (
        s.data.startswith(b"HTTP/1.1 103 Early Hints\r\n") and s.data.endswith(BODY)
    ),
    "sends a header that is not ASCII": lambda s: b"X-Odd: \xff\x00" in s.head and is_true(s),
    "sends its body in many chunks": lambda s: (
        b"chunked" in s.head and s.sent.count(b"\r\n") > 10 and is_true(s)
    ),
}


def test_every_fault_is_looked_at() -> None:
    elsewhere = {words for words, fault in FAILURES.items() if isinstance(fault, Elsewhere)}
    assert elsewhere == {"refuses connections", "has a host name that cannot be found"}
    assert set(WIRE) == set(FAILURES) - elsewhere
    assert set(QUIRKY) == set(QUIRKS)


@pytest.mark.parametrize("words", WIRE)
def test_a_fault_does_what_its_words_say(stubs: Stubs, words: str) -> None:
    fault = FAILURES[words]
    stubs.fail(A_PARCEL, fault, deadline=DEADLINE)
    hangs = isinstance(fault, Script) and math.inf in fault.acts
    # Where the caller does not keep the connection, WireMock leaves chunks out altogether.
    keep = isinstance(fault, Reply) and fault.broken is not None
    seen = watch(stubs.url_for(fault), DETAIL, keep, WAIT if hangs else PATIENCE)
    assert WIRE[words](seen), f"{words}: {str(seen)[:2000]}"


@pytest.mark.parametrize("words", QUIRKY)
def test_a_quirk_does_what_its_words_say(stubs: Stubs, words: str) -> None:
    fault = QUIRKS[words](BODY)
    stubs.fail(A_PARCEL, fault)
    seen = watch(stubs.url_for(fault), DETAIL, patience=WAIT if "open" in words else PATIENCE)
    assert QUIRKY[words](seen), f"{words}: {str(seen)[:2000]}"


@pytest.mark.parametrize("words", FAILURES)
def test_each_fault_breaks_the_contract_where_it_says(contract: Contract, words: str) -> None:
    hold(FAILURES[words], contract, "GET", DETAIL, "the test")


def test_an_outage_carries_the_text_given(stubs: Stubs) -> None:
    stubs.fail(A_PARCEL, FAILURES["responds 409 Conflict"])
    assert watch(stubs.url, DETAIL).response.body == DETAILS


def test_an_outage_may_say_when_to_come_back(stubs: Stubs) -> None:
    stubs.fail(A_PARCEL, outage(429, DETAILS, {"Retry-After": "7"}))
    assert status(429, retry_after="7")(watch(stubs.url, DETAIL))


def test_an_address_may_refuse_connections(stubs: Stubs, fault_socket: FaultSocket) -> None:
    fault = FAILURES["refuses connections"]
    stubs.fail(A_PARCEL, fault)
    assert stubs.url_for(fault) == fault_socket.refused.url
    with pytest.raises(ConnectionRefusedError):
        watch(stubs.url_for(fault))


def test_an_address_may_not_exist(stubs: Stubs) -> None:
    """No look-up here: RFC 6761, section 6.4, sees to it that there is no such host."""
    assert stubs.url_for(FAILURES["has a host name that cannot be found"]).endswith(".invalid")


def test_an_address_sets_nothing_that_could_be_unused(stubs: Stubs) -> None:
    stubs.fail(A_PARCEL, Elsewhere("http://127.0.0.1:9"))
    assert (stubs.origins, stubs.judge()) == ([], [])
