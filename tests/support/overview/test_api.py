"""The api adapter: how it asks, and what it reads out of a response."""

from __future__ import annotations

import shlex
from dataclasses import replace

import pytest
from wiremock.client import Mapping, MappingRequest, MappingResponse
from wiremock_strict import FaultSocket, RefusedPort, Script, Stubs

from support.overview.api import Api, read_view
from support.overview.port import ShownProduct, View
from support.overview.response import Recorder, Response

SHOWN = (
    '{"products": [{"name": "Käse", "category": "R&D", "price": 1234567.89},'
    ' {"name": "b", "category": "c", "price": 0.10}], "total": 7, "categories": ["R&D", "c"]}'
)


def response(status: int = 200, text: str = SHOWN, **more: str) -> Response:
    """Return a response of the overview."""
    return Response("GET", "http://h/overview", {"X-Request-ID": "a-1"}, status, more, text, 0.1)


# --- reading --------------------------------------------------------------------------------------


def test_products_are_read_as_they_are_shown() -> None:
    assert read_view(response()) == View(
        "shown",
        [ShownProduct("Käse", "R&D", "1234567.89"), ShownProduct("b", "c", "0.10")],
        "",
        7,
        ["R&D", "c"],
    )


def test_no_products_are_a_message() -> None:
    view = read_view(response(text='{"products": [], "total": 0, "categories": []}'))
    assert view == View("shown", [], "There are no products to show.", 0, [])


@pytest.mark.parametrize(
    ("status", "outcome"),
    [(400, "mistaken"), (502, "unavailable"), (503, "unavailable"), (504, "unavailable")],
)
def test_a_problem_shows_its_detail(status: int, outcome: str) -> None:
    view = read_view(response(status, '{"detail": "So it is.", "status": 500}'))
    assert view == View(outcome, message="So it is.")
    assert view.total is None


@pytest.mark.parametrize("status", [201, 204, 206, 302, 401, 406, 429, 500, 501])
def test_another_status_is_reported_with_the_response(status: int) -> None:
    with pytest.raises(AssertionError) as wrong:
        read_view(response(status, "Oh no."))
    assert str(wrong.value) == (
        "No shopper should get this response:\n"
        f"GET http://h/overview: {status} after 0.10 s\nOh no."
    )


@pytest.mark.parametrize("status", [200, 503])
@pytest.mark.parametrize("text", ["", "<html>", '{"products": [', "{'a': 1}"])
def test_a_body_without_json_is_reported(status: int, text: str) -> None:
    with pytest.raises(AssertionError, match="The overview's response is not JSON:\nGET"):
        read_view(response(status, text))


@pytest.mark.parametrize("price", ['"10.99"', "10", "null", "true", "[10.99]", "NaN"])
def test_an_inexact_price_is_reported(price: str) -> None:
    with pytest.raises(AssertionError, match="shows a price that is no exact number: "):
        read_view(response(text=SHOWN.replace("0.10", price)))


@pytest.mark.parametrize("price", ["0.1", "0.100", "0.00", "9999999.99"])
def test_a_price_is_read_to_the_digit(price: str) -> None:
    assert read_view(response(text=SHOWN.replace("0.10", price))).products[1].price == price


@pytest.mark.parametrize(
    ("status", "text", "reason"),
    [
        (200, "[]", "Expected `object`, got `array`"),
        (200, "null", "Expected `object`, got `null`"),
        (200, '{"products": []}', "Object missing required field `total`"),
        (
            200,
            SHOWN.replace('"category"', '"kind"'),
            "Object missing required field `category` - at `$.products[0]`",
        ),
        (200, SHOWN.replace('"b"', "7"), "Expected `str`, got `int` - at `$.products[1].name`"),
        (400, '{"title": "Bad Request"}', "Object missing required field `detail`"),
    ],
)
def test_another_shape_is_named_with_the_response(status: int, text: str, reason: str) -> None:
    with pytest.raises(AssertionError) as wrong:
        read_view(response(status, text))
    beginning = f"The overview's JSON has another shape: {reason}\nGET http://h/overview: {status}"
    assert str(wrong.value).startswith(beginning)


# --- a response ----------------------------------------------------------------------------------


