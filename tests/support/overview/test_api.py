"""The api adapter: how it asks, and what it reads out of a response."""

from __future__ import annotations

import pytest
from wiremock.client import Mapping, MappingRequest, MappingResponse
from wiremock_strict import Stubs
from wiremock_strict.under_test import Recorder, Response

from support.overview.api import Api, read_view
from support.overview.port import View

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
        [
            {"name": "Käse", "category": "R&D", "price": "1234567.89"},
            {"name": "b", "category": "c", "price": "0.10"},
        ],
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
    with pytest.raises(AssertionError, match="The response is not JSON:\nGET"):
        read_view(response(status, text))


@pytest.mark.parametrize("price", ["null", "true", "[10.99]", "NaN"])
def test_a_field_without_text_or_number_is_reported(price: str) -> None:
    with pytest.raises(AssertionError, match="overview's price is neither text nor an exact num"):
        read_view(response(text=SHOWN.replace("0.10", price)))


@pytest.mark.parametrize("price", ["0.1", "0.100", "0.00", "10", "9999999.99"])
def test_a_price_is_read_to_the_digit(price: str) -> None:
    assert read_view(response(text=SHOWN.replace("0.10", price))).products[1]["price"] == price


@pytest.mark.parametrize(
    ("status", "text", "reason"),
    [
        (200, "[]", "Expected `object`, got `array`"),
        (200, "null", "Expected `object`, got `null`"),
        (200, '{"products": []}', "Object missing required field `total`"),
        (
            200,
            SHOWN.replace('"total": 7', '"total": "7"'),
            "Expected `int`, got `str` - at `$.total`",
        ),
        (400, '{"title": "Bad Request"}', "Object missing required field `detail`"),
    ],
)
def test_another_shape_is_named_with_the_response(status: int, text: str, reason: str) -> None:
    with pytest.raises(AssertionError) as wrong:
        read_view(response(status, text))
    beginning = f"The overview's JSON has another shape: {reason}\nGET http://h/overview: {status}"
    assert str(wrong.value).startswith(beginning)


# --- asking ---------------------------------------------------------------------------------------


def test_a_shopper_asks_for_json_with_their_choices(stubs: Stubs) -> None:
    page = MappingResponse(status=200, body=SHOWN)
    anything = Mapping(request=MappingRequest(method="GET", url_pattern=".*"), response=page)
    stubs.set([anything], breaks=None)
    recorder = Recorder()
    assert Api(stubs.url, recorder, patience=30).open([("page", "2")]).total == 7
    (entry,) = stubs.journal()
    assert (entry.url, entry.request_id) == ("/overview?page=2", recorder.responses[0].request_id)
    assert entry.request_headers["accept"] == "application/json"
