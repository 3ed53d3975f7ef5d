"""The requests that PUT /products accepts, and those that change nothing."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, event
from werkzeug.test import TestResponse

from tests.products_service.clients import AUTHORIZED, put

LAMP = {"name": "Desk Lamp", "category": "Home", "price": 24.5}


def put_products(client: FlaskClient, *products: object) -> TestResponse:
    return put(client, json.dumps({"products": products}))


def names(client: FlaskClient) -> list[str]:
    return [product["name"] for product in json.loads(client.get("/products").text)["products"]]


FIRST = [f"Product {letter}" for letter in "ABCDEF"]


def test_a_put_replaces_everything(client: FlaskClient) -> None:
    response = put_products(client, {**LAMP, "name": "b"}, LAMP, {**LAMP, "name": "a"}, LAMP)
    assert (response.status_code, response.data) == (204, b"")
    assert names(client) == ["b", "Desk Lamp", "a", "Desk Lamp"]
    assert put_products(client, LAMP).status_code == 204
    assert names(client) == ["Desk Lamp"]


def test_awkward_texts_stay_as_they_are(client: FlaskClient) -> None:
    texts = [" ", "é", "e\u0301", "🎲", "<b>&amp;</b>", "\"'\\", "a\nb\tc", "\u2028", "\u200f", "﷽"]
    assert put_products(client, *({**LAMP, "name": t, "category": t} for t in texts)).status == (
        "204 NO CONTENT"
    )
    response = client.get("/products")
    assert "🎲" in response.text
    products = json.loads(response.text)["products"]
    assert [(product["name"], product["category"]) for product in products] == [
        (text, text) for text in texts
    ]


def test_the_first_products_never_come_back(
    make_app: Callable[..., Flask], database_url: str
) -> None:
    assert names(make_app(database_url).test_client()) == FIRST
    assert put_products(make_app(database_url).test_client()).status_code == 204
    assert names(make_app(database_url).test_client()) == []


def test_services_starting_together_add_the_products_once(
    make_app: Callable[..., Flask], database_url: str
) -> None:
    start = threading.Barrier(6)

    def begin(_: int) -> list[str]:
        start.wait(20)
        return names(make_app(database_url).test_client())

    with ThreadPoolExecutor(6) as pool:
        assert list(pool.map(begin, range(6))) == [FIRST] * 6


def test_concurrent_readers_see_complete_lists(
    make_app: Callable[..., Flask], database_url: str
) -> None:
    app = make_app(database_url)
    lists = [
        [{**LAMP, "name": f"{size}-{n}", "category": f"of {size}"} for n in range(size)]
        for size in (3, 40)
    ]
    assert put_products(app.test_client(), *lists[0]).status_code == 204

    def write(number: int) -> set[int]:
        client = app.test_client()
        return {put_products(client, *lists[(number + n) % 2]).status_code for n in range(15)}

    def read(_: int) -> set[tuple[Any, ...]]:
        client = app.test_client()
        responses = [client.get("/products?page_size=100") for _ in range(30)]
        assert {response.status_code for response in responses} == {200}
        return {
            (len(seen["products"]), seen["total"], *seen["categories"])
            for seen in (json.loads(response.text) for response in responses)
        }

    with ThreadPoolExecutor(8) as pool:
        writers = [pool.submit(write, number) for number in range(3)]
        readers = [pool.submit(read, number) for number in range(5)]
        assert {status for writer in writers for status in writer.result(60)} == {204}
        seen = {state for reader in readers for state in reader.result(60)}
    assert seen <= {(3, 3, "of 3"), (40, 40, "of 40")}


def test_a_page_shows_one_moment(make_app: Callable[..., Flask], database_url: str) -> None:
    app = make_app(database_url)

    def write() -> None:
        assert put_products(app.test_client(), LAMP).status_code == 204

    with ThreadPoolExecutor(1) as pool:
        writing: list[Future[None]] = []

        def write_in_between(*arguments: Any) -> None:
            if "count(" in arguments[2]:
                writing.append(pool.submit(write))
                wait(writing, timeout=0.5)  # SQLite lets the writer wait for the reader instead

        event.listen(Engine, "before_cursor_execute", write_in_between)
        try:
            seen = json.loads(app.test_client().get("/products").text)
        finally:
            event.remove(Engine, "before_cursor_execute", write_in_between)
        assert [product["name"] for product in seen["products"]] == FIRST
        assert (seen["total"], seen["categories"]) == (6, ["Books", "Electronics", "Movies"])
        writing[0].result(20)
    assert names(app.test_client()) == ["Desk Lamp"]


def product_with(**fields: object) -> str:
    return json.dumps({"products": [LAMP, {**LAMP, **fields}]})


def price_written(price: str) -> str:
    return f'{{"products": [{{"name": "n", "category": "c", "price": {price}}}]}}'


OFF = "The body is off the contract: "
PATTERN = r"Expected `str` matching regex '^[^\\x00\\ud800-\\udfff]+\\Z' - at `$.products[1].{}`."
NAME, CATEGORY = OFF + PATTERN.format("name"), OFF + PATTERN.format("category")
PRICE = (
    f"{OFF}Expected a number from 0 to 9999999.99 with at most two decimals"
    " - at `$.products[0].price`."
)
SYNTAX = "The body must be one JSON document in UTF-8."


@pytest.mark.parametrize(
    ("body", "detail"),
    [
        (b"", SYNTAX),
        (b"{", SYNTAX),
        (b'{"products": []} []', SYNTAX),
        (b'{"products": [],}', SYNTAX),
        (b'\xef\xbb\xbf{"products": []}', SYNTAX),
        ('{"products": []}'.encode("utf-16"), SYNTAX),
        (b'{"products": [{"name": "\xff"}]}', SYNTAX),
        (b"[" * 100_000, "The body is nested too deeply."),
        (b'{"products":' * 100_000, "The body is nested too deeply."),
        (b"[]", f"{OFF}Expected `object`, got `array`."),
        (b"null", f"{OFF}Expected `object`, got `null`."),
        (b'"products"', f"{OFF}Expected `object`, got `str`."),
        (b"{}", f"{OFF}Object missing required field `products`."),
        (b'{"products": [], "total": 0}', f"{OFF}Object contains unknown field `total`."),
        (b'{"products": null}', f"{OFF}Expected `array`, got `null` - at `$.products`."),
        (b'{"products": {}}', f"{OFF}Expected `array`, got `object` - at `$.products`."),
        (
            b'{"products": [], "products": []}',
            "The body must not give a field twice in one object.",
        ),
        (
            json.dumps({"products": [LAMP, LAMP["name"]]}),
            f"{OFF}Expected `object`, got `str` - at `$.products[1]`.",
        ),
        (
            json.dumps({"products": [LAMP, {"name": "n", "price": 1}]}),
            f"{OFF}Object missing required field `category` - at `$.products[1]`.",
        ),
        (
            product_with(colour="red"),
            f"{OFF}Object contains unknown field `colour` - at `$.products[1]`.",
        ),
        (product_with(name=""), NAME),
        (product_with(name=None), f"{OFF}Expected `str`, got `null` - at `$.products[1].name`."),
        (product_with(name=1), f"{OFF}Expected `str`, got `decimal` - at `$.products[1].name`."),
        (product_with(name="a\x00b"), NAME),
        (product_with(name="\ud800"), NAME),
        (product_with(category=""), CATEGORY),
        (
            product_with(category=["Home"]),
            f"{OFF}Expected `str`, got `array` - at `$.products[1].category`.",
        ),
        (product_with(category="\udfff"), CATEGORY),
        (price_written('"1.00"'), PRICE),
        (price_written("null"), PRICE),
        (price_written("true"), PRICE),
        (price_written("-0.01"), PRICE),
        (price_written("0.001"), PRICE),
        (price_written("10.995"), PRICE),
        (price_written("10.99" + "0" * 40 + "1"), PRICE),
        (price_written("1e-400"), PRICE),
        (price_written("10000000"), PRICE),
        (price_written("9999999.991"), PRICE),
        (price_written("15.9900000000000000000001"), PRICE),  # 15.99 as a float
        (price_written("1e400"), PRICE),
        (price_written("1e999999999"), PRICE),
        (price_written("1e99999999999999999999"), SYNTAX),
        (price_written("9" * 5000), PRICE),
        (price_written("NaN"), "NaN is not JSON."),
        (price_written("-Infinity"), "-Infinity is not JSON."),
        (price_written("01"), SYNTAX),
        (price_written(".5"), SYNTAX),
    ],
)
def test_a_wrong_body_changes_nothing(
    sqlite_client: FlaskClient, body: bytes | str, detail: str
) -> None:
    response = put(sqlite_client, body)
    assert (response.status_code, json.loads(response.text)["detail"]) == (400, detail)
    assert response.content_type == "application/problem+json"
    assert names(sqlite_client) == FIRST


def test_a_failed_write_changes_nothing(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("half way")

    monkeypatch.setattr("products_service.storage._insert", fail)
    assert put_products(client, LAMP).status_code == 500
    assert names(client) == FIRST


@pytest.mark.parametrize(
    "content_type", ["text/plain", "application/problem+json", "application/x-ndjson", "", None]
)
def test_a_body_of_another_type_is_refused(
    sqlite_client: FlaskClient, content_type: str | None
) -> None:
    response = put(sqlite_client, '{"products": []}', content_type=content_type)
    assert response.status_code == 415
    assert response.content_type == "application/problem+json"
    assert names(sqlite_client) == FIRST


@pytest.mark.parametrize("content_type", ["application/json; charset=utf-8", "Application/JSON"])
def test_the_content_type_may_have_parameters(
    sqlite_client: FlaskClient, content_type: str
) -> None:
    assert put(sqlite_client, '{"products": []}', content_type=content_type).status_code == 204


def test_a_body_may_have_four_mebibytes(
    sqlite_client: FlaskClient,
) -> None:
    body = '{"products": []}'.ljust(4 * 1024 * 1024)
    response = put(sqlite_client, body + " ")
    assert response.status_code == 413
    assert response.content_type == "application/problem+json"
    assert names(sqlite_client) == FIRST
    assert put(sqlite_client, body).status_code == 204


@pytest.mark.parametrize(
    "authorization",
    [
        None, "", "Bearer", "Bearer ", "Bearer wrong", "Bearer for-tests-onl",
        "Bearer for-tests-only2", "Bearer FOR-TESTS-ONLY", "Basic for-tests-only",
        "Basic eDpmb3ItdGVzdHMtb25seQ==", "for-tests-only", "Bearer for\xffonly",
        "Bearer token=for-tests-only", "Digest for-tests-only",
    ],
)  # fmt: skip
def test_a_wrong_token_changes_nothing(
    sqlite_client: FlaskClient, authorization: str | None
) -> None:
    headers = {} if authorization is None else {"Authorization": authorization}
    response = put(sqlite_client, '{"products": []}', headers=headers)
    assert response.status_code == 401
    assert response.headers["WWW-Authenticate"] == "Bearer realm=products"
    assert response.content_type == "application/problem+json"
    assert "for-tests-only" not in response.text
    assert names(sqlite_client) == FIRST


def test_the_bearer_scheme_ignores_case(sqlite_client: FlaskClient) -> None:
    headers = {"Authorization": "bearer for-tests-only"}
    assert put(sqlite_client, '{"products": []}', headers=headers).status_code == 204


@pytest.mark.parametrize("headers", [{}, AUTHORIZED, {"Authorization": "Bearer None"}])
def test_without_a_token_nobody_can_write(
    make_app: Callable[..., Flask], sqlite_url: str, headers: dict[str, str]
) -> None:
    client = make_app(sqlite_url, token="").test_client()
    response = put(client, '{"products": []}', headers=headers)
    assert response.status_code == 403
    assert json.loads(response.text)["detail"].startswith("Writing is off")
    assert names(client) == FIRST
