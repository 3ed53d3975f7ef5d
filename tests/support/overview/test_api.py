"""The api adapter: what it reads out of an answer, and how it asks."""

from __future__ import annotations

import itertools
import shlex
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace

import pytest
from wiremock.client import Mapping, MappingRequest, MappingResponse
from wiremock_strict.client import WireMock
from wiremock_strict.nobody import Nobody

from support.overview.answer import Answer
from support.overview.api import Api, read_view
from support.overview.view import ShownProduct, View

SHOWN = (
    '{"products": [{"name": "Käse", "category": "R&D", "price": 1234567.89},'
    ' {"name": "b", "category": "c", "price": 0.10}], "total": 7, "categories": ["R&D", "c"]}'
)


def answer(status: int = 200, text: str = SHOWN, **more: str) -> Answer:
    """Return an answer of the overview."""
    return Answer("GET", "http://h/overview", {"X-Request-ID": "a-1"}, status, more, text, 0.1)


# --- reading --------------------------------------------------------------------------------------


def test_products_are_read_as_they_are_shown() -> None:
    assert read_view(answer()) == View(
        "shown",
        [ShownProduct("Käse", "R&D", "1234567.89"), ShownProduct("b", "c", "0.10")],
        "",
        7,
        ["R&D", "c"],
    )


def test_no_products_are_a_message() -> None:
    view = read_view(answer(text='{"products": [], "total": 0, "categories": []}'))
    assert view == View("shown", [], "There are no products to show.", 0, [])


@pytest.mark.parametrize(
    ("status", "outcome"),
    [(400, "mistaken"), (502, "unavailable"), (503, "unavailable"), (504, "unavailable")],
)
def test_what_a_shopper_is_told_is_the_detail_of_the_problem(status: int, outcome: str) -> None:
    view = read_view(answer(status, '{"detail": "So it is.", "status": 500}'))
    assert view == View(outcome, message="So it is.")
    assert view.total is None


@pytest.mark.parametrize("status", [201, 204, 206, 302, 401, 404, 406, 429, 500, 501])
def test_what_no_shopper_should_get_is_told_with_the_answer(status: int) -> None:
    with pytest.raises(AssertionError) as wrong:
        read_view(answer(status, "Oh no."))
    assert str(wrong.value) == (
        "The overview answered what no shopper should see:\n"
        f"GET http://h/overview answered {status} in 0.10 s\nOh no."
    )


@pytest.mark.parametrize("status", [200, 503])
@pytest.mark.parametrize("text", ["", "<html>", '{"products": [', "{'a': 1}"])
def test_what_is_no_json_is_told(status: int, text: str) -> None:
    with pytest.raises(AssertionError, match="The overview sent something that is not JSON:\nGET"):
        read_view(answer(status, text))


@pytest.mark.parametrize("price", ['"10.99"', "10", "null", "true", "[10.99]", "NaN"])
def test_a_price_that_is_no_exact_number_is_told(price: str) -> None:
    with pytest.raises(AssertionError, match="shows a price that is no exact number: "):
        read_view(answer(text=SHOWN.replace("0.10", price)))


@pytest.mark.parametrize("price", ["0.1", "0.100", "0.00", "9999999.99"])
def test_a_price_is_read_to_the_digit(price: str) -> None:
    assert read_view(answer(text=SHOWN.replace("0.10", price))).products[1].price == price


@pytest.mark.parametrize(
    ("status", "text"),
    [
        (200, "[]"),
        (200, "null"),
        (200, '{"products": []}'),
        (200, SHOWN.replace('"category"', '"kind"')),
        (400, '{"title": "Bad Request"}'),
    ],
)
def test_json_of_another_shape_is_told_with_the_answer(status: int, text: str) -> None:
    with pytest.raises(AssertionError, match="GET http://h/overview answered"):
        read_view(answer(status, text))


# --- an answer ------------------------------------------------------------------------------------


def test_an_answer_tells_how_its_question_was_named() -> None:
    assert answer().names == {"a-1"}
    assert replace(answer(), headers={"x-request-id": "b-2"}).names == {"a-1", "b-2"}
    assert replace(answer(), asked_with={}).names == set()


def test_an_answer_tells_the_choices_that_the_overview_knows() -> None:
    url = "http://h/overview?category=R%26D+x&utm_source=m&page=&page=2"
    assert replace(answer(), url=url).choices == [
        ("category", "R&D x"),
        ("page", ""),
        ("page", "2"),
    ]


