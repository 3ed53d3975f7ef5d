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
from wiremock_strict import RefusedPort, StartError, StubError, Stubs

from support.givens import Failure
from support.products.fault_kinds import Delay
from support.products.faults import FAULTS, TECHNICAL
from support.products.live import LiveProducts
from support.products.offer import Offer, Product
from support.products.service import ProductsService, products_service
from support.settings import Settings
from tests.support.products.conftest import DEADLINE, Stage
from tests.support.raw import request, watch

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
def live(service: ProductsService, stubs: Stubs) -> Stage:
    """The live adapter at the beginning of a scenario."""
    return Stage(LiveProducts(service), stubs)


def body(live: Stage, query: str = "") -> Any:
    """Return the JSON of the response to a request."""
    return json.loads(live.get(query).body, parse_float=Decimal)


def test_the_real_service_responds_and_is_recorded(live: Stage) -> None:
    live.set(Offer([ODD, LAMP]))
    got = live.get("?sort_by=price&sort_order=desc")
    expected = {
        "products": [vars(ODD), vars(LAMP)],
        "total": 2,
        "categories": ["Home", "R&D / Toys"],
    }
    assert json.loads(got.body, parse_float=Decimal) == expected
    (entry,) = live.journal()
    assert (entry.status, entry.response_body) == (200, got.body)
    assert (entry.origins, entry.proxied) == (["Given 1"], True)
    assert entry.response_headers["content-type"] == "application/json"
    assert b"1234567.89" in entry.response_body


def test_the_real_service_narrows_and_pages(live: Stage) -> None:
    live.set(Offer([LAMP, ODD, LAMP]))
    assert body(live, "?category=R%26D+%2F+Toys")["products"] == [vars(ODD)]
    assert body(live, "?page_size=1&page=2")["products"] == [vars(ODD)]
    assert body(live, "?category=Garden") == {
        "products": [],
        "total": 0,
        "categories": ["Home", "R&D / Toys"],
    }


def test_no_memory_of_the_offer_responds(live: Stage, service: ProductsService) -> None:
    live.set(Offer([LAMP]))
    service.replace_products(Offer([ODD]), "Given")
    assert body(live)["products"] == [vars(ODD)]


@pytest.mark.parametrize("query", ["?colour=red", "?page=1&page=1", "?sort_order=asc", "?page=0"])
def test_a_request_off_the_contract_stays_unmatched(live: Stage, query: str) -> None:
    live.set(Offer([LAMP]))
    assert live.get(query).status == 404
    assert [(entry.origins, entry.proxied) for entry in live.journal()] == [([], False)]


@pytest.mark.parametrize(
    ("method", "path"), [("GET", "/health"), ("PUT", "/products"), ("GET", "/openapi.yaml")]
)
def test_nothing_else_is_handed_on(live: Stage, method: str, path: str) -> None:
    live.set(Offer([LAMP]))
    assert request(live.url, path, method).status == 404


def test_without_an_offer_nothing_is_handed_on(live: Stage, service: ProductsService) -> None:
    service.replace_products(Offer([LAMP]), "an earlier Given")
    live.set()
    assert live.get().status == 404


def test_a_delay_decorates_the_real_response(live: Stage) -> None:
    live.set(Offer([LAMP]), Delay(2))
    seen = watch(live.url)
    assert seen.first >= 2 * DEADLINE
    assert json.loads(seen.response.body)["products"][0]["name"] == "Desk Lamp"
    (entry,) = live.journal()
    assert entry.proxied
    assert entry.origins == ["Given 1", "Given 2"]


def test_any_other_fault_replaces_the_service(live: Stage) -> None:
    live.set(Offer([LAMP]), FAULTS["responds 500 Internal Server Error"])
    assert live.get().status == 500
    (entry,) = live.journal()
    assert (entry.origins, entry.proxied) == (["Given 2"], False)


def test_after_the_failures_the_real_service_responds(live: Stage) -> None:
    live.set(Offer([LAMP]), Failure(TECHNICAL["responds 503 Service Unavailable"], times=2))
    assert [live.get().status for _ in range(4)] == [503, 503, 200, 200]
    assert [entry.proxied for entry in live.journal()] == [False, False, True, True]


@pytest.mark.parametrize(
    ("product", "problem"),
    [
        (Product("", "Books", Decimal(1)), "products[0].name"),
        (Product("x", "Books", Decimal("9.999")), "products[0].price"),
    ],
)
def test_refused_products_name_the_given(live: Stage, product: Product, problem: str) -> None:
    with pytest.raises(StubError) as refused:
        live.set(Offer([product]))
    first, reason = str(refused.value).split("\n", 1)
    assert first == "The products service refuses these products with 400: Given 1"
    assert problem in reason


def test_a_wrong_token_is_named(service: ProductsService) -> None:
    with (
        closing(ProductsService(service.url, "wrong")) as stranger,
        pytest.raises(StubError, match=r"refuses these products with 401: Given\n.*token"),
    ):
        stranger.replace_products(Offer([]), "Given")


def test_a_dead_service_is_named(refused: RefusedPort) -> None:
    with (
        closing(ProductsService(refused.url, "token")) as gone,
        pytest.raises(StartError, match=f"^No products service responds at {refused.url}.$"),
    ):
        gone.replace_products(Offer([]), "Given")


def test_a_service_that_runs_already_is_used(service: ProductsService, tmp_path: Path) -> None:
    token = str(service._session.headers["Authorization"]).removeprefix("Bearer ")
    settings = Settings(products="live", products_url=service.url, products_token=token)
    with products_service(settings, tmp_path) as running:
        running.replace_products(Offer([LAMP]), "Given")
    assert list(tmp_path.iterdir()) == []  # nothing was started
    service.replace_products(Offer([]), "Given")  # and nothing was stopped


def test_a_wrong_token_is_found_at_the_start(service: ProductsService, tmp_path: Path) -> None:
    settings = Settings(products="live", products_url=service.url, products_token="wrong")
    with (
        pytest.raises(StartError, match="cannot be replaced; is products_token right?"),
        products_service(settings, tmp_path),
    ):
        pass


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
