"""A whole run, as the hooks use it: a real WireMock, a real overview, and what is judged."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from decimal import Decimal
from pathlib import Path

import psutil
import pytest
from wiremock_strict.errors import StartError
from wiremock_strict.nobody import Nobody

from support.overview.service import Limits, OwnOverviewServices
from support.product import Product
from support.products.answers import Offer
from support.products.faults import FAULTS
from support.run import Run, open_run
from support.settings import Settings

OFFER = Offer([Product("Desk Lamp", "Home", Decimal("24.50"))])


@pytest.fixture(scope="module")
def the_run() -> Iterator[Run]:
    """A run against the products service that a stub stands for."""
    with open_run(Settings(deadline=20)) as run:
        yield run


@pytest.fixture
def run(the_run: Run) -> Run:
    """The run at the beginning of a scenario, in its first Given."""
    the_run.begin_scenario()
    the_run.products.given = "the first Given"
    return the_run


def test_a_sound_scenario_has_no_problems_and_counts(run: Run) -> None:
    run.products.offer(OFFER)
    view = run.overview.open([("category", "Home"), ("sort_by", "price"), ("sort_order", "desc")])
    assert [product.name for product in view.products] == ["Desk Lamp"]
    assert run.end_scenario(passed=True) == []
    (told,) = run.summary()
    assert "sort_order=desc" not in told
    assert "sort_order=asc" in told


def test_a_scenario_that_failed_covers_nothing(run: Run) -> None:
    run.products.offer(OFFER)
    run.overview.open([("page_size", "20"), ("page", "1000000")])
    assert run.end_scenario(passed=False) == []
    assert "page 1000000" in run.summary()[0]


def test_what_no_given_answers_is_a_problem_with_its_near_miss(run: Run) -> None:
    run.products.offer(OFFER)
    run.program.ask(choices=[("page_size", "7")])
    problems = run.end_scenario(passed=True)
    assert problems[0] == ("The overview asked what no Given answers: GET /products?page_size=7")
    assert "Nothing was asked of this" in problems[1]
    assert len(run.products.near_misses()) == 1


def test_a_new_scenario_knows_nothing_of_the_one_before(run: Run) -> None:
    run.products.offer(OFFER)
    run.overview.open()
    run.begin_scenario()
    assert (run.answers, run.products.givens, run.products.exchanges()) == ([], [], [])
    assert run.end_scenario(passed=True) == []
    assert run.program.ask().status == 502  # WireMock's 404: nothing is offered


def test_each_question_is_named_anew_and_found_in_the_log(run: Run) -> None:
    run.products.offer(OFFER)
    first, second = run.program.ask(), run.program.ask()
    assert first.request_id != second.request_id
    assert [line["products_asked"] for line in run.log_of(first.request_id)] == [1]
    assert run.log_of("nobody") == []


def test_an_answer_that_tells_of_the_inside_is_a_failure_of_the_step(run: Run) -> None:
    run.products.offer(OFFER)
    with pytest.raises(AssertionError, match="tells the shopper of its inside"):
        run.program.ask("/openapi.yaml?", headers={"X-Request-ID": "canary.internal"})


def test_a_fault_elsewhere_is_asked_of_an_overview_of_its_own(run: Run) -> None:
    usual = run.overview_url()
    run.products.fail(FAULTS["refuses connections"])
    assert run.overview_url() != usual
    assert run.overview.open().outcome == "unavailable"
    assert run.end_scenario(passed=True) == []


def test_a_run_at_a_dead_address_is_one_sentence() -> None:
    with closing(Nobody()) as nobody:
        settings = Settings(wiremock=nobody.url)
        with (
            pytest.raises(StartError, match=f"^No WireMock responds at {nobody.url};"),
            open_run(settings),
        ):
            pass


def test_a_run_with_an_overview_that_asks_someone_else_is_one_sentence(
    tmp_path: Path, wiremock_url: str
) -> None:
    with (
        closing(Nobody()) as nobody,
        closing(OwnOverviewServices(tmp_path, proxy=nobody.url)) as services,
    ):
        url = services.asking(nobody.url, Limits(1))
        with (
            pytest.raises(StartError, match=f"^The overview service at {url} does not ask the W"),
            open_run(Settings(wiremock=wiremock_url, overview_url=url)),
        ):
            pass


def test_a_live_run_in_which_the_service_answered_nothing_is_a_failure(live_run: Run) -> None:
    live_run.begin_scenario()
    with pytest.raises(AssertionError, match="the real products service answered nothing"):
        live_run.summary()
    live_run.products.given = "the first Given"
    live_run.products.offer(OFFER)
    assert live_run.overview.open().total == 1
    assert live_run.end_scenario(passed=True) == []
    assert live_run.summary()[0] == "Answers of the real products service: 1."


@pytest.fixture
def live_run() -> Iterator[Run]:
    """A run against the real products service, of which nothing is left when it is over."""
    before = set(psutil.Process().children(recursive=True))
    with open_run(Settings(products="live", deadline=20)) as run:
        yield run
        ours = set(psutil.Process().children(recursive=True)) - before
        commands = [" ".join(process.cmdline()) for process in ours]
        for server in ("wiremock", "-m products_service", "-m overview_service"):
            assert [command for command in commands if server in command], server
        (folder,) = {Path(part) for p in ours for part in p.cmdline() if "/acceptance-" in part}
        assert folder.is_dir()
    assert [process for process in ours if process.is_running()] == []
    assert not folder.exists()


# --- the overview services ------------------------------------------------------------------------


def test_an_overview_that_cannot_start_is_told(tmp_path: Path) -> None:
    with (
        closing(OwnOverviewServices(tmp_path, proxy="http://127.0.0.1:9")) as services,
        pytest.raises(StartError, match="The overview service ended while starting"),
    ):
        services.asking("no address", Limits(1))
