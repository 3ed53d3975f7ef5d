"""A run is compared with the last one of the same settings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import pytest
from behave_strict.history import Entry
from behave_strict.page import entry_of
from behave_strict.page.changes import changes
from behave_strict.page.model import Case

from .stream import Stream, failing

FEATURE = """\
Feature: F
  Scenario: One
    Then one holds

  Scenario: Two
    Then two holds

  Scenario: Three
    Then three holds
"""


def played(*failed: str, seconds: float = 0.1) -> Stream:
    stream = Stream().facts(products="stub").feature(FEATURE)
    return stream.play(lambda t: failing() if t.split()[0] in failed else {}, seconds)


def entry(products: str = "stub", **outcomes: str) -> Entry:
    scenarios = {f"a.{name}": (outcome, 0.1) for name, outcome in outcomes.items()}
    counts = Counter(outcomes.values())
    return Entry("2026-11-25T10:00:00+00:00", 3.0, {"products": products}, "", counts, scenarios)


ALL_WELL = {"one": "passed", "two": "passed", "three": "passed"}


def names(cases: Iterable[Case]) -> list[str]:
    return [case.name for case in cases]


def test_what_passed_before_and_fails_now_is_newly_failing() -> None:
    found = changes(played("two").run, [entry(**ALL_WELL)], whole=True)
    assert names(found.broke) == ["Two"]
    assert [*found.still, *found.mended, *found.new, *found.gone] == []
    assert found.any


def test_what_failed_before_is_mended_or_still_failing() -> None:
    before = entry(**{**ALL_WELL, "one": "failed", "two": "error"})
    found = changes(played("two").run, [before], whole=True)
    assert (names(found.mended), names(found.still), found.broke) == (["One"], ["Two"], [])


def test_what_was_played_before_and_is_not_now_is_no_longer_played() -> None:
    stream = Stream().facts(products="stub").feature(FEATURE)
    run = stream.play(lambda t: {"status": "SKIPPED"} if t.split()[0] != "three" else {}).run
    before = entry(one="passed", two="failed", three="skipped")
    found = changes(run, [before], whole=True)
    assert (names(found.dropped), names(found.resumed)) == (["One", "Two"], ["Three"])
    assert found.any
    again = changes(run, [entry(one="skipped", two="not run", three="passed")], whole=True)
    assert (again.dropped, again.resumed, again.any) == ([], [], False)


@pytest.mark.parametrize(
    ("before", "change"),
    [
        ({**ALL_WELL, "one": "failed"}, "mended"),
        ({**ALL_WELL, "one": "skipped"}, "resumed"),
        ({**ALL_WELL, "four": "passed"}, "gone"),
        ({"one": "passed", "two": "passed"}, "new"),
    ],
)
def test_a_single_change_is_something_to_tell(before: dict[str, str], change: str) -> None:
    found = changes(played().run, [entry(**before)], whole=True)
    assert len(getattr(found, change)) == 1
    assert found.any


def test_a_single_scenario_that_is_no_longer_played_is_something_to_tell() -> None:
    stream = Stream().facts(products="stub").feature(FEATURE)
    run = stream.play(lambda t: {"status": "SKIPPED"} if t.split()[0] == "two" else {}).run
    found = changes(run, [entry(**ALL_WELL)], whole=True)
    assert (names(found.dropped), found.any) == (["Two"], True)


def test_what_is_skipped_no_longer_and_fails_is_newly_failing() -> None:
    found = changes(played("one").run, [entry(**{**ALL_WELL, "one": "skipped"})], whole=True)
    assert (names(found.broke), found.resumed) == (["One"], [])


def test_new_and_gone_scenarios_are_told_apart() -> None:
    before = entry(one="passed", two="passed", four="passed")
    found = changes(played().run, [before], whole=True)
    assert (names(found.new), found.gone) == (["Three"], ["a.four"])


def test_nothing_is_gone_from_a_selection() -> None:
    before = entry(**ALL_WELL, four="passed")
    assert changes(played().run, [before], whole=False).gone == []


def test_a_run_of_other_settings_is_not_compared() -> None:
    assert changes(played("one").run, [entry(products="live", **ALL_WELL)], True).since is None


def test_only_the_last_run_counts() -> None:
    older, last = entry(**{**ALL_WELL, "one": "failed"}), entry(**ALL_WELL)
    found = changes(played().run, [older, last], whole=True)
    assert found.mended == []


@pytest.mark.parametrize(
    ("outcomes", "unstable"),
    [
        (["passed", "passed", "passed"], []),
        (["passed", "failed"], ["One"]),
        (["failed", "failed", "failed"], []),
        (["failed", "skipped", "passed"], []),
        (["error", "passed", "error"], ["One"]),
    ],
)
def test_what_fails_now_and_then_is_unstable(outcomes: list[str], unstable: list[str]) -> None:
    before = [entry(one=outcome) for outcome in outcomes]
    assert names(changes(played().run, before, whole=True).unstable) == unstable


def test_what_passes_at_the_second_attempt_is_unstable() -> None:
    tries = iter([failing(), {}])
    stream = Stream().feature(FEATURE, select="One").play(lambda _: next(tries), attempts=2)
    assert names(changes(stream.run, [], whole=True).unstable) == ["One"]


def test_what_takes_much_longer_is_slower() -> None:
    found = changes(played(seconds=0.7).run, [entry(**ALL_WELL)], whole=True)
    assert [(case.name, before) for case, before in found.slower][:1] == [("One", 0.1)]
    assert found.any
    assert changes(played(seconds=0.5).run, [entry(**ALL_WELL)], whole=True).slower == []


def test_a_run_enters_the_history_with_what_was_played() -> None:
    stream = Stream().facts(products="stub").feature(FEATURE, select="One").play(seconds=0.25)
    remembered = entry_of(stream.run)
    assert remembered.scenarios == {"a.one": ("passed", 0.25)}
    assert remembered.counts == {"passed": 1}
    assert remembered.settings == {"products": "stub"}
    assert remembered.seconds == 12
