"""A whole run, as the hooks use it: a real WireMock, a real overview, and its verdicts."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import psutil
import pytest
from wiremock_strict import RefusedPort, StartError

from support.play import Play
from support.products.faults import FAULTS
from support.products.offer import Offer, Product
from support.run import Run, open_run
from support.settings import Settings

OFFER = Offer([Product("Desk Lamp", "Home", Decimal("24.50"))])


@pytest.fixture(scope="module")
def run() -> Iterator[Run]:
    """A run on stub."""
    with open_run(Settings(deadline=20)) as run:
        yield run


@pytest.fixture
def play(run: Run) -> Play:
    """A scenario in its first Given."""
    play = run.begin(in_browser=False)
    play.begin_step("Given the first", is_given=True)
    return play


def test_a_sound_scenario_has_no_problems(play: Play) -> None:
    play.offer(OFFER)
    view = play.overview.open([("category", "Home"), ("sort_by", "price"), ("sort_order", "desc")])
    assert [product["name"] for product in view.products] == ["Desk Lamp"]
    verdict = play.judge()
    assert verdict.problems == []
    assert [entry.origins for entry in verdict.own] == [["Given the first"]]


def test_an_unmatched_request_is_a_problem(play: Play) -> None:
    play.program.request(choices=[("page_size", "7")])
    assert play.judge().problems == ["No stub matched this request: GET /products?page_size=7"]


def test_a_new_scenario_knows_nothing_of_the_last(run: Run, play: Play) -> None:
    play.offer(OFFER)
    play.overview.open()
    following = run.begin(in_browser=False)
    assert (following.recorder.responses, following.requests()) == ([], [])
    assert following.judge().problems == []
    assert following.program.request().status == 502  # WireMock's 404: nothing is offered


def test_the_log_has_the_requests_of_the_scenario(run: Run, play: Play) -> None:
    play.offer(OFFER)
    first, second = play.program.request(), play.program.request()
    assert first.request_id != second.request_id
    assert [line["products_requests"] for line in play.log().entries(first.request_id)] == [1]
    following = run.begin(in_browser=False)
    following.begin_step("When", is_given=False)
    assert following.log().entries(first.request_id) == []


def test_a_leak_is_a_problem_of_the_verdict(play: Play) -> None:
    play.offer(OFFER)
    play.program.request("/health", headers={"X-Request-ID": "canary.internal"})
    assert "leaks internal details: 'canary.internal'" in "\n".join(play.judge().problems)


def test_another_address_has_an_overview_of_its_own(run: Run, play: Play) -> None:
    usual = run.begin(in_browser=False).service().url
    play.fail(FAULTS["refuses connections"])
    assert play.service().url != usual
    assert play.overview.open().outcome == "unavailable"
    assert play.judge().problems == []


def test_a_command_repeats_the_settings(run: Run) -> None:
    command = ".venv/bin/behave -D products=stub -D view=api -D deadline=20 a.feature:3"
    assert run.command("a.feature:3") == command


def test_a_command_reaches_a_scenario_in_progress(run: Run) -> None:
    assert run.command("a.feature:3", wip=True).endswith(" --tags=@wip a.feature:3")


# --- opening --------------------------------------------------------------------------------------


def test_a_dead_wiremock_is_one_sentence(refused: RefusedPort) -> None:
    with (
        pytest.raises(StartError, match=f"^No WireMock responds at {refused.url};"),
        open_run(Settings(wiremock=refused.url)),
    ):
        pass


def test_a_live_run_uses_the_real_service_and_ends_it() -> None:
    before = set(psutil.Process().children(recursive=True))
    with open_run(Settings(products="live", deadline=20)) as run:
        play = run.begin(in_browser=False)
        play.offer(OFFER)
        assert play.overview.open().total == 1
        verdict = play.judge()
        assert (verdict.problems, [entry.proxied for entry in verdict.own]) == ([], [True])
        ours = set(psutil.Process().children(recursive=True)) - before
        commands = [" ".join(process.cmdline()) for process in ours]
        for server in ("wiremock", "-m products_service", "-m overview_service"):
            assert [command for command in commands if server in command], server
        arguments = [part for process in ours for part in process.cmdline()]
        (folder,) = {Path(a.partition("=")[2]) for a in arguments if a.startswith("--root-dir=")}
        assert folder.is_dir()
    assert [process for process in ours if process.is_running()] == []
    assert not folder.exists()