def test_a_response_has_both_request_ids() -> None:
    assert response().request_ids == {"a-1"}
    assert replace(response(), headers={"x-request-id": "b-2"}).request_ids == {"a-1", "b-2"}
    assert replace(response(), request_headers={}).request_ids == set()


def test_a_response_has_the_choices_of_its_request() -> None:
    url = "http://h/overview?category=R%26D+x&utm_source=m&page=&page=2"
    assert replace(response(), url=url).choices == [
        ("category", "R&D x"),
        ("page", ""),
        ("page", "2"),
    ]


@pytest.mark.parametrize(
    ("method", "verb"), [("GET", ["-i"]), ("HEAD", ["-I"]), ("DELETE", ["-i", "-X", "DELETE"])]
)
def test_a_line_for_the_shell_asks_again(method: str, verb: list[str]) -> None:
    url = "http://h/overview?category=it's&page=$HOME"
    asked = replace(response(), method=method, url=url, request_headers={"Accept": "a/b; q='1'"})
    assert shlex.split(asked.curl) == ["curl", *verb, "-H", "Accept: a/b; q='1'", url]


# --- asking ---------------------------------------------------------------------------------------


@pytest.fixture
def recorder() -> Recorder:
    """What happened between a scenario and the overview."""
    return Recorder()


@pytest.fixture
def api(stubs: Stubs, recorder: Recorder) -> Api:
    """The adapter in front of something that matches everything."""
    anything = Mapping(
        request=MappingRequest(method="ANY", url_pattern=".*"),
        response=MappingResponse(
            status=302, body="é", headers={"X-Odd": "1", "Location": "/elsewhere"}
        ),
    )
    stubs.set([anything], breaks=None)
    return Api(stubs.url, recorder, patience=30)


def test_each_request_has_an_id_and_is_recorded(api: Api, recorder: Recorder, stubs: Stubs) -> None:
    responses = [api.request(), api.request("/health", method="HEAD")]
    assert recorder.responses == responses
    entries = stubs.journal()
    ids = [entry.request_id for entry in entries]
    assert ids == [response.request_id for response in responses]
    assert recorder.request_ids == recorder.known == set(ids)
    assert [f"{each.method} {each.url}" for each in entries] == ["GET /overview", "HEAD /health"]


def test_no_redirect_is_followed(api: Api) -> None:
    got = api.request()
    assert (got.status, got.text, got.headers["x-odd"]) == (302, "é", "1")
    assert 0 < got.seconds < 30
    assert got.ended > got.began > 0


def test_choices_are_sent_as_they_are(api: Api, stubs: Stubs) -> None:
    choices = [("page", "1"), ("page", "x"), ("category", "R&D / Toys é+"), ("sort_by", "")]
    assert api.request(choices=choices).choices == choices
    assert stubs.journal()[0].query == choices


def test_a_header_may_be_given_or_left_out(api: Api, stubs: Stubs) -> None:
    given = api.request(headers={"X-Request-ID": "mine", "Accept": "text/html"})
    left_out = api.request(headers={"X-Request-ID": None})
    assert (given.request_id, left_out.request_id) == ("mine", "")
    first, second = stubs.journal()
    assert (first.request_id, first.request_headers["accept"]) == ("mine", "text/html")
    assert "x-request-id" not in second.request_headers


def test_a_header_goes_out_as_it_is_written(api: Api, stubs: Stubs) -> None:
    api.request(headers={"X-Request-ID": "a\r\nX-Two: b"})
    (entry,) = stubs.journal()
    assert (entry.url, entry.request_id) == ("/overview", "a")
    assert entry.request_headers["x-two"] == "b"


def test_no_proxy_is_obeyed(
    api: Api, refused: RefusedPort, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, refused.url)
    for name in ("no_proxy", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
    assert api.request().status == 302


def test_a_missing_response_is_a_failure(recorder: Recorder, refused: RefusedPort) -> None:
    with pytest.raises(AssertionError, match=f"No whole response to GET {refused.url}/overview"):
        Api(refused.url, recorder, patience=30).request()
    assert recorder.responses == []
    assert len(recorder.request_ids) == 1


def test_a_response_beyond_patience_is_a_failure(
    recorder: Recorder, stubs: Stubs, socket: FaultSocket
) -> None:
    socket.play(Script([60]))
    with pytest.raises(AssertionError, match="within .* s: timed out"):
        Api(socket.url, recorder, patience=0.1).request()
