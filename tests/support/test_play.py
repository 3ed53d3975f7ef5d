"""How a scenario is played: its Givens in any order, and what comes of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal
from itertools import combinations, permutations
from typing import Any

import psutil
import pytest
from wiremock_strict import StubError

from support.errors import GivenError, OutOfReachError
from support.givens import Deadline, Device, Givens, InFlight
from support.overview.port import View
from support.play import Play
from support.products.fault_kinds import SHORT, Delay
from support.products.faults import FAULTS
from support.products.offer import Offer, Product
from support.run import Run, open_run
from support.settings import Settings
from support.under_test.service import Limits

OFFER = Offer([Product("Desk Lamp", "Home", Decimal("24.50"))])
Say = Callable[[Play], object]
# Every kind of Given that features use.
SAYINGS: dict[str, Say] = {
    "offer": lambda play: play.offer(OFFER),
    "delay": lambda play: play.fail(FAULTS["responds slowly but in time"]),
    "failure": lambda play: play.fail(FAULTS["responds 418 I'm a Teapot"]),
    "failure, twice": lambda play: play.fail(FAULTS["responds 503 Service Unavailable"], times=2),
    "broken connection, once": lambda play: play.fail(
        FAULTS["closes the connection without responding"], times=1
    ),
    "bytes": lambda play: play.fail(FAULTS["closes the connection in the middle of its headers"]),
    "hang": lambda play: play.fail(FAULTS["never responds"]),
    "another address": lambda play: play.fail(FAULTS["refuses connections"]),
    "deadline": lambda play: play.given(Deadline(7)),
    "in flight": lambda play: play.given(InFlight(3)),
    "device": lambda play: play.given(Device("a phone")),
    "look": lambda play: play.overview.open(),
}


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


def outcome(run: Run, kinds: tuple[str, ...]) -> Any:
    """Return what comes of these Givens: an error, or limits, two looks and the verdict."""
    play = run.begin(in_browser=False)
    try:
        for kind in kinds:
            play.begin_step(f"Given {kind}", is_given=True)
            SAYINGS[kind](play)
        play.begin_step("When", is_given=False)
        views = [play.overview.open() for _ in range(2)]
    except GivenError:
        return "refused"
    tries = [sorted(entry.origins) for entry in play.requests()]
    return play.limits, views, tries, sorted(play.judge().problems)


@pytest.mark.parametrize("kinds", list(combinations(SAYINGS, 2)), ids=" and ".join)
def test_two_givens_may_change_places(run: Run, kinds: tuple[str, str]) -> None:
    if "look" in kinds:  # what is said after a look comes too late
        other = next(kind for kind in kinds if kind != "look")
        assert outcome(run, ("look", other)) == "refused"
    else:
        one, other_way_round = (outcome(run, order) for order in permutations(kinds))
        assert one == other_way_round


def test_a_delay_and_an_offer_fit_together(run: Run) -> None:
    limits, views, tries, problems = outcome(run, ("delay", "offer"))
    assert limits == Limits(20)
    assert [view.total for view in views] == [1] * 2
    assert tries == [["Given delay", "Given offer"]] * 2
    assert problems == []


# --- Givens ---------------------------------------------------------------------------------------


def test_a_given_off_the_contract_fails_itself(play: Play) -> None:
    with pytest.raises(StubError, match="does not allow what this stubs: Given the first"):
        play.offer(Offer([Product("", "Home", Decimal(1))]))


def test_an_uncountable_fault_is_refused(play: Play) -> None:
    for words in ("resets the connection", "refuses connections", "responds slowly but in time"):
        with pytest.raises(GivenError, match="cannot stop after a number of times: Given the fir"):
            play.fail(FAULTS[words], times=1)


def test_a_second_given_of_a_kind_names_both() -> None:
    givens = Givens()
    givens.add(OFFER, "Given one (a:1)")
    with pytest.raises(GivenError) as refused:
        givens.add(OFFER, "Given two (a:2)")
    assert str(refused.value) == (
        "Two Givens contradict each other; remove one:\n    Given one (a:1)\n    Given two (a:2)"
    )


def test_a_given_after_a_look_is_refused(play: Play) -> None:
    play.offer(OFFER)
    play.overview.open()
    with pytest.raises(GivenError, match="The overview is open already; move this up: Given the"):
        play.fail(FAULTS["responds 418 I'm a Teapot"])


def test_a_delay_of_nothing_is_refused(play: Play) -> None:
    play.fail(Delay(0.1))
    with pytest.raises(GivenError, match="No Given says which products are sent: Given the fir"):
        play.overview.open()


def test_the_step_meets_what_the_hook_met(play: Play) -> None:
    play.fail(Delay(0.1))
    play.begin_step("When", is_given=False)
    with pytest.raises(GivenError):
        play.overview.open()


# --- limits ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("says", "limits"),
    [
        ([], Limits(20)),
        ([FAULTS["responds 418 I'm a Teapot"]], Limits(20)),
        ([FAULTS["never responds"]], Limits(SHORT)),
        ([FAULTS["never responds"], InFlight(2)], Limits(SHORT, 2)),
        ([Deadline(30)], Limits(30)),
        ([Deadline(30), FAULTS["never responds"]], Limits(30)),
    ],
)
def test_the_givens_together_choose_the_limits(play: Play, says: list[Any], limits: Limits) -> None:
    for each in says:
        play.given(each) if isinstance(each, Deadline | InFlight) else play.fail(each)
    assert play.limits == limits


def test_an_overview_that_runs_already_keeps_its_limits(play: Play) -> None:
    class Unlimited:
        can_be_limited = False

        def asking(self, products_url: str, limits: Limits) -> Any:
            raise OutOfReachError("it is as it is")

    play.overviews = Unlimited()
    play.fail(FAULTS["never responds"])
    assert play.limits == Limits(20)
    play.begin_step("When", is_given=False)  # the step meets it, not the hook
    with pytest.raises(OutOfReachError, match="it is as it is"):
        play.overview.open()


# --- looking --------------------------------------------------------------------------------------


def test_the_servers_are_ready_before_a_when(play: Play) -> None:
    play.fail(FAULTS["refuses connections"])
    play.begin_step("When", is_given=False)
    ready = processes()
    assert play.overview.open() == View(
        "unavailable", message="Products are unavailable right now. Please try again in a moment."
    )
    assert processes() == ready


def processes() -> set[int]:
    """Return the processes that run below this one."""
    return {process.pid for process in psutil.Process().children(recursive=True)}


def test_a_web_page_needs_a_tag(play: Play) -> None:
    play.begin_step("When the shopper follows a link (a:7)", is_given=False)
    with pytest.raises(GivenError, match="Tag this scenario @browser, as it needs one: When the"):
        _ = play.web_page
    assert play.picture() is None
