"""Faults and quirks of any HTTP dependency, ready-made, by names that a feature may use.

What a contract allows in a body differs from one to the next, so faults of that kind are yours.
"""

from __future__ import annotations

import gzip
from collections.abc import Callable, Mapping

from wiremock_strict.fault_socket import Script
from wiremock_strict.faults import (
    EARLY_HINTS,
    FOREVER,
    JSON,
    Elsewhere,
    Fault,
    Reply,
    head,
    in_chunks,
    slowly,
    whole,
)

MIB = 2**20
DEEP = b"[" * 100_000 + b"]" * 100_000


def failures(body: bytes, detail: bytes = b"Out of order.") -> dict[str, Fault]:
    """Return every fault by its name.

    `body` is a whole response of JSON that the contract allows, and that the faults cut short, pack
    or send too late; `detail` is the text of a response with another status. Times are shares of
    the deadline that `Stubs.fail` is given.
    """
    return {
        **_no_response(body),
        **_too_late(body, detail),
        **_incomplete(body),
        **_unreadable(body),
        **_other_statuses(body, detail),
    }


def _no_response(body: bytes) -> dict[str, Fault]:
    """Return the faults after which no response begins."""
    return {
        "refuses connections": Elsewhere(),
        "has a host name that cannot be found": Elsewhere("http://dependency.invalid"),
        "resets the connection": Script([], reset=True),
        "closes the connection without responding": Reply(broken="EMPTY_RESPONSE"),
        "closes the connection in the middle of its headers": Script([whole(body)[:40]]),
        "sends garbage instead of HTTP": Reply(broken="RANDOM_DATA_THEN_CLOSE"),
        "sends a header of 100 kB": Script([whole(body, b"X-Long: %s\r\n" % (b"x" * 100_000))]),
    }


