"""The rules of this shop: what each of them finds, and what it lets pass."""

from __future__ import annotations

from pathlib import Path

import pytest
from wiremock_strict import RefusedPort
from wiremock_strict.under_test import leaks, secrets

from overview_service import create_app
from overview_service.settings import Settings
from support.judging.rules import SLACK, SLACK_IN_A_CROWD, late, not_live, other_choices
from support.products.fault_kinds import CANARY
from tests.support.judging.exchanges import GIVEN, entry, response

FOLDERS = [Path("/srv/checkout"), Path("/tmp/acceptance-x1")]
SECRETS = {
    CANARY,
    *secrets(["http://127.0.0.1:40123", "http://wiremock.internal:8080", ""], FOLDERS),
}
GOOD = '{"products": [{"name": "Lamp", "category": "Home", "price": 10.00}], "total": 1}'


# --- choices --------------------------------------------------------------------------------------


def test_choices_may_be_passed_on_in_any_order_and_encoding() -> None:
    chosen = response("?category=R%26D+%2F+Toys&page=1&utm_source=mail")
    passed_on = entry("?page=1&category=R%26D%20/%20Toys")
    assert list(other_choices([passed_on], [chosen])) == []


@pytest.mark.parametrize(
    ("chosen", "asked", "problem"),
    [
        ("?page=2", "", "The shopper chose page=2, but the overview asked for nothing: /products"),
        ("", "?page_size=20", "The shopper chose nothing, but the overview asked for page_size=20"),
        ("?sort_by=name", "?sort_by=price", "chose sort_by=name, but the overview asked for sort_"),
        ("?category=Books", "?category=books", "chose category=Books, but the overview asked for"),
        ("?category=caf%C3%A9", "?category=caf%C3%83%C2%A9", "asked for category=cafÃ©"),
        ("?category=a%2Bb", "?category=a+b", "The shopper chose category=a+b, but the overview"),
        ("?category=Books", "?category=Books&colour=red", "category=Books, colour=red"),
    ],
)
def test_other_choices_are_found(chosen: str, asked: str, problem: str) -> None:
    (found,) = other_choices([entry(asked)], [response(chosen)])
    assert problem in found


def test_each_request_has_its_own_choices() -> None:
    responses = [response("?page=1"), response("?page=2", "id-2")]
    crossed = [entry("?page=2"), entry("?page=1", "id-2")]
    assert len(list(other_choices(crossed, responses))) == 2
    straight = [entry("?page=1"), entry("?page=2", "id-2")]
    assert list(other_choices(straight, responses)) == []


def test_choices_belong_to_the_overviews_own_id_too() -> None:
    renamed = response("?page=2", "", headers={"x-request-id": "made-1"})
    assert list(other_choices([entry("?page=2", "made-1")], [renamed])) == []
    assert len(list(other_choices([entry("?page=3", "made-1")], [renamed]))) == 1


# --- live -----------------------------------------------------------------------------------------


def test_an_offer_must_be_served_live() -> None:
    assert list(not_live([entry(proxied=True)], GIVEN)) == []
    (found,) = not_live([entry()], GIVEN)
    assert found == f"The real products service did not serve GET /products: {GIVEN}"


def test_a_fault_need_not_be_served_live() -> None:
    assert list(not_live([entry(origins=["Given it is a teapot"])], GIVEN)) == []
    assert list(not_live([entry()], "")) == []


# --- time -----------------------------------------------------------------------------------------


def test_a_grossly_late_response_is_found() -> None:
    allowed = 0.5 + SLACK + SLACK_IN_A_CROWD
    assert list(late([response(seconds=allowed)], deadline=0.5)) == []
    (found,) = late([response(seconds=allowed + 0.01)], deadline=0.5)
    assert found.startswith("The overview took too long; its deadline is 0.5 s: GET http://h/over")
    assert "after 5.61 s" in found


def test_a_crowd_may_take_longer() -> None:
    crowd = [response(seconds=14)] * 100
    assert list(late(crowd, deadline=1)) == []
    health = [response(url="http://h/health", seconds=14)] * 100
    assert len(list(late(health, deadline=1))) == 100


# --- leaks ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["see canary.internal for more", "asked 127.0.0.1 in vain"])
def test_a_leak_is_found(text: str) -> None:
    (found,) = leaks([response(text=text)], SECRETS)
    assert text in found


@pytest.mark.parametrize("accept", ["application/json", "text/html"])
@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/overview", 503),
        ("/overview?page=0", 400),
        ("/health", 200),
        ("/", 302),
        ("/nothing", 404),
    ],
)
def test_the_real_overview_leaks_nothing(
    refused: RefusedPort, path: str, status: int, accept: str
) -> None:
    shopper = create_app(Settings(products_url=refused.url)).test_client()
    got = shopper.get(path, headers={"Accept": accept})
    headers = {name.lower(): value for name, value in got.headers.items()}
    given = response(url=path, status=got.status_code, headers=headers, text=got.text)
    assert given.status == status
    assert list(leaks([given], secrets([refused.url], FOLDERS))) == []
