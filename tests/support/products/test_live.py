"""The live adapter: a real products service answers, WireMock stands between and records."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing
from decimal import Decimal
from pathlib import Path
from typing import Any

import psutil
import pytest
import requests
from tests.support.raw import Got, ask, watch
from wiremock_strict.client import WireMock
from wiremock_strict.contract import Operation
from wiremock_strict.errors import StartError, StubError
from wiremock_strict.nobody import Nobody
from wiremock_strict.scripted_socket import ScriptedSocket

from support.product import Product
from support.products.answers import Offer
from support.products.faults import FAULTS, Delay
from support.products.live import LiveProducts, ProductsService
from support.products.service import products_service
from support.settings import Settings
from tests.support.products.conftest import DEADLINE, DEADLINES

LAMP = Product("Desk Lamp", "Home", Decimal("24.50"))
ODD = Product('"Käse" 🦖 <b>\\</b> {{x}}', "R&D / Toys", Decimal("1234567.89"))


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ProductsService]:
    """A real products service in a process of its own."""
    folder = tmp_path_factory.mktemp("products")
    with products_service(Settings(products="live"), folder) as running:
        assert (folder / "products.sqlite3").is_file()
        yield running


@pytest.fixture
def live(
    service: ProductsService,
    wiremock: WireMock,
    scripted: ScriptedSocket,
    nobody: Nobody,
    contract: Operation,
) -> LiveProducts:
    """The live adapter at the beginning of a scenario, in its first Given."""
    products = LiveProducts(service, wiremock, scripted, nobody, contract, DEADLINES)
    products.reset()
    products.given = "the first Given"
    return products


def asked(live: LiveProducts, query: str = "", method: str = "GET") -> Got:
    """Ask as the overview would."""
    return ask(live.url, f"/products{query}", method)


def answer(live: LiveProducts, query: str = "") -> Any:
    """Return the JSON that a question is answered."""
    return json.loads(asked(live, query).body, parse_float=Decimal)


def test_the_real_service_answers_and_its_whole_answer_is_taken_down(live: LiveProducts) -> None:
    live.offer(Offer([ODD, LAMP]))
    got = asked(live, "?sort_by=price&sort_order=desc")
    expected = {
        "products": [vars(ODD), vars(LAMP)],
        "total": 2,
        "categories": ["Home", "R&D / Toys"],
    }
    assert json.loads(got.body, parse_float=Decimal) == expected
    (exchange,) = live.exchanges()
    assert (exchange.status, exchange.body) == (200, got.body)
    assert (exchange.givens, exchange.live) == (["the first Given"], True)
    assert exchange.answer_headers["content-type"] == "application/json"
    assert b"1234567.89" in exchange.body


def test_the_real_service_narrows_and_cuts_for_itself(live: LiveProducts) -> None:
    live.offer(Offer([LAMP, ODD, LAMP]))
    assert answer(live, "?category=R%26D+%2F+Toys")["products"] == [vars(ODD)]
    assert answer(live, "?page_size=1&page=2")["products"] == [vars(ODD)]
    assert answer(live, "?category=Garden") == {
        "products": [],
        "total": 0,
        "categories": ["Home", "R&D / Toys"],
    }


def test_it_is_the_service_that_answers_and_not_a_memory_of_the_offer(
    live: LiveProducts, service: ProductsService
) -> None:
    live.offer(Offer([LAMP]))
    service.replace_products(Offer([ODD]))
    assert answer(live)["products"] == [vars(ODD)]


@pytest.mark.parametrize("query", ["?colour=red", "?page=1&page=1", "?sort_order=asc", "?page=0"])
def test_a_question_that_the_contract_forbids_stays_unmatched(
    live: LiveProducts, query: str
) -> None:
    live.offer(Offer([LAMP]))
    assert asked(live, query).status == 404
    assert [(exchange.givens, exchange.live) for exchange in live.exchanges()] == [([], False)]


@pytest.mark.parametrize(
    ("method", "path"), [("GET", "/health"), ("PUT", "/products"), ("GET", "/openapi.yaml")]
)
def test_nothing_else_is_handed_on(live: LiveProducts, method: str, path: str) -> None:
    live.offer(Offer([LAMP]))
    assert ask(live.url, path, method).status == 404


def test_a_reset_leaves_no_product(live: LiveProducts, service: ProductsService) -> None:
    live.offer(Offer([LAMP]))
    live.reset()
    assert asked(live).status == 404  # nobody offers anything
    with requests.Session() as session:
        session.trust_env = False
        left = session.get(f"{service.url}/products", timeout=30).json()
    assert left == {"products": [], "total": 0, "categories": []}


def test_a_later_offer_takes_the_place_of_an_earlier_one(live: LiveProducts) -> None:
    live.offer(Offer([LAMP]))
    live.offer(Offer([ODD]))
    assert answer(live)["products"] == [vars(ODD)]


def test_a_delay_decorates_the_real_answer(live: LiveProducts) -> None:
    live.offer(Offer([LAMP]))
    live.given = "the second Given"
    live.fail(Delay(2))
    seen = watch(live.url)
    assert seen.first >= 2 * DEADLINE
    assert json.loads(seen.answer.body)["products"][0]["name"] == "Desk Lamp"
    (exchange,) = live.exchanges()
    assert exchange.live
    assert exchange.givens == ["the first Given", "the second Given"]


def test_any_other_fault_takes_the_place_of_the_service(live: LiveProducts) -> None:
    live.offer(Offer([LAMP]))
    live.given = "the second Given"
    live.fail(FAULTS["has an error of its own"])
    assert asked(live).status == 500
    (exchange,) = live.exchanges()
    assert (exchange.givens, exchange.live) == (["the second Given"], False)
    live.fail(FAULTS["stops in the middle of its headers"])
    assert b"\r\n\r\n" not in watch(live.url).data


def test_after_the_failures_the_real_service_answers(live: LiveProducts) -> None:
    live.offer(Offer([LAMP]))
    live.fail(FAULTS["is down for maintenance"], times=2)
    assert [asked(live).status for _ in range(4)] == [503, 503, 200, 200]
    assert [exchange.live for exchange in live.exchanges()] == [False, False, True, True]


@pytest.mark.parametrize(
    ("product", "told"),
    [
        (Product("", "Books", Decimal(1)), "products[0].name must be a text"),
        (Product("x", "Books", Decimal("9.999")), "products[0].price must be a number"),
    ],
)
def test_products_that_the_service_refuses_are_told(
    live: LiveProducts, product: Product, told: str
) -> None:
    with pytest.raises(StubError) as refused:
        live.offer(Offer([product]))
    assert str(refused.value).startswith("The products service refuses these products (400): ")
    assert told in str(refused.value)


def test_a_wrong_token_is_told(service: ProductsService) -> None:
    with (
        closing(ProductsService(service.url, "wrong")) as stranger,
        pytest.raises(StubError, match=r"refuses these products \(401\): .*token"),
    ):
        stranger.replace_products(Offer([]))


def test_a_service_that_does_not_answer_is_told(nobody: Nobody) -> None:
    with (
        closing(ProductsService(nobody.url, "token")) as gone,
        pytest.raises(StartError, match=f"^No products service answers at {nobody.url}.$"),
    ):
        gone.replace_products(Offer([]))


def test_a_service_that_runs_already_is_taken_as_it_is(
    service: ProductsService, tmp_path: Path
) -> None:
    token = str(service._session.headers["Authorization"]).removeprefix("Bearer ")
    settings = Settings(products="live", products_url=service.url, products_token=token)
    with products_service(settings, tmp_path) as running:
        running.replace_products(Offer([LAMP]))
    assert list(tmp_path.iterdir()) == []  # nothing was started
    service.replace_products(Offer([]))  # and nothing was stopped


def test_a_service_of_our_own_ends_with_the_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://somebody/elses")
    monkeypatch.setenv("PORT", "5002")
    monkeypatch.setenv("HOST", "0.0.0.0")
    with products_service(Settings(products="live"), tmp_path) as running:
        assert running.url.startswith("http://127.0.0.1:")
        assert not running.url.endswith(":5002")
        (ours,) = [
            child
            for child in psutil.Process().children(recursive=True)
            if str(tmp_path) in child.environ().get("DATABASE_URL", "")
            and "products_service" in child.cmdline()
            and "guard.py" not in " ".join(child.cmdline())
        ]
    assert not ours.is_running()
