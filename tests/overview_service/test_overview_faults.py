"""Faults of the products service: the shopper gets a clear response in time."""

from __future__ import annotations

import gzip
import socket
import sys
import threading
import time
import tracemalloc
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta, timezone
from email.utils import format_datetime
from typing import Any

import pytest
from flask.testing import FlaskClient

from tests.overview_service.fake_products import Behaviour, FakeProducts
from tests.overview_service.faults import (
    GOOD,
    KIND,
    LAMP,
    LONG_DEADLINE,
    SHORT_DEADLINE,
    bytes_of,
    chunked,
    closes,
    dribbles,
    forever,
    framed,
    hangs,
    message,
    price,
    product,
    resets,
    sends,
    shape,
    then,
    vanishes,
    zipped,
)

LATE = SHORT_DEADLINE + 10  # what goes wrong here ends otherwise, or not at all
SENTENCE = "Products are unavailable right now. Please try again in a moment."
BOMB = gzip.compress(b" " * 50_000_000 + GOOD)
NESTED = b'{"products": ' + b"[" * 200_000 + b"]" * 200_000 + b"}"
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"

UNAVAILABLE = {
    "closes without a word": (closes, 2),
    "resets": (resets, 2),
    "closes within its status line": (then(sends(b"HTTP/1.1 2"), closes), 1),
    "closes within a header": (then(sends(HEAD + b"Content-Le"), closes), 2),
    "closes after an early hint": (then(sends(b"HTTP/1.1 103 Early Hints\r\n\r\n"), closes), 2),
    "closes after a header": (then(sends(HEAD), closes), 2),
    "resets after a header": (then(sends(HEAD), resets), 2),
    "sends garbage and closes": (then(sends(b"\x00\xff garbage"), closes), 1),
    "sends garbage in lines": (then(sends(b"one\r\ntwo\r\n\r\n"), closes), 1),
    "speaks another protocol": (then(sends(b"HTTP/9.9 200 OK\r\n\r\n"), closes), 1),
    "sends a line that is no header": (
        sends(HEAD + b"no header\r\nContent-Length: 2\r\n\r\n{}"),
        1,
    ),
    "sends a bare CR in a header": (sends(framed("X-Odd: a\rContent-Length: 2\r\n", b"{}")), 1),
    "sends a header of 70,000 bytes": (sends(framed("X-Long: " + "x" * 70_000 + "\r\n")), 1),
    "sends 200 headers": (sends(framed("X-Many: x\r\n" * 200)), 1),
    "429": (sends(message(status="429 Too Many Requests")), 1),
    "500": (sends(message(status="500 Internal Server Error")), 1),
    "502": (sends(message(status="502 Bad Gateway")), 2),
    "503": (sends(message(status="503 Service Unavailable")), 2),
    "504": (sends(message(status="504 Gateway Timeout")), 2),
    "503 in half a body": (
        then(sends(framed("Content-Length: 9\r\n", b"x", "503 No")), closes),
        2,
    ),
    "503 with Retry-After": (sends(message(status="503 No", headers="Retry-After: 5\r\n")), 1),
    "503 with nonsense in it": (sends(message(status="503 No", headers="Retry-After: x\r\n")), 1),
    "502 with Retry-After": (sends(message(status="502 No", headers="Retry-After: 5\r\n")), 1),
}