@pytest.mark.parametrize(
    ("method", "verb"), [("GET", ["-i"]), ("HEAD", ["-I"]), ("DELETE", ["-i", "-X", "DELETE"])]
)
def test_a_line_for_the_shell_asks_the_same_again(method: str, verb: list[str]) -> None:
    url = "http://h/overview?category=it's&page=$HOME"
    asked = replace(answer(), method=method, url=url, asked_with={"Accept": "a/b; q='1'"})
    assert shlex.split(asked.curl) == ["curl", *verb, "-H", "Accept: a/b; q='1'", url]


# --- asking ---------------------------------------------------------------------------------------


@pytest.fixture
def api(wiremock: WireMock) -> Iterator[tuple[Api, list[Answer]]]:
    """The adapter in front of something that answers everything, and what it was answered."""
    anything = Mapping(
        request=MappingRequest(method="ANY", url_pattern=".*"),
        response=MappingResponse(
            status=302, body="é", headers={"X-Odd": "1", "Location": "/elsewhere"}
        ),
    )
    wiremock.set([anything])
    seen: list[Answer] = []
    numbers = itertools.count(1)
    with closing(Api(lambda: wiremock.url, lambda: f"id-{next(numbers)}", seen.append)) as asking:
        yield asking, seen


def test_each_question_is_named_and_each_answer_is_seen_first(
    api: tuple[Api, list[Answer]], wiremock: WireMock
) -> None:
    asking, seen = api
    answers = [asking.ask(), asking.ask("/health", method="HEAD")]
    assert seen == answers
    assert [a.request_id for a in answers] == ["id-1", "id-2"]
    asked = wiremock.journal()
    assert [exchange.request_id for exchange in asked] == ["id-1", "id-2"]
    assert [f"{each.method} {each.url}" for each in asked] == ["GET /overview", "HEAD /health"]


def test_no_redirect_is_followed_and_the_answer_is_read_whole(
    api: tuple[Api, list[Answer]],
) -> None:
    got = api[0].ask()
    assert (got.status, got.text, got.headers["x-odd"]) == (302, "é", "1")
    assert 0 < got.seconds < 30


def test_choices_are_sent_as_they_are_told_empty_and_repeated_ones_too(
    api: tuple[Api, list[Answer]], wiremock: WireMock
) -> None:
    choices = [("page", "1"), ("page", "x"), ("category", "R&D / Toys é+"), ("sort_by", "")]
    assert api[0].ask(choices=choices).choices == choices
    assert wiremock.journal()[0].query == choices


def test_a_header_may_be_given_and_left_out(
    api: tuple[Api, list[Answer]], wiremock: WireMock
) -> None:
    asking, _ = api
    given = asking.ask(headers={"X-Request-ID": "mine", "Accept": "text/html"})
    left_out = asking.ask(headers={"X-Request-ID": None})
    assert (given.request_id, left_out.request_id) == ("mine", "")
    first, second = wiremock.journal()
    assert (first.request_id, first.headers["accept"]) == ("mine", "text/html")
    assert "x-request-id" not in second.headers


def test_a_header_may_be_written_as_no_library_would(
    api: tuple[Api, list[Answer]], wiremock: WireMock
) -> None:
    asking, seen = api
    got = asking.ask_bare("X-Request-ID: a\r\nX-Two: b\r\nConnection: close")
    assert seen == [got]
    assert (got.status, got.text, got.headers["x-odd"], got.asked_with) == (302, "é", "1", {})
    (exchange,) = wiremock.journal()
    assert (exchange.url, exchange.request_id, exchange.headers["x-two"]) == ("/overview", "a", "b")


def test_no_proxy_is_obeyed(api: tuple[Api, list[Answer]], monkeypatch: pytest.MonkeyPatch) -> None:
    with closing(Nobody()) as nobody:
        for name in ("http_proxy", "HTTP_PROXY", "ALL_PROXY"):
            monkeypatch.setenv(name, nobody.url)
        for name in ("no_proxy", "NO_PROXY"):
            monkeypatch.delenv(name, raising=False)
        assert api[0].ask().status == 302


def test_where_the_overview_is_is_asked_anew_each_time(wiremock: WireMock) -> None:
    with closing(Nobody()) as nobody:
        urls = iter([wiremock.url, nobody.url])
        with closing(Api(lambda: next(urls), lambda: "id", lambda _: None)) as asking:
            assert asking.ask().url.startswith(wiremock.url)
            with pytest.raises(OSError, match=nobody.url.rpartition(":")[2]):
                asking.ask()