def _too_late(body: bytes, detail: bytes) -> dict[str, Fault]:
    """Return the responses that come too late, or never."""
    announced, half = head(len(body)), body[: len(body) // 2]
    return {
        "never responds": Script([FOREVER]),
        "responds after the deadline": Script([2, whole(body)]),
        "sends its headers too slowly": Script([*slowly(announced)]),
        "sends its body too slowly": Script([announced, *slowly(body)]),
        "stalls after its headers": Script([announced, FOREVER]),
        "stalls in the middle of its body": Script([announced + half, FOREVER]),
        "keeps sending interim responses": Script([*slowly(EARLY_HINTS * 16, 16)]),
        "responds 503 and then keeps the retry waiting": Reply(
            503, detail, "text/plain", after=(0.2, 0.9)
        ),
    }


def _incomplete(body: bytes) -> dict[str, Fault]:
    """Return the responses whose body is not as long as was announced."""
    cut = head(len(body)) + body[: len(body) // 2]
    return {
        "closes the connection in the middle of its body": Script([cut]),
        "resets the connection in the middle of its body": Script([cut], reset=True),
        "sends malformed chunks": Reply(broken="MALFORMED_RESPONSE_CHUNK"),
        "sends a Content-Length that is too small": Script([head(len(body) - 1) + body]),
        "sends a Content-Length that is too large": Script([head(len(body) + 1) + body]),
        "sends an empty body": broken("the body", b""),
        # Two ends of one body are how requests are smuggled (RFC 9112, 11.2).
        "sends chunks and a Content-Length": Script(
            [in_chunks(body).replace(b"\r\n", b"\r\nContent-Length: %d\r\n" % len(body), 1)]
        ),
        "sends half of a gzip body": encoded("gzip", gzip.compress(body, mtime=0)[:-12]),
    }


def _unreadable(body: bytes) -> dict[str, Fault]:
    """Return the responses that cannot be read as JSON, or only by a caller without bounds."""
    return {
        "sends plain text labelled as JSON": broken("the body", b"Plain text."),
        "sends HTML": labelled("text/html", b"<p>HTML</p>"),
        "sends JSON labelled as plain text": labelled("text/plain", body),
        "sends JSON without a Content-Type": labelled("", body),
        "sends JSON labelled as UTF-16": labelled(f"{JSON}; charset=utf-16", body),
        "sends invalid UTF-8": broken("the body", body.replace(b'"', b'"\xff\xfe', 1)),
        "sends invalid gzip": encoded("gzip", body),
        "sends an unknown Content-Encoding": encoded("x-unknown", body),
        "sends a small gzip body that decompresses to 10 MB": encoded(
            "gzip", gzip.compress(body + b" " * 10_000_000, mtime=0)
        ),
        "sends a body of more than 1 MiB": kept(body + b" " * MIB),
        "sends lists nested 100000 levels deep": broken("the body", DEEP),
    }


def _other_statuses(body: bytes, detail: bytes) -> dict[str, Fault]:
    """Return a response for each status that a caller may not expect."""
    success = {
        "201 Created": Reply(201, body, JSON),
        "204 No Content": Reply(204),
        "206 Partial Content": Reply(206, body, JSON),
        "304 Not Modified": Reply(304),
    }
    failed = {
        "301 Moved Permanently": {"Location": "/elsewhere"},
        "302 Found": {"Location": "/elsewhere"},
        "307 Temporary Redirect": {"Location": "ftp://dependency.invalid/"},
        "401 Unauthorized": {"WWW-Authenticate": "Basic"},
        **{name: {} for name in PLAIN_STATUSES},
    }
    replies = success | {
        name: status(int(name[:3]), detail, headers) for name, headers in failed.items()
    }
    return {f"responds {name}": reply for name, reply in replies.items()}


PLAIN_STATUSES = (
    "400 Bad Request",
    "403 Forbidden",
    "404 Not Found",
    "408 Request Timeout",
    "409 Conflict",
    "418 I'm a Teapot",
    "422 Unprocessable Content",
    "429 Too Many Requests",
    "500 Internal Server Error",
    "501 Not Implemented",
    "502 Bad Gateway",
    "503 Service Unavailable",
    "504 Gateway Timeout",
)


# --- to make others -------------------------------------------------------------------------------


def broken(place: str, body: bytes) -> Reply:
    """Make a 200 that breaks the contract in this place, and nowhere else."""
    return Reply(200, body, JSON, breaks=place)


def kept(body: bytes) -> Reply:
    """Make a 200 that keeps the contract, and is wrong all the same."""
    return Reply(200, body, JSON, breaks=False)


def labelled(content_type: str, body: bytes) -> Reply:
    """Make a 200 that breaks the contract by its Content-Type."""
    return Reply(200, body, content_type, breaks="the content type")


def encoded(coding: str, body: bytes) -> Reply:
    """Make a 200 whose body is said to have this Content-Encoding."""
    return Reply(200, body, JSON, {"Content-Encoding": coding})


def status(code: int, detail: bytes, headers: Mapping[str, str] | None = None) -> Reply:
    """Make an outage: a response with this status, of which the contract says nothing."""
    return Reply(code, detail, "text/plain", headers)


# --- quirks: unusual ways to send a body, which do no harm ----------------------------------------

Quirk = Callable[[bytes], Fault]
ODD_HEADER = b"X-Odd: \xff\x00\xc3\xa9 {{x}} <b>\r\n"

QUIRKS: dict[str, Quirk] = {
    "compresses its body with gzip": lambda body: encoded("gzip", gzip.compress(body, mtime=0)),
    "keeps the connection open after its response": lambda body: Script([whole(body), FOREVER]),
    "sends 103 Early Hints first": lambda body: Script([EARLY_HINTS, whole(body)]),
    "sends a header that is not ASCII": lambda body: Script([whole(body, ODD_HEADER)]),
    "sends its body in many chunks": lambda body: Script([in_chunks(body)]),
}