TOO_SLOW = {
    "accepts and never responds": (hangs, 1),
    "stalls within its status line": (then(sends(b"HTTP/1.1 "), hangs), 1),
    "stalls within its headers": (then(sends(HEAD), hangs), 1),
    "dribbles its headers": (dribbles(HEAD + b"X: " + b"x" * 400), 1),
    "sends endless interim responses": (forever(b"HTTP/1.1 100 Continue\r\n\r\n"), 1),
    "sends endless early hints": (forever(b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n"), 1),
    "stalls after an early hint": (then(sends(b"HTTP/1.1 103 Early Hints\r\n\r\n"), hangs), 1),
    "stalls after its headers": (then(sends(framed("Content-Length: 9\r\n")), hangs), 1),
    "stalls within its body": (then(sends(message()[:-5]), hangs), 1),
    "dribbles its body": (then(sends(message()[:-80]), dribbles(message()[-80:])), 1),
    "dribbles its chunks": (dribbles(chunked(*bytes_of(GOOD))), 1),
    "stalls within a chunk": (then(sends(chunked(GOOD)[:-9]), hangs), 1),
    "stalls before the last chunk": (then(sends(chunked(GOOD, end=b"")), hangs), 1),
    "sends endless trailers": (then(sends(chunked(GOOD, end=b"0\r\n")), forever(b"X: y\r\n")), 1),
    "dribbles a body that ends with the connection": (
        then(sends(framed("")), dribbles(GOOD)),
        1,
    ),
}

BROKEN = {
    "cut short": then(sends(message()[:-5]), closes),
    "no body at all": then(sends(framed("Content-Length: 9\r\n")), closes),
    "reset in the middle": then(sends(message()[:-5]), resets),
    "announces less than it sends": sends(framed("Content-Length: 10\r\n", GOOD)),
    "two lengths": sends(framed("Content-Length: 9\r\nContent-Length: 10\r\n", GOOD)),
    "the same length twice": sends(framed(f"Content-Length: {len(GOOD)}\r\n" * 2, GOOD)),
    "a length that is no number": then(sends(framed("Content-Length: x\r\n", GOOD)), closes),
    "a length with an underscore": then(sends(framed("Content-Length: 1_0\r\n", GOOD)), closes),
    "a length and chunks": sends(
        chunked(GOOD).replace(KIND.encode(), f"{KIND}Content-Length: 9\r\n".encode())
    ),
    "another transfer coding": then(sends(framed("Transfer-Encoding: gzip\r\n", GOOD)), closes),
    "a malformed chunk": sends(framed("Transfer-Encoding: chunked\r\n", b"zz\r\n" + GOOD)),
    "a chunk that lies": then(
        sends(framed("Transfer-Encoding: chunked\r\n", b"2\r\n{}}}0\r\n\r\n"))
    ),
    "a chunk of negative size": sends(framed("Transfer-Encoding: chunked\r\n", b"-1\r\n" + GOOD)),
    "a chunk cut short": then(sends(chunked(GOOD)[:-9]), closes),
    "no last chunk": then(sends(chunked(GOOD, end=b"")), closes),
    "a last chunk cut short": then(sends(chunked(GOOD, end=b"0\r\n")), closes),
    "garbage after its headers": then(
        sends(framed(""), b"lskdu018973t09sylgasjkfg1][]'./.sdlv"), closes
    ),
    "not JSON": sends(message(b"<h1>hello</h1>")),
    "empty": sends(message(b"")),
    "two documents": sends(message(GOOD + GOOD)),
    "a byte order mark": sends(message(b"\xef\xbb\xbf" + GOOD)),
    "invalid UTF-8": sends(message(GOOD.replace(b"Lamp", b"L\xe4mp"))),
    "another charset": sends(
        message(headers="Content-Type: application/json; charset=latin-1\r\n")
    ),
    "another type": sends(message(headers="Content-Type: text/html\r\n")),
    "a type like it": sends(message(headers="Content-Type: application/hal+json\r\n")),
    "two types": sends(message(headers=KIND + "Content-Type: text/html\r\n")),
    "no type": sends(message(headers="")),
    "a bare list": sends(message(b"[]")),
    "wrapped twice": sends(message(b'{"products": %b}' % GOOD)),
    "a null": sends(message(b"null")),
    "no products": sends(message(b'{"total": 0, "categories": []}')),
    "products that are null": sends(shape(products=None)),
    "a product that is null": sends(shape(products=[None])),
    "a field twice": sends(message(GOOD.replace(b'"total": 1', b'"total": 1, "total": 1'))),
    "a missing name": sends(shape(products=[{"category": "Home", "price": 1}])),
    "an empty name": sends(product(name="")),
    "a name that is a number": sends(product(name=1)),
    "half a surrogate pair": sends(product(name="\ud800")),
    "an empty category": sends(product(category="")),
    "a price as text": sends(product(price="24.50")),
    "a price that is true": sends(product(price=True)),
    "a price that is null": sends(product(price=None)),
    "a negative price": sends(price("-0.01")),
    "three decimals": sends(price("24.505")),
    "a price too large": sends(price("10000000")),
    "a price beyond all bounds": sends(price("1e999999999999999999999")),
    "a price too small": sends(price("1e-999999999999999999999")),
    "a price of 10,000 digits": sends(price("1" * 10_000)),
    "NaN": sends(price("NaN")),
    "Infinity": sends(price("Infinity")),
    "NaN in a field that nobody reads": sends(message(GOOD.replace(b"{", b'{"odd": NaN, ', 1))),
    "a total that is true": sends(shape(total=True)),
    "a total as text": sends(shape(total="1")),
    "a total of one and a half": sends(shape(total=1.5)),
    "a negative total": sends(shape(total=-1)),
    "a total of 10,000 digits": sends(message(GOOD.replace(b": 1,", b": " + b"1" * 10_000 + b","))),
    "categories that are null": sends(shape(categories=None)),
    "a category that is a number": sends(shape(categories=[1])),
    "a category twice": sends(shape(categories=["Home", "Home"])),
    "deeply nested": sends(message(NESTED)),
    "more products than the total": sends(shape(products=[LAMP, LAMP])),
    "fewer products than the total": sends(shape(total=2)),
    "gzip that is none": sends(zipped(GOOD)),
    "gzip cut short": sends(zipped(gzip.compress(GOOD)[:-9])),
    "gzip with a wrong checksum": sends(zipped(gzip.compress(GOOD)[:-8] + b"\0" * 8)),
    "gzip and something behind it": sends(zipped(gzip.compress(GOOD) + b"garbage")),
    "gzip unannounced": sends(message(gzip.compress(GOOD))),
    "a gzip bomb": sends(zipped(BOMB)),
    "another content coding": sends(message(headers=KIND + "Content-Encoding: br\r\n")),
    "announces more than the bound": then(sends(framed("Content-Length: 9999999\r\n")), hangs),
    "chunks beyond the bound": then(sends(chunked(b" " * 1_100_000, end=b"")), hangs),
    "a body beyond the bound that ends with the connection": then(
        sends(framed(""), b" " * 1_100_000), hangs
    ),
    "a huge chunk": then(
        sends(framed("Transfer-Encoding: chunked\r\n", b"f" * 15 + b"\r\n"), b" " * 1_100_000),
        hangs,
    ),
    **{
        f"status {status}": sends(message(status=f"{status} Status"))
        for status in (201, 203, 206, 303, 400, 401, 403, 404, 409, 418, 422, 501, 505, 599, 999)
    },
    "status 101": then(sends(b"HTTP/1.1 101 Switching Protocols\r\n\r\n" + message()), hangs),
    "status 204": sends(b"HTTP/1.1 204 No Content\r\n\r\n"),
    "status 304": sends(b"HTTP/1.1 304 Not Modified\r\n\r\n"),
    "a problem document with status 200": sends(
        message(b'{"status": 500}', headers="Content-Type: application/problem+json\r\n")
    ),
    "an endless page with a status of its own": then(
        sends(framed("", b"x" * 1000, "404 Not Found")), hangs
    ),
}

WELL = {
    "chunks": sends(chunked(GOOD)),
    "one-byte chunks": sends(chunked(*bytes_of(GOOD))),
    "chunk extensions and trailers": sends(
        framed(
            "Transfer-Encoding: chunked\r\n",
            b"%x;a=b\r\n%b\r\n0\r\nX-Sum: 1\r\n\r\n" % (len(GOOD), GOOD),
        )
    ),
    "gzip": sends(zipped(gzip.compress(GOOD))),
    "gzip in chunks": sends(
        chunked(gzip.compress(GOOD)).replace(b"Transfer", b"Content-Encoding: gzip\r\nTransfer", 1)
    ),
    "a body that ends with the connection": then(sends(framed("", GOOD)), closes),
    "an old protocol": then(sends(b"HTTP/1.0 200 OK\r\n" + KIND.encode() + b"\r\n" + GOOD), closes),
    "an interim response first": sends(b"HTTP/1.1 100 Continue\r\n\r\n" + message()),
    "slow to close": then(sends(message(headers=KIND + "Connection: close\r\n")), hangs),
    "slow but in time": then(sends(b"", every=SHORT_DEADLINE / 4), sends(message())),
    "a slow body, but in time": sends(message()[:-9], message()[-9:], every=SHORT_DEADLINE / 4),
    "a charset": sends(message(headers='Content-Type: Application/JSON; Charset="UTF-8"\r\n')),
    "odd characters in a header": sends(
        message(headers=KIND + "X-Odd: \xe4\x01\x7f\U0001f600\r\n")
    ),
    "a header of 60,000 bytes": sends(message(headers=KIND + "X-Long: " + "x" * 60_000 + "\r\n")),
    "a folded header": sends(message(headers=KIND + "X-Folded: a\r\n b\r\n")),
    "a cookie": sends(message(headers=KIND + "Set-Cookie: a=b\r\n")),
    "a price in another notation": sends(price("2.45e1")),
    "an unknown field": sends(shape(page={"next": [None, 2.5, "x"]})),
    "an unknown field of a product": sends(product(colour="red")),
    "an early hint first": sends(b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" + message()),
    "several interim responses first": sends(
        b"HTTP/1.1 102 Processing\r\n\r\nHTTP/1.1 100 Continue\r\n\r\n"
        b"HTTP/1.1 199 Odd\r\n\r\n" + message()
    ),
    "a total with a zero decimal": sends(message(GOOD.replace(b": 1,", b": 1.0,"))),
}


def get(shopper: FlaskClient, path: str = "/overview", within: float = LONG_DEADLINE / 2) -> Any:
    """Get the overview, and check that it comes in time."""
    start = time.monotonic()
    response = shopper.get(path)
    assert time.monotonic() - start < within
    return response


def assert_unavailable(response: Any, status: int) -> None:
    """Check for the one message about an outage, and for no internals."""
    assert response.status_code == status
    assert response.json["detail"] == SENTENCE
    assert response.json["status"] == status
    assert response.headers["Cache-Control"] == "no-store"
    for secret in ("127.0.0.1", "Error", "Exception", "Traceback", "urllib3"):
        assert secret not in response.text + str(response.headers)


@pytest.mark.parametrize(("behaviour", "tries"), UNAVAILABLE.values(), ids=UNAVAILABLE)
def test_no_usable_start_of_a_response_is_503(
    fake: FakeProducts, shopper: FlaskClient, behaviour: Behaviour, tries: int
) -> None:
    fake.behaves(behaviour)
    assert_unavailable(get(shopper), 503)
    assert len(fake.requests) == tries
    fake.wait_for_connections(0)


@pytest.mark.parametrize(("behaviour", "tries"), TOO_SLOW.values(), ids=TOO_SLOW)
def test_too_slow_is_504(
    fake: FakeProducts, hasty: FlaskClient, behaviour: Behaviour, tries: int
) -> None:
    fake.behaves(behaviour)
    assert_unavailable(get(hasty, within=LATE), 504)
    assert len(fake.requests) == tries
    fake.wait_for_connections(0)


@pytest.mark.parametrize("behaviour", BROKEN.values(), ids=BROKEN)
def test_an_unusable_response_is_502(
    fake: FakeProducts, shopper: FlaskClient, behaviour: Behaviour
) -> None:
    fake.behaves(behaviour)
    assert_unavailable(get(shopper), 502)
    assert len(fake.requests) == 1
    fake.wait_for_connections(0)


@pytest.mark.parametrize("behaviour", WELL.values(), ids=WELL)
def test_an_unusual_response_is_shown(
    fake: FakeProducts, shopper: FlaskClient, behaviour: Behaviour
) -> None:
    fake.behaves(behaviour)
    response = get(shopper)
    assert response.status_code == 200
    assert '"price": 24.50' in response.text
    assert len(fake.requests) == 1


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
@pytest.mark.parametrize(
    "target", ["/products", "http://127.0.0.1:{port}/", "ftp://a/", "http://[", ""]
)
def test_a_redirect_is_neither_followed_nor_read(
    fake: FakeProducts, shopper: FlaskClient, status: int, target: str
) -> None:
    location = f"Location: {target.format(port=fake.port)}\r\n"
    fake.behaves(sends(message(BOMB, f"{status} Moved", location + "Content-Encoding: gzip\r\n")))
    assert_unavailable(get(shopper), 502)
    assert len(fake.requests) == 1


def test_a_refused_connection_is_503(shopper: FlaskClient, fake: FakeProducts) -> None:
    fake.close()
    assert_unavailable(get(shopper), 503)


def test_an_unknown_host_is_503(open_shop: Callable[..., FlaskClient]) -> None:
    shopper = open_shop(products_url="http://no-such-name.invalid:5002", products_deadline=10)
    assert_unavailable(shopper.get("/overview"), 503)


def test_an_unaccepted_connection_is_504(open_shop: Callable[..., FlaskClient]) -> None:
    with socket.socket() as full:
        full.bind(("127.0.0.1", 0))
        full.listen(0)
        address = full.getsockname()
        waiting = [socket.socket() for _ in range(8)]
        for each in waiting:
            each.setblocking(False)
            each.connect_ex(address)
        time.sleep(0.05)
        hasty = open_shop(
            products_url=f"http://127.0.0.1:{address[1]}", products_deadline=SHORT_DEADLINE
        )
        assert_unavailable(get(hasty, within=LATE), 504)
        for each in waiting:
            each.close()


@pytest.mark.parametrize(
    "failure", [closes, resets, *(UNAVAILABLE[s][0] for s in ("502", "503", "504"))]
)
def test_one_passing_failure_is_retried(
    fake: FakeProducts, shopper: FlaskClient, failure: Behaviour
) -> None:
    fake.behaves(failure, sends(message()))
    assert get(shopper).status_code == 200
    assert len(fake.requests) == 2


def test_a_second_failure_is_not_retried(fake: FakeProducts, shopper: FlaskClient) -> None:
    fake.behaves(closes, closes, sends(message()))
    assert_unavailable(get(shopper), 503)
    assert get(shopper).status_code == 200  # and nothing is remembered of them
    assert len(fake.requests) == 3


@pytest.mark.parametrize(
    ("second", "status"), [(hangs, 504), (sends(message(b"[]")), 502), (sends(b"?\r\n\r\n"), 503)]
)
def test_the_second_response_counts(
    fake: FakeProducts,
    open_shop: Callable[..., FlaskClient],
    second: Behaviour,
    status: int,
) -> None:
    fake.behaves(closes, second)
    assert_unavailable(get(open_shop(products_deadline=1.5)), status)
    assert len(fake.requests) == 2


@pytest.mark.parametrize(
    ("given", "passed_on"),
    [
        ("1", "1"),
        ("60", "60"),
        (" 5 ", "5"),
        ("007", "7"),
        ("0", None),
        ("61", None),
        ("31536000", None),
        ("9" * 5000, None),
        ("-1", None),
        ("+5", None),
        ("1e1", None),
        ("1.5", None),
        ("\xb2", None),
        ("5, 6", None),
        ("", None),
        ("soon", None),
        ("Mon, 99 Foo 9999 99:99:99 GMT", None),
        ("Fri, 31 Dec 99999 23:59:59 GMT", None),
        ("Fri, 31 Dec 99999999999999999999 23:59:59 GMT", None),
        ("Sun, 06 Nov 1994 08:49:37 GMT", None),
        ("in 30 s", "30"),
        ("in 3600 s", None),
    ],
)
@pytest.mark.parametrize("status", ["429 Too Many", "503 Unavailable"])
def test_a_helpful_retry_after_is_passed_on(
    fake: FakeProducts, shopper: FlaskClient, status: str, given: str, passed_on: str | None
) -> None:
    if given.startswith("in "):
        date = datetime.now(timezone.utc) + timedelta(seconds=int(given.split()[1]))
        given = format_datetime(date, usegmt=True)
    head = f"HTTP/1.1 {status}\r\nRetry-After: {given}\r\nContent-Length: 0\r\n\r\n"
    fake.behaves(sends(head.encode("latin-1")))
    response = get(shopper)
    assert_unavailable(response, 503)
    assert response.headers.get("Retry-After") in (
        {"30": ("29", "30")}.get(passed_on or "", (passed_on,))
    )
    assert len(fake.requests) == 1


def test_a_response_to_another_request_is_502(fake: FakeProducts, shopper: FlaskClient) -> None:
    fake.behaves(sends(message()))
    assert get(shopper, "/overview?category=Home").status_code == 200
    assert_unavailable(get(shopper, "/overview?category=home"), 502)
    assert_unavailable(get(shopper, "/overview?page=2"), 502)
    fake.behaves(sends(shape(products=[LAMP] * 3, total=3)))
    assert get(shopper, "/overview?page_size=3").status_code == 200
    assert_unavailable(get(shopper, "/overview?page_size=2"), 502)
    fake.behaves(sends(shape(products=[], total=3)))
    assert get(shopper, "/overview?page=2").status_code == 200


def test_a_total_beyond_what_json_can_count_is_502(
    fake: FakeProducts, shopper: FlaskClient
) -> None:
    fake.behaves(sends(shape(products=[LAMP] * 20, total=2**53 - 1)))
    assert get(shopper).status_code == 200
    fake.behaves(sends(shape(products=[LAMP] * 20, total=2**53)))
    assert_unavailable(get(shopper), 502)


def test_a_category_keeps_its_spaces(fake: FakeProducts, shopper: FlaskClient) -> None:
    fake.behaves(sends(product(category=" Home ")))
    assert get(shopper, "/overview?category=+Home+").status_code == 200
    assert_unavailable(get(shopper, "/overview?category=Home"), 502)


def test_the_size_limit_counts_compressed_and_decompressed(
    fake: FakeProducts, open_shop: Callable[..., FlaskClient]
) -> None:
    shopper = open_shop(products_max_bytes=len(GOOD))
    for whole in (message(), chunked(*bytes_of(GOOD))):
        fake.behaves(sends(whole))
        assert get(shopper).status_code == 200
    packed = gzip.compress(GOOD)
    for much in (message(GOOD + b" "), chunked(GOOD, b" "), zipped(gzip.compress(GOOD + b" "))):
        fake.behaves(sends(much))
        assert_unavailable(get(shopper), 502)
    assert len(packed) < len(GOOD)


def test_only_good_connections_are_reused(fake: FakeProducts, shopper: FlaskClient) -> None:
    fake.behaves(sends(message()))
    for _ in range(3):
        assert get(shopper).status_code == 200
    fake.wait_for_connections(1)
    fake.behaves(sends(message(b"[]")))
    assert_unavailable(get(shopper), 502)
    fake.wait_for_connections(0)


def test_leftover_bytes_never_reach_another_shopper(
    fake: FakeProducts, shopper: FlaskClient
) -> None:
    other = message(GOOD.replace(b"Lamp", b"Leak"))
    late = threading.Event()

    def lies(connection: socket.socket) -> None:
        connection.sendall(framed("Content-Length: 10\r\n", GOOD))
        late.wait(5)
        connection.sendall(other)

    fake.behaves(lies, then(lambda _: late.set(), sends(message())))
    assert_unavailable(get(shopper), 502)
    assert "Lamp" in get(shopper).text
    fake.requests.clear()
    fake.behaves(sends(message() + other), sends(message()))
    for _ in range(2):
        assert "Lamp" in get(shopper).text


def test_a_stale_connection_is_replaced(fake: FakeProducts, shopper: FlaskClient) -> None:
    fake.behaves(then(sends(message()), closes))
    for _ in range(3):
        assert get(shopper).status_code == 200


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux can drop packets unprivileged")
def test_a_vanished_connection_is_replaced(
    fake: FakeProducts, open_shop: Callable[..., FlaskClient]
) -> None:
    shopper = open_shop(products_deadline=4)
    fake.behaves(then(sends(message()), vanishes), sends(message()))
    for _ in range(2):
        assert get(shopper, within=4).status_code == 200
    assert len(fake.requests) == 2  # the one in between was never received


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux can drop packets unprivileged")
def test_the_retry_trusts_no_idle_connection(
    fake: FakeProducts, open_shop: Callable[..., FlaskClient]
) -> None:
    shopper = open_shop(products_deadline=4)
    together = threading.Barrier(3)

    def waits_for_the_others(_: socket.socket) -> None:
        together.wait()

    fake.behaves(*[then(waits_for_the_others, sends(message()), vanishes)] * 3, sends(message()))
    with ThreadPoolExecutor(3) as crowd:
        client = shopper.application.test_client
        list(crowd.map(lambda _: client().get("/overview"), range(3)))
    assert get(shopper, within=4).status_code == 200


def test_a_connection_is_not_kept_for_long(
    fake: FakeProducts, shopper: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    fake.behaves(sends(message()))
    get(shopper)
    monkeypatch.setattr("overview_service.products_client.session._LONGEST_IDLE_S", 0)
    get(shopper)
    assert fake.connections == 2


def test_cookies_are_not_kept(fake: FakeProducts, shopper: FlaskClient) -> None:
    fake.behaves(sends(message(headers=KIND + "Set-Cookie: secret=1; Path=/\r\n")))
    for _ in range(2):
        assert "Set-Cookie" not in get(shopper).headers
    assert not any("cookie" in head.lower() for head in fake.requests)


def test_no_proxy_variable_or_netrc_is_obeyed(
    fake: FakeProducts,
    open_shop: Callable[..., FlaskClient],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Any,
) -> None:
    netrc = tmp_path / "netrc"
    netrc.write_text("default login a password b\n")
    monkeypatch.setenv("NETRC", str(netrc))
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    monkeypatch.delenv("NO_PROXY", raising=False)
    fake.behaves(sends(message()))
    assert get(open_shop()).status_code == 200
    assert "Authorization" not in fake.requests[0]


def test_a_gzip_bomb_is_not_unpacked_whole(fake: FakeProducts, shopper: FlaskClient) -> None:
    fake.behaves(sends(zipped(BOMB)))
    tracemalloc.start()
    try:
        assert_unavailable(get(shopper), 502)
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert most < 20_000_000 < len(gzip.decompress(BOMB))


def test_the_next_address_of_a_host_is_tried(
    fake: FakeProducts, open_shop: Callable[..., FlaskClient], monkeypatch: pytest.MonkeyPatch
) -> None:
    real = socket.getaddrinfo

    def two_addresses(host: str, port: int, **more: Any) -> list[Any]:
        good = real("127.0.0.1", port, **more)
        return (
            real("127.0.0.1", 1, **more) + good if host == "shop.test" else real(host, port, **more)
        )

    monkeypatch.setattr(socket, "getaddrinfo", two_addresses)
    fake.behaves(sends(message()))
    assert get(open_shop(products_url=f"http://shop.test:{fake.port}")).status_code == 200


def test_a_crowd_leaves_nothing_behind(
    fake: FakeProducts, open_shop: Callable[..., FlaskClient]
) -> None:
    app = open_shop(products_in_flight=10, products_deadline=SHORT_DEADLINE).application
    threads = set(threading.enumerate())
    fake.behaves(hangs)
    start = time.monotonic()
    with ThreadPoolExecutor(30) as crowd:
        responses = list(crowd.map(lambda _: app.test_client().get("/overview"), range(30)))
    assert time.monotonic() - start < LATE + 1
    assert sorted(response.status_code for response in responses) == [503] * 20 + [504] * 10
    refused = [response for response in responses if response.status_code == 503]
    assert {response.headers["Retry-After"] for response in refused} == {"1"}
    assert len(fake.requests) == 10
    fake.wait_for_connections(0)
    assert set(threading.enumerate()) <= threads | fake.threads
    fake.behaves(sends(message()))
    assert app.test_client().get("/overview").status_code == 200


def test_every_shopper_gets_their_own_response(
    fake: FakeProducts, open_shop: Callable[..., FlaskClient]
) -> None:
    app = open_shop().application

    def echoes_the_category(connection: socket.socket) -> None:
        category = fake.last[connection].split("category=")[1].split(" ")[0]
        connection.sendall(shape(products=[{**LAMP, "category": category}]))

    fake.behaves(echoes_the_category)
    with ThreadPoolExecutor(20) as crowd:
        texts = list(
            crowd.map(lambda n: app.test_client().get(f"/overview?category=c{n}").text, range(100))
        )
    for number, text in enumerate(texts):
        assert f'"category": "c{number}"' in text
